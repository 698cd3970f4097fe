import type { Examples } from "../../extension/datasets/examples.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { packExamples } from "../datasets/packExamples.ts";

/** Pictures of blots, one label after the other: enough to make neurons answer, and quickly drawn. */
export function noiseExamples(count = 20): Examples {
  const generator = new SeededGenerator(7);
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 10);
  const pictures = new Uint8Array(count * 784);
  for (let k = 0; k < count; k++) {
    for (let blot = 0; blot < 40; blot++) pictures[k * 784 + generator.nextBelow(784)] = 55 + generator.nextBelow(200);
  }
  return packExamples(pictures, labels);
}
