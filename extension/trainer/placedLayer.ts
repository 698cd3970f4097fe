import type { LayerParameters } from "../network/parameters.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import { type WeightPanel, weightPanels } from "./weightPanels.ts";

/** A layer's weights and biases, or other numbers in their form, in the kernels' memory. */
export class PlacedLayer {
  readonly size: number;
  readonly inputs: number;
  /** `size` rounded up to a multiple of 4 */
  readonly width: number;
  /** in panels, [inputs rounded up to a multiple of 4, width] */
  readonly weights: number;
  readonly panels: readonly WeightPanel[];
  /** [width]; follows the weights without a gap */
  readonly biases: number;
  readonly #memory: KernelMemory;

  constructor(memory: KernelMemory, place: Pick<PlacedLayer, "size" | "inputs" | "width" | "weights" | "biases">) {
    const { size, inputs, width, weights, biases } = place;
    this.#memory = memory;
    this.size = size;
    this.inputs = inputs;
    this.width = width;
    this.weights = weights;
    this.biases = biases;
    this.panels = weightPanels(size, width, this.#weightCount / width);
  }

  /** A view of the weights, in their panels; what fills them up is 0. Void after the next allocation. */
  weightsView(): Float32Array<ArrayBuffer> {
    return this.#memory.floats(this.weights, this.#weightCount);
  }

  /** A view of the biases, [size]; void after the next allocation. */
  biasesView(): Float32Array<ArrayBuffer> {
    return this.#memory.floats(this.biases, this.size);
  }

  /** Copies of the weights and biases, row-major as everywhere but in the kernels. */
  copy(): LayerParameters {
    return { weights: this.weightRows(0, this.size), biases: this.biasesView().slice() };
  }

  /** @param parameters weights row-major, [size, inputs], and biases, [size] */
  fill({ weights, biases }: LayerParameters): void {
    const { inputs } = this;
    this.biasesView().set(biases);
    const target = this.weightsView();
    for (const { first, size, width, start } of this.panels) {
      for (let input = 0; input < inputs; input++) {
        const row = start + input * width;
        for (let j = 0; j < size; j++) target[row + j] = weights[(first + j) * inputs + input];
      }
    }
  }

  /** Incoming weights of `count` neurons from neuron `from` on: row-major, [count, inputs], a copy. */
  weightRows(from: number, count: number): Float32Array<ArrayBuffer> {
    const { inputs, panels } = this;
    const source = this.weightsView();
    const rows = new Float32Array(count * inputs);
    for (const { first, size, width, start } of panels) {
      const end = Math.min(first + size, from + count);
      for (let neuron = Math.max(first, from); neuron < end; neuron++) {
        const column = start + neuron - first;
        const row = (neuron - from) * inputs;
        for (let input = 0; input < inputs; input++) rows[row + input] = source[column + input * width];
      }
    }
    return rows;
  }

  /** The weights of what leaves one neuron of the previous layer, one for each neuron of this: a copy, [size]. */
  weightsFrom(input: number): Float32Array<ArrayBuffer> {
    const source = this.weightsView();
    const weights = new Float32Array(this.size);
    for (const { first, size, width, start } of this.panels) {
      const row = start + input * width;
      weights.set(source.subarray(row, row + size), first);
    }
    return weights;
  }

  /** The largest absolute value of the weights, and of the biases. */
  limits(): { readonly weight: number; readonly bias: number } {
    const { kernels } = this.#memory;
    return {
      weight: kernels.largestAbsolute(this.weights, this.#weightCount),
      bias: kernels.largestAbsolute(this.biases, this.width),
    };
  }

  /**
   * Finds the weights of one panel for which |w · a| is at least `least`, but for the rounding of the product.
   *
   * @param activations of the previous layer, [inputs]
   * @returns their places, numbers from the panel's first: a view; null when there are more than the search has room for
   */
  findCarrying(
    { start, width }: WeightPanel,
    activations: Float32Array,
    least: number,
    search: PlacedSearch,
  ): Uint32Array<ArrayBuffer> | null {
    const { inputs } = this;
    this.#memory.floats(search.activations, inputs).set(activations);
    const panel = this.weights + start * 4;
    const { kernels } = this.#memory;
    const count = kernels.findCarrying(panel, inputs, width, search.activations, least, search.found, search.most);
    return count > search.most ? null : this.#memory.words(search.found, count);
  }

  /** Floats of the weights, with those that fill them up. */
  get #weightCount(): number {
    return (this.biases - this.weights) / 4;
  }
}

/** Room in the kernels' memory for {@link PlacedLayer.findCarrying}. */
export interface PlacedSearch {
  /** of the previous layer, as many as the widest has */
  readonly activations: number;
  /** [most] u32 */
  readonly found: number;
  readonly most: number;
}
