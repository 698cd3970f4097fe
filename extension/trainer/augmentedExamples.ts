import { distortionFloats, drawDistortion } from "../datasets/distortion.ts";
import { packedPixelBytes, pixelCount } from "../datasets/examples.ts";
import { MemoryShare } from "./memoryShare.ts";
import { type PlacedDataset, type PlacedExamples, readAhead } from "./placedDataset.ts";
import { type PlacedOrder, placeOrder } from "./placedOrder.ts";

/** The most examples that are made at once: as many as a {@link Descent} carries back together. */
const mostMade = 128;

/**
 * The training examples, distorted anew in each epoch, and made only as they are asked for: a few at a time in the kernels'
 * memory. A picture follows from the seed, the epoch and the example's number alone.
 */
export class AugmentedExamples {
  /** the examples last made, in their order: those asked for, and what was there before */
  readonly made: PlacedExamples;
  /** 0, 1, 2, … */
  readonly order: PlacedOrder;
  /** for a single example */
  readonly #single: PlacedOrder;
  readonly #dataset: PlacedDataset;
  readonly #share: MemoryShare;
  readonly #seed: number;
  /** [mostMade, distortionFloats] f32 */
  readonly #distortions: number;

  /** @throws {RangeError} when the machine has no memory for it; then none is taken */
  constructor(dataset: PlacedDataset, seed: number) {
    this.#dataset = dataset;
    this.#seed = seed;
    this.#share = new MemoryShare(dataset.memory);
    try {
      this.#distortions = this.#share.allocate(mostMade * distortionFloats * 4);
      const order = this.#share.allocateWords(Uint32Array.from({ length: mostMade }, (_, k) => k));
      this.#single = placeOrder(this.#share, 1);
      this.order = { start: order, count: mostMade };
      this.made = this.#placeMade();
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Gives the memory back: nothing can be made any more, nor what is made be used. */
  dispose(): void {
    this.#share.dispose();
  }

  /**
   * Makes `count` of the training examples, those of an order's entry `from` and on, as they are in an epoch.
   *
   * @param count at most 128
   */
  make(epoch: number, order: PlacedOrder, from: number, count: number): void {
    if (count > mostMade) throw new RangeError(`Augmented examples: expected at most ${mostMade}, found ${count}.`);
    const { memory, training } = this.#dataset;
    const start = order.start + from * 4;
    const examples = memory.words(start, count);
    const distortions = memory.floats(this.#distortions, count * distortionFloats);
    for (let slot = 0; slot < count; slot++) {
      const distortion = distortions.subarray(slot * distortionFloats, (slot + 1) * distortionFloats);
      drawDistortion(this.#seed, epoch, examples[slot], distortion);
    }
    memory.kernels.distortExamples(training.record, start, count, this.#distortions, this.made.record);
  }

  /** Makes one training example as it is in an epoch: number 0 of {@link made}. */
  makeOne(epoch: number, example: number): void {
    this.#dataset.memory.words(this.#single.start, 1)[0] = example;
    this.make(epoch, this.#single, 0, 1);
  }

  #placeMade(): PlacedExamples {
    const share = this.#share;
    const packedBytes = mostMade * pixelCount * packedPixelBytes;
    const pixelStarts = share.allocate((mostMade + 1) * 4);
    const packedPixels = share.allocate(packedBytes + readAhead);
    const labels = share.allocate(mostMade);
    const { areDense, areLabelled, inputs } = this.#dataset.training;
    const record = share.allocateWords([pixelStarts, packedPixels, labels, Number(areDense)]);
    return { record, count: mostMade, inputs, areLabelled, labels, pixelStarts, packedPixels, packedBytes, areDense };
  }
}
