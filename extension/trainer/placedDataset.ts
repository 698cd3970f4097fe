import type { Dataset, Examples } from "../datasets/examples.ts";
import { packedPixelBytes, pixelCount } from "../datasets/examples.ts";
import type { ExampleSet } from "../protocol/snapshot.ts";
import { KernelMemory } from "./kernelMemory.ts";
import { MemoryShare } from "./memoryShare.ts";

/** Labelled pictures in the kernels' memory: where in it, as pointers. */
export interface PlacedExamples {
  /** see kernels/records.ts */
  readonly record: number;
  readonly count: number;
  /** pixels of each */
  readonly inputs: number;
  /** whether it is known what a network should say to them; if not, labels are all 0 */
  readonly areLabelled: boolean;
  readonly labels: number;
  readonly pixelStarts: number;
  readonly packedPixels: number;
  readonly packedBytes: number;
  /** whether so few pixels are black that leaving them out does not pay */
  readonly areDense: boolean;
}

/**
 * A dataset in a memory of the kernels, where any number of networks can learn from it, one after the other or beside each
 * other. Nobody else need hold it.
 */
export class PlacedDataset implements Record<ExampleSet, PlacedExamples> {
  readonly memory: KernelMemory;
  readonly training: PlacedExamples;
  readonly heldOut: PlacedExamples;

  /** @param module compiled from `kernels.wasm` */
  constructor(module: WebAssembly.Module, { training, heldOut }: Dataset) {
    this.memory = new KernelMemory(module);
    const share = new MemoryShare(this.memory);
    this.training = placeExamples(share, training);
    this.heldOut = placeExamples(share, heldOut);
  }

  /** Views; void after the next allocation. */
  examples(set: ExampleSet): Examples {
    return viewOf(this[set], this.memory);
  }
}

/** Examples where they are in the kernels' memory; void after the next allocation. */
export function viewOf(placed: PlacedExamples, memory: KernelMemory): Examples {
  const { count, inputs, areLabelled, labels, pixelStarts, packedPixels, packedBytes } = placed;
  return {
    count,
    inputs,
    labels: memory.bytes(labels, areLabelled ? count : 0),
    pixelStarts: memory.words(pixelStarts, count + 1),
    packedPixels: memory.bytes(packedPixels, packedBytes),
  };
}

/** Copies examples into the kernels' memory. */
function placeExamples(share: MemoryShare, examples: Examples): PlacedExamples {
  const { memory } = share;
  const { count, inputs } = examples;
  const areLabelled = examples.labels.length === count;
  const packedBytes = examples.pixelStarts[count] * packedPixelBytes;
  const pixelStarts = share.allocateWords(examples.pixelStarts);
  const packedPixels = share.allocate(packedBytes + readAhead);
  memory.bytes(packedPixels, packedBytes).set(examples.packedPixels.subarray(0, packedBytes));
  const labels = share.allocate(count);
  memory.bytes(labels, count).fill(0).set(examples.labels);
  // The kernels for dense examples are for pictures of 28×28 pixels.
  const areDense = inputs === pixelCount && examples.pixelStarts[count] > denseShare * count * inputs;
  const record = share.allocateWords([pixelStarts, packedPixels, labels, Number(areDense)]);
  return { record, count, inputs, areLabelled, labels, pixelStarts, packedPixels, packedBytes, areDense };
}

/** Share of pixels that are not black from which on the kernels take all of them: from there on it is faster. */
const denseShare = 0.6;

/** The kernels read sixteen bytes at a time, and may read on behind the last pixel. */
export const readAhead = 16;
