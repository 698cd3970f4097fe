import { pixelCount } from "../datasets/examples.ts";
import { ShapeError } from "../network/forward.ts";
import { activationNames, costNames, type NetworkShape, parameterCount } from "../network/networkShape.ts";
import type { LayerParameters, Parameters } from "../network/parameters.ts";
import type { Arithmetic } from "../protocol/savedNetwork.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import { MemoryShare } from "./memoryShare.ts";
import type { PlacedDataset, PlacedExamples } from "./placedDataset.ts";
import { type WeightPanel, weightPanels } from "./weightPanels.ts";

/** A layer's numbers in the kernels' memory. */
interface LayerPlace {
  readonly size: number;
  readonly inputs: number;
  /** `size` rounded up to a multiple of 4 */
  readonly width: number;
  /** in panels, [inputs rounded up to a multiple of 4, width] */
  readonly weights: number;
  readonly panels: readonly WeightPanel[];
  /** [width]; follows the weights without a gap but for alignment */
  readonly biases: number;
  /** floats from the first weight to the last bias */
  readonly floatCount: number;
}

/** Indices of examples in the kernels' memory: which are to be read, and in which order. */
export interface PlacedOrder {
  /** [count] u32 */
  readonly start: number;
  readonly count: number;
}

/** Room for the states of `slots` examples in the kernels' memory. */
export interface Workspace {
  readonly record: number;
  readonly slots: number;
  /** for single examples, [slots] */
  readonly order: PlacedOrder;
  /** [slots] u8: which output was largest */
  readonly verdicts: number;
  /** per layer, layer 1 first: z, a and δ, [slots, width] each */
  readonly layers: readonly { readonly sums: number; readonly activations: number; readonly deltas: number }[];
}

/** Room for a gradient in the kernels' memory. */
export interface PlacedGradient {
  readonly layers: readonly LayerPlace[];
  readonly records: number;
}

/** What {@link KernelNetwork.read} found. */
export interface Reading {
  /** Σ C₀ over the examples */
  readonly cost: number;
  /** 0, or the first layer (1…) with a weighted sum that is out of range: then `cost` means nothing */
  readonly overflowedLayer: number;
}

const roundUp = (count: number, multiple: number) => Math.ceil(count / multiple) * multiple;

/**
 * A network in the memory of the WebAssembly kernels, beside the examples it learns from: the same mathematics as network/,
 * in single precision. Which examples, in which order, when: that is {@link Descent}'s.
 */
export class KernelNetwork {
  readonly shape: NetworkShape;
  readonly training: PlacedExamples;
  readonly heldOut: PlacedExamples;
  readonly #memory: KernelMemory;
  readonly #share: MemoryShare;
  readonly #layers: readonly LayerPlace[];
  /** the layers' records, and those of a gradient of the same form */
  readonly #layerRecords: number;
  readonly #gradientLayers: readonly LayerPlace[];
  readonly #gradientRecords: number;

  /** @throws {RangeError} when the machine has no memory for it; then none is taken */
  constructor({ memory, training, heldOut }: PlacedDataset, shape: NetworkShape) {
    if (shape.sizes[0] !== pixelCount) throw new ShapeError(`Inputs: expected ${pixelCount}, found ${shape.sizes[0]}.`);
    this.shape = shape;
    this.training = training;
    this.heldOut = heldOut;
    this.#memory = memory;
    this.#share = new MemoryShare(memory);
    try {
      this.#layers = this.#placeLayers();
      this.#layerRecords = this.#writeRecords(this.#layers);
      this.#gradientLayers = this.#placeLayers();
      this.#gradientRecords = this.#writeRecords(this.#gradientLayers);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Gives its memory back, with that of its workspaces and orders: none of them may be used any more. */
  dispose(): void {
    this.#share.dispose();
  }

  get arithmetic(): Arithmetic {
    return this.#memory.arithmetic;
  }

  get parameterCount(): number {
    return parameterCount(this.shape.sizes);
  }

  /** Copies of all weights and biases, row-major as everywhere but in the kernels. */
  get parameters(): LayerParameters[] {
    return this.#layers.map((layer) => ({
      weights: this.weightRows(layer, 0, layer.size),
      biases: this.#memory.floats(layer.biases, layer.size).slice(),
    }));
  }

  /** @throws {ShapeError} when a length disagrees; then nothing has changed */
  set parameters(parameters: Parameters) {
    this.#layers.forEach(({ size, inputs }, index) => {
      const { weights, biases } = parameters[index];
      if (weights.length !== size * inputs || biases.length !== size) {
        throw new ShapeError(
          `Layer ${index + 1}: expected ${size} × ${inputs} weights and ${size} biases, found ${weights.length} and ${biases.length}.`,
        );
      }
    });
    this.#layers.forEach((layer, index) => {
      const { inputs } = layer;
      const { weights, biases } = parameters[index];
      this.biasesView(layer).set(biases);
      const target = this.weightsView(layer);
      for (const { first, size, width, start } of layer.panels) {
        for (let input = 0; input < inputs; input++) {
          const row = start + input * width;
          for (let j = 0; j < size; j++) target[row + j] = weights[(first + j) * inputs + input];
        }
      }
    });
  }

  /** Bytes of what {@link copyState} makes. */
  get stateBytes(): number {
    return this.#learnt.reduce((bytes, { floatCount }) => bytes + floatCount * 4, 0);
  }

  /**
   * All that learning changes, as it lies in the kernels' memory: quickly made, and good for {@link restoreState} alone.
   *
   * @param into a state that is not needed any more
   */
  copyState(into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const state = into ?? new Float32Array(this.stateBytes / 4);
    let end = 0;
    for (const { start, floatCount } of this.#learnt) {
      state.set(this.#memory.floats(start, floatCount), end);
      end += floatCount;
    }
    return state;
  }

  /** @param state of this network or of one of the same shape */
  restoreState(state: Float32Array<ArrayBuffer>): void {
    let end = 0;
    for (const { start, floatCount } of this.#learnt) {
      this.#memory.floats(start, floatCount).set(state.subarray(end, end + floatCount));
      end += floatCount;
    }
  }

  /** Where all that learning changes lies. */
  get #learnt(): readonly { readonly start: number; readonly floatCount: number }[] {
    return this.#layers.map(({ weights, floatCount }) => ({ start: weights, floatCount }));
  }

  /** @param layer 1… */
  layer(layer: number): LayerPlace {
    return this.#layers[layer - 1];
  }

  /** Incoming weights of `count` neurons from neuron `from` on: row-major, [count, inputs]. */
  weightRows(layer: LayerPlace, from: number, count: number): Float32Array<ArrayBuffer> {
    const { inputs, panels } = layer;
    const source = this.weightsView(layer);
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

  /** What one neuron of the previous layer says to each of a layer's: a copy, [size]. */
  outgoingWeights(layer: LayerPlace, input: number): Float32Array<ArrayBuffer> {
    const source = this.weightsView(layer);
    const weights = new Float32Array(layer.size);
    for (const { first, size, width, start } of layer.panels) {
      const row = start + input * width;
      weights.set(source.subarray(row, row + size), first);
    }
    return weights;
  }

  /** A view of a layer's weights, in its panels; what fills them up is 0. Void after the next allocation. */
  weightsView({ weights, biases }: LayerPlace): Float32Array<ArrayBuffer> {
    return this.#memory.floats(weights, (biases - weights) / 4);
  }

  /** A view of a layer's biases, [size]; void after the next allocation. */
  biasesView({ biases, size }: LayerPlace): Float32Array<ArrayBuffer> {
    return this.#memory.floats(biases, size);
  }

  /** @param keepsSums whether every z outlives the activation; training needs at most the outputs', for the cross-entropy */
  makeWorkspace(slots: number, keepsSums: boolean): Workspace {
    const share = this.#share;
    const layers = this.#layers.map(({ width }, index) => {
      const isForCost = this.shape.cost === "crossEntropy" && index === this.#layers.length - 1;
      const activations = share.allocate(slots * width * 4);
      const sums = keepsSums || isForCost ? share.allocate(slots * width * 4) : activations;
      return { sums, activations, deltas: share.allocate(slots * width * 4) };
    });
    const pixelPlaces = share.allocate(slots * 4);
    const pixelActivations = share.allocate((slots * pixelCount + activationSlack) * 4);
    const activationEnds = share.allocate(slots * 4);
    const labels = share.allocate(slots);
    const transposed = share.allocate(
      Math.max(0, ...this.#layers.slice(1).map(({ biases, weights }) => biases - weights)),
    );
    const noBiases = share.allocate(Math.max(...this.#layers.map(({ width }) => width)) * 4);
    const order = this.placeOrder(slots);
    const verdicts = share.allocate(slots);
    const places = layers.flatMap(({ sums, activations, deltas }) => [sums, activations, deltas]);
    const record = share.allocateWords([
      pixelPlaces,
      pixelActivations,
      labels,
      activationEnds,
      transposed,
      noBiases,
      ...places,
    ]);
    return { record, slots, order, verdicts, layers };
  }

  /** z, a and δ of one slot of a workspace, by layer, layer 1 first: copies. */
  slotStates(workspace: Workspace, slot: number) {
    return this.#layers.map(({ size, width }, index) => {
      const { sums, activations, deltas } = workspace.layers[index];
      const copy = (start: number) => this.#memory.floats(start + slot * width * 4, size).slice();
      return { weightedSums: copy(sums), activations: copy(activations), deltas: copy(deltas) };
    });
  }

  /** A view of a of a layer (1…) for every slot of a workspace, [slots, width]; void after the next allocation. */
  activationsView({ layers, slots }: Workspace, layer: number): Float32Array<ArrayBuffer> {
    return this.#memory.floats(layers[layer - 1].activations, slots * this.layer(layer).width);
  }

  /** What the network said to the first `count` examples of the last {@link read}: [count], a view. */
  verdicts(workspace: Workspace, count: number): Uint8Array {
    const last = this.#layers.length - 1;
    this.#memory.kernels.takeVerdicts(this.#lastRecord, last, count, workspace.record, workspace.verdicts);
    return this.#memory.bytes(workspace.verdicts, count);
  }

  /** Labels of examples, [count]: a view, void after the next allocation. */
  labels({ labels, count }: PlacedExamples): Uint8Array {
    return this.#memory.bytes(labels, count);
  }

  placeOrder(count: number): PlacedOrder {
    return { start: this.#share.allocate(count * 4), count };
  }

  /** A view of an order, to be written or read; void after the next allocation. */
  orderView({ start, count }: PlacedOrder): Uint32Array<ArrayBuffer> {
    return this.#memory.words(start, count);
  }

  /** As {@link readInOrder}, for examples that follow no order. @param indices at most `workspace.slots` */
  read(examples: PlacedExamples, indices: ArrayLike<number>, workspace: Workspace): Reading {
    this.orderView(workspace.order).set(indices);
    const order = { start: workspace.order.start, count: indices.length };
    return this.readInOrder(examples, order, 0, indices.length, workspace);
  }

  /**
   * Carries examples forward through the network, one a slot of the workspace.
   *
   * @param order which examples: `count` of them, from entry `from` on; those behind are fetched from memory meanwhile
   * @param count at most `workspace.slots`
   */
  readInOrder(
    examples: PlacedExamples,
    order: PlacedOrder,
    from: number,
    count: number,
    workspace: Workspace,
  ): Reading {
    const { kernels } = this.#memory;
    const ahead = Math.min(count, order.count - from - count);
    kernels.unpackExamples(examples.record, order.start + from * 4, count, ahead, workspace.record);
    const overflowedLayer = kernels.forward(this.#layerRecords, this.#layers.length, count, workspace.record);
    if (overflowedLayer !== 0) return { cost: Number.NaN, overflowedLayer };
    const cost = kernels.cost(
      this.#lastRecord,
      this.#layers.length - 1,
      costNames.indexOf(this.shape.cost),
      count,
      workspace.record,
    );
    return { cost, overflowedLayer };
  }

  /**
   * Carries the error of the examples last {@link read} back to every layer.
   *
   * @param scale multiplies every δ
   * @returns 0, or the first layer on the way back (1…) with a δ out of range
   */
  carryBack(workspace: Workspace, count: number, scale: number): number {
    const cost = costNames.indexOf(this.shape.cost);
    return this.#memory.kernels.backward(this.#layerRecords, this.#layers.length, cost, count, scale, workspace.record);
  }

  /** Adds what the δ of the workspace say to the network's weights and biases: scaled by −η / batch size, they are nudges. */
  nudge(workspace: Workspace, count: number): void {
    this.#memory.kernels.accumulate(this.#layerRecords, this.#layers.length, count, workspace.record);
  }

  /** Adds what the δ of the workspace say to the gradient buffer, which is zero unless something was added before. */
  accumulateGradient(workspace: Workspace, count: number): void {
    this.#memory.kernels.accumulate(this.#gradientRecords, this.#layers.length, count, workspace.record);
  }

  /** Adds the gradient buffer to the network's weights and biases, and zeroes it. */
  applyGradient(): void {
    this.#layers.forEach(({ weights, floatCount }, index) => {
      this.#memory.kernels.addInto(this.#gradientLayers[index].weights, weights, floatCount);
    });
  }

  /** The length of what is in the gradient buffer: the square root of the sum of its squares. */
  gradientLength(): number {
    let sum = 0;
    for (const { weights, floatCount } of this.#gradientLayers)
      sum += this.#memory.kernels.sumOfSquares(weights, floatCount);
    return Math.sqrt(sum);
  }

  clearGradient(): void {
    for (const { weights, floatCount } of this.#gradientLayers) this.#memory.floats(weights, floatCount).fill(0);
  }

  /** of the output layer */
  get #lastRecord(): number {
    return this.#layerRecords + (this.#layers.length - 1) * layerRecordBytes;
  }

  /** A gradient beside the one that training adds up, zero. */
  makeGradient(): PlacedGradient {
    const layers = this.#placeLayers();
    return { layers, records: this.#writeRecords(layers) };
  }

  /** Adds what the δ of the workspace say to a gradient. */
  addGradient(workspace: Workspace, count: number, { records }: PlacedGradient): void {
    this.#memory.kernels.accumulate(records, this.#layers.length, count, workspace.record);
  }

  /** The length of each layer's part of a gradient, layer 1 first; the gradient is zero again. */
  takeLengths({ layers }: PlacedGradient): number[] {
    return layers.map(({ weights, floatCount }) => {
      const length = Math.sqrt(this.#memory.kernels.sumOfSquares(weights, floatCount));
      this.#memory.floats(weights, floatCount).fill(0);
      return length;
    });
  }

  /** The length of a layer's weights and biases. @param layer 1… */
  parameterLength(layer: number): number {
    const { weights, floatCount } = this.layer(layer);
    return Math.sqrt(this.#memory.kernels.sumOfSquares(weights, floatCount));
  }

  #placeLayers(): LayerPlace[] {
    const { sizes } = this.shape;
    return sizes.slice(1).map((size, index) => {
      const inputs = sizes[index];
      const width = roundUp(size, 4);
      // Rows are added for inputs up to a multiple of 4, zero for ever, so that the kernels may take four at a time.
      const rows = roundUp(inputs, 4);
      const weights = this.#share.allocate((rows + 1) * width * 4);
      const biases = weights + rows * width * 4;
      const panels = weightPanels(size, width, rows);
      return { size, inputs, width, weights, panels, biases, floatCount: (rows + 1) * width };
    });
  }

  /** See kernels/records.ts. */
  #writeRecords(layers: readonly LayerPlace[]): number {
    return this.#share.allocateWords(
      layers.flatMap(({ inputs, width, weights, biases, size }, index) => {
        const activation = activationNames.indexOf(this.shape.activations[index]);
        return [inputs, width, activation, weights, biases, size];
      }),
    );
  }
}

/** Pixels' activations that the kernels may write past the last. */
const activationSlack = 8;

/** Bytes of one layer's record. */
const layerRecordBytes = 24;
