import { builtInDataset } from "../datasets/builtInDigits.ts";
import { type Dataset, releaseDataset } from "../datasets/examples.ts";
import { fingerprintOf } from "../datasets/fingerprint.ts";
import { fitDataset, noiseDataset } from "../datasets/fittedExamples.ts";
import { readIdxDataset } from "../datasets/idx.ts";
import { assertNever } from "../protocol/assertNever.ts";
import { fittingOf } from "../protocol/fitting.ts";
import type { DatasetSource } from "../protocol/trainerMessages.ts";
import { PlacedDataset } from "./placedDataset.ts";

/** A dataset and how to know it again. */
export interface LabelledDataset {
  readonly placed: PlacedDataset;
  /** for people */
  readonly label: string;
  readonly trainingFingerprint: string;
}

/** Where examples are read from: not those that the trainer has already. */
export type ReadableSource = Exclude<DatasetSource, { kind: "same" }>;

/**
 * Reads examples, fits them to a network and places them where the kernels can reach them.
 *
 * @param source its bytes are gone when they are read
 * @param sizes of the network
 * @param onProgress what is being done, and the share that is done, 0…1
 */
export async function readLabelledDataset(
  source: ReadableSource,
  label: string,
  sizes: readonly number[],
  module: WebAssembly.Module,
  onProgress: (what: string, share: number) => void,
): Promise<LabelledDataset> {
  const fitting = fittingOf(sizes);
  const dataset =
    fitting.kind === "noise"
      ? noiseDataset(fitting.inputs)
      : fitDataset(await readExamples(source, onProgress), fitting);
  const trainingFingerprint = await fingerprintOf(dataset.training);
  const placed = new PlacedDataset(module, dataset);
  releaseDataset(dataset);
  return { placed, label, trainingFingerprint };
}

async function readExamples(
  source: ReadableSource,
  onProgress: (what: string, share: number) => void,
): Promise<Dataset> {
  switch (source.kind) {
    case "builtIn":
      return builtInDataset((share) => onProgress("drawing digits", share));
    case "idx":
      onProgress(`reading ${source.folder}`, 0);
      try {
        return await readIdxDataset(source.files, source.folder);
      } finally {
        // They were handed over, and would stay until garbage is collected.
        for (const { bytes } of source.files) bytes.buffer.transfer(0);
      }
    default:
      return assertNever(source);
  }
}
