import { SeededGenerator } from "../network/seededGenerator.ts";
import { drawCentred } from "./centring.ts";
import { type DigitSkeleton, digitSkeletons } from "./digitSkeletons.ts";
import { type Dataset, ExamplePacker, type Examples, labelCount, pixelCount, sliceExamples } from "./examples.ts";
import { writeByHand } from "./handwriting.ts";

/** Digits of the built-in dataset. */
export const builtInTrainingCount = 12_000;
export const builtInHeldOutCount = 2_000;

/** The digits that the extension draws itself, always the same. @param onProgress receives the share that is drawn, 0…1 */
export function builtInDataset(onProgress?: (share: number) => void): Dataset {
  const count = builtInTrainingCount + builtInHeldOutCount;
  const digits = drawDigits({ count, seed: 1, ...(onProgress && { onProgress }) });
  return {
    training: sliceExamples(digits, 0, builtInTrainingCount),
    heldOut: sliceExamples(digits, builtInTrainingCount, count),
  };
}

/** Pixels over which a line's edge fades: with this much, as many pixels are white and grey as in MNIST. */
const edgeSoftness = 1.15;

export interface DigitsToDraw {
  readonly count: number;
  /** a whole number from 0 to 2³² − 1 */
  readonly seed: number;
  /** receives the share that is drawn, 0…1, about a hundred times */
  readonly onProgress?: (share: number) => void;
}

/** Draws digits, every one another draw. The same seed gives the same digits on every machine; a larger count goes on with more. */
export function drawDigits({ count, seed, onProgress }: DigitsToDraw): Examples {
  const generator = new SeededGenerator(seed);
  const packer = new ExamplePacker(count);
  const labels = new Uint8Array(count);
  const picture = new Uint8Array(pixelCount);
  const progressEvery = Math.ceil(count / 100);
  for (let i = 0; i < count; i++) {
    labels[i] = generator.nextBelow(labelCount);
    drawDigit(labels[i], generator, picture);
    packer.add(picture);
    if ((i + 1) % progressEvery === 0 || i + 1 === count) onProgress?.((i + 1) / count);
  }
  return packer.finish(labels);
}

/** @param picture receives 0 black to 255 white, [784] */
function drawDigit(digit: number, generator: SeededGenerator, picture: Uint8Array): void {
  let isDrawn = false;
  while (!isDrawn) {
    const skeleton = chooseSkeleton(digitSkeletons[digit], generator);
    isDrawn = drawCentred(writeByHand(skeleton, generator), edgeSoftness, picture);
  }
}

function chooseSkeleton(skeletons: readonly DigitSkeleton[], generator: SeededGenerator): DigitSkeleton {
  const shares = skeletons.reduce((sum, { share }) => sum + share, 0);
  let left = generator.nextUniform() * shares;
  for (const skeleton of skeletons) {
    left -= skeleton.share;
    if (left < 0) return skeleton;
  }
  return skeletons[0];
}
