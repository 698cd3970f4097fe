import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Dataset, type Examples, pixelCount } from "../../extension/datasets/examples.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { chooseKernels } from "../../extension/trainer/kernels.ts";
import { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { packExamples } from "../datasets/packExamples.ts";

export const kernelsPath = fileURLToPath(new URL("../../dist/kernels.wasm", import.meta.url));
/** Every build of the kernels: those that this machine trains with, and those of one without relaxed SIMD. */
export const kernelsModules = {
  chosen: chooseKernels(readFileSync(kernelsPath), readFileSync(kernelsPath.replace(".wasm", "-relaxed.wasm"))),
  standard: new WebAssembly.Module(readFileSync(kernelsPath)),
};
export const kernelsModule = kernelsModules.chosen;

/** Pictures with a random share of grey pixels, and labels that have nothing to do with them. */
export function randomExamples(count: number, density: number, seed: number): Examples {
  const generator = new SeededGenerator(seed);
  const pixels = Uint8Array.from({ length: count * pixelCount }, () =>
    generator.nextUniform() < density ? 1 + generator.nextBelow(255) : 0,
  );
  return packExamples(
    pixels,
    Uint8Array.from({ length: count }, () => generator.nextBelow(10)),
  );
}

/**
 * Ten patterns of random pixels, one a label, each example its label's with a tenth of the pixels changed: as easy to learn as
 * anything can be.
 */
export function easyExamples(count: number, seed: number): Examples {
  const generator = new SeededGenerator(seed);
  const patterns = new SeededGenerator(1);
  const pattern = Uint8Array.from({ length: 10 * pixelCount }, () => (patterns.nextUniform() < 0.2 ? 255 : 0));
  const labels = Uint8Array.from({ length: count }, () => generator.nextBelow(10));
  const pixels = Uint8Array.from({ length: count * pixelCount }, (_, i) => {
    const value = pattern[labels[Math.floor(i / pixelCount)] * pixelCount + (i % pixelCount)];
    return generator.nextUniform() < 0.1 ? 255 - value : value;
  });
  return packExamples(pixels, labels);
}

export function easyDataset(trainingCount = 600, heldOutCount = 100): Dataset {
  return { training: easyExamples(trainingCount, 2), heldOut: easyExamples(heldOutCount, 3) };
}

/** A dataset in the kernels' memory; the same examples to learn from and held out, where only one set is given. */
export function placed(training: Examples, heldOut = training, module = kernelsModule): PlacedDataset {
  return new PlacedDataset(module, { training, heldOut });
}
