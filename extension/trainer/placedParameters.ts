import { ShapeError } from "../network/forward.ts";
import { activationNames, type NetworkShape } from "../network/networkShape.ts";
import type { LayerParameters, Parameters } from "../network/parameters.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import type { MemoryShare } from "./memoryShare.ts";
import { PlacedLayer } from "./placedLayer.ts";

/** Numbers in the form of a network's parameters in the kernels' memory, in one piece: the parameters, a gradient, moments. */
export class PlacedParameters {
  readonly memory: KernelMemory;
  readonly start: number;
  /** layer 1 first */
  readonly layers: readonly PlacedLayer[];
  /** from the first layer's weights to the last one's biases */
  readonly stretches: readonly Stretch[];
  /** of all, with what fills them up */
  readonly floatCount: number;
  /** the layers' records, see kernels/records.ts */
  readonly records: number;

  /** All are zero. @throws {RangeError} when the machine has no memory for them */
  constructor(share: MemoryShare, shape: NetworkShape) {
    const { sizes } = shape;
    this.memory = share.memory;
    this.stretches = stretchesOf(sizes);
    const last = this.stretches[this.stretches.length - 1];
    this.floatCount = last.offset / 4 + last.count;
    const start = share.allocate(this.floatCount * 4);
    this.start = start;
    this.layers = sizes.slice(1).map((size, index) => {
      const [weights, biases] = this.stretchesOf(index + 1);
      const places = { weights: start + weights.offset, biases: start + biases.offset };
      return new PlacedLayer(this.memory, { size, inputs: sizes[index], width: biases.count, ...places });
    });
    this.records = share.allocateWords(
      this.layers.flatMap(({ inputs, width, weights, biases, size }, index) => {
        const activation = activationNames.indexOf(shape.activations[index]);
        return [inputs, width, activation, weights, biases, size];
      }),
    );
  }

  /** The output layer's record. */
  get lastRecord(): number {
    return this.records + (this.layers.length - 1) * layerRecordBytes;
  }

  /** A layer's (1…) stretches. */
  stretchesOf(layer: number): readonly Stretch[] {
    return this.stretches.slice(2 * layer - 2, 2 * layer);
  }

  /** All of them as they lie in memory: a view, [floatCount], void after the next allocation. */
  view(): Float32Array<ArrayBuffer> {
    return this.memory.floats(this.start, this.floatCount);
  }

  /** Copies, row-major as everywhere but in the kernels. */
  copy(): LayerParameters[] {
    return this.layers.map((layer) => layer.copy());
  }

  /** @param parameters that {@link requireShape} has let pass */
  fill(parameters: Parameters): void {
    this.layers.forEach((layer, index) => {
      layer.fill(parameters[index]);
    });
  }

  /** @throws {ShapeError} when a length disagrees */
  requireShape(parameters: Parameters): void {
    this.layers.forEach(({ size, inputs }, index) => {
      const { weights, biases } = parameters[index];
      if (weights.length !== size * inputs || biases.length !== size) {
        throw new ShapeError(
          `Layer ${index + 1}: expected ${size} × ${inputs} weights and ${size} biases, found ${weights.length} and ${biases.length}.`,
        );
      }
    });
  }

  /** Zeroes them; yields between pieces, for memory that was never written is slow. */
  *clearInPieces(): Generator<void, void> {
    for (let from = 0; from < this.floatCount; from += floatsZeroedAtOnce) {
      const count = Math.min(floatsZeroedAtOnce, this.floatCount - from);
      this.memory.floats(this.start + from * 4, count).fill(0);
      yield;
    }
  }
}

/** A stretch of weights or of biases within placed parameters; what fills them up is zero, and part of it. */
export interface Stretch {
  /** bytes from the parameters' start */
  readonly offset: number;
  /** floats */
  readonly count: number;
  readonly areWeights: boolean;
}

/** Each layer's weights and its biases, one behind the other; weights begin at a multiple of 64 bytes, a cache line. */
function stretchesOf(sizes: readonly number[]): Stretch[] {
  const stretches: Stretch[] = [];
  let end = 0;
  sizes.slice(1).forEach((size, index) => {
    const width = roundUp(size, 4);
    // Rows are added for inputs up to a multiple of 4, zero for ever, so that the kernels may take four at a time.
    const weights = { offset: roundUp(end, 64), count: roundUp(sizes[index], 4) * width, areWeights: true };
    const biases = { offset: weights.offset + weights.count * 4, count: width, areWeights: false };
    stretches.push(weights, biases);
    end = biases.offset + width * 4;
  });
  return stretches;
}

const roundUp = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/** Numbers that are zeroed in a piece of work: sixteen megabytes. */
const floatsZeroedAtOnce = 4 * 2 ** 20;

/** Bytes of one layer's record. */
const layerRecordBytes = 24;
