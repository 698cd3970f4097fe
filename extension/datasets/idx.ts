import type { NamedBytes } from "../protocol/trainerMessages.ts";
import { type Dataset, ExamplePacker, type Examples, sliceExamples } from "./examples.ts";
import { IdxError } from "./idxError.ts";
import { openIdxFile, readIdxLabels, readIdxValues } from "./idxFile.ts";
import { findIdxPairs, type IdxPair } from "./idxPairs.ts";

/**
 * Reads a dataset from the files of a folder, gzipped or not. Where there is no test pair, the last sixth of the
 * training examples is held out: of MNIST's 60,000 the last 10,000.
 *
 * @param files at least those that {@link findIdxPairs} chooses from the folder
 * @param folder the folder's name, for error messages
 * @throws {IdxError} says which file is wrong, what was expected and what was found
 */
export async function readIdxDataset(files: readonly NamedBytes[], folder: string): Promise<Dataset> {
  const pairs = findIdxPairs(
    files.map((file) => file.name),
    folder,
  );
  const training = await readPair(files, pairs.training);
  if (pairs.test !== null) return { training, heldOut: await readPair(files, pairs.test) };
  if (training.count < 2) {
    const expected = "expected at least 2 images, so that one can be held out";
    throw new IdxError(pairs.training.images, `${expected}, the header declares ${training.count}.`, {
      problem: "count",
    });
  }
  const heldOutCount = Math.max(1, Math.floor(training.count / 6));
  const split = training.count - heldOutCount;
  return { training: sliceExamples(training, 0, split), heldOut: sliceExamples(training, split, training.count) };
}

async function readPair(files: readonly NamedBytes[], pair: IdxPair): Promise<Examples> {
  const images = await openIdxFile(named(files, pair.images), "images");
  const labels = await openIdxFile(named(files, pair.labels), "labels");
  if (labels.count !== images.count) {
    const expected = `expected ${images.count} labels`;
    throw new IdxError(pair.labels, `${expected}, the header declares ${labels.count}.`, { problem: "count" });
  }
  // The labels first: a wrong one is found before the pictures are inflated.
  const labelValues = await readIdxLabels(labels);
  const packer = new ExamplePacker(images.count);
  await readIdxValues(images, (pixels) => packer.add(pixels));
  return packer.finish(labelValues);
}

function named(files: readonly NamedBytes[], name: string): NamedBytes {
  const file = files.find((candidate) => candidate.name === name);
  if (file === undefined) throw new RangeError(`${name}: expected among the files of its own folder, found nowhere.`);
  return file;
}
