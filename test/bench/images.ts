import { existsSync, rmSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { labelCount, pictureOf, pixelCount } from "../../extension/datasets/examples.ts";
import { readIdxDataset } from "../../extension/datasets/idx.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { readTrainingData } from "../../scripts/trainingData.ts";

/** As many as MNIST has. */
const randomCount = 60_000;
/** Share of random pixels that are not black; as in MNIST, about. */
export const usualDensity = 0.2;

export const mnistFolder =
  process.env.DOWNHILL_MNIST ?? fileURLToPath(new URL("../../../shared/mnist", import.meta.url));

/** Whether MNIST is there; if not, says so on standard error. */
export function hasMnist(): boolean {
  if (existsSync(mnistFolder)) return true;
  console.error(`mnist: skipped, the training set is not at ${mnistFolder}; DOWNHILL_MNIST may name its folder.`);
  return false;
}

/** Images for contestants in files of a temporary folder; see {@link Task}. */
export interface ImageFiles {
  readonly folder: string;
  /** share of pixels that are not black */
  readonly density: number;
  remove(): Promise<void>;
}

/** Random grey pixels, black otherwise, with random labels. @param density share of pixels that are not black */
export function randomImages(density: number): Promise<ImageFiles> {
  const generator = new SeededGenerator(42);
  const pixels = new Uint8Array(randomCount * pixelCount);
  for (let i = 0; i < pixels.length; i++) {
    if (generator.nextUniform() < density) pixels[i] = 1 + generator.nextBelow(255);
  }
  const labels = Uint8Array.from({ length: randomCount }, () => generator.nextBelow(labelCount));
  return writeImages(pixels, labels);
}

/** What is trained on of MNIST: 50,000 examples, where there is no test pair. */
export async function mnistImages(): Promise<ImageFiles> {
  const source = await readTrainingData(mnistFolder, undefined);
  if (source.kind !== "idx") throw new Error("mnist: expected IDX files.");
  const { training } = await readIdxDataset(source.files, source.folder);
  const pixels = new Uint8Array(training.count * pixelCount);
  for (let i = 0; i < training.count; i++) pixels.set(pictureOf(training, i), i * pixelCount);
  return writeImages(pixels, training.labels);
}

async function writeImages(pixels: Uint8Array, labels: Uint8Array): Promise<ImageFiles> {
  const folder = await mkdtemp(join(tmpdir(), "downhill-bench-"));
  // However this process ends: they are large.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  await writeFile(join(folder, "pixels.u8"), pixels);
  await writeFile(join(folder, "labels.u8"), labels);
  const density = pixels.reduce((count, value) => count + (value === 0 ? 0 : 1), 0) / pixels.length;
  return { folder, density, remove: () => rm(folder, { recursive: true, force: true }) };
}
