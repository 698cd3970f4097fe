import { pixelCount } from "../datasets/examples.ts";
import { meanShare, squareShare, wholePower } from "../network/adamDescent.ts";
import { ShapeError } from "../network/forward.ts";
import { activationNames, costNames, type NetworkShape, parameterCount } from "../network/networkShape.ts";
import type { LayerParameters, Parameters } from "../network/parameters.ts";
import type { Arithmetic } from "../protocol/savedNetwork.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import { MemoryShare } from "./memoryShare.ts";
import type { PlacedDataset, PlacedExamples } from "./placedDataset.ts";
import { type WeightPanel, weightPanels, widestPanel } from "./weightPanels.ts";

/** A layer's numbers in the kernels' memory. */
export interface LayerPlace {
  readonly size: number;
  readonly inputs: number;
  /** `size` rounded up to a multiple of 4 */
  readonly width: number;
  /** in panels, [inputs rounded up to a multiple of 4, width] */
  readonly weights: number;
  readonly panels: readonly WeightPanel[];
  /** [width]; follows the weights without a gap */
  readonly biases: number;
}

/** Numbers in the form of a network's parameters in the kernels' memory, in one piece: the parameters, a gradient, moments. */
export interface PlacedParameters {
  readonly start: number;
  readonly layers: readonly LayerPlace[];
  /** the layers' records */
  readonly records: number;
}

/** A stretch of weights or of biases within placed parameters; what fills them up is zero, and part of it. */
interface Stretch {
  /** bytes from the parameters' start */
  readonly offset: number;
  /** floats */
  readonly count: number;
  readonly areWeights: boolean;
}

/** Indices of examples in the kernels' memory: which are to be read, and in which order. */
export interface PlacedOrder {
  /** [count] u32 */
  readonly start: number;
  readonly count: number;
}

/** Room in the kernels' memory for {@link KernelNetwork.findCarrying}. */
export interface PlacedSearch {
  readonly activations: number;
  readonly found: number;
  readonly most: number;
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
  /** from the first layer's weights to the last one's biases */
  readonly #stretches: readonly Stretch[];
  readonly #parameters: PlacedParameters;
  readonly #gradient: PlacedParameters;
  #moments: readonly PlacedParameters[] = [];
  /** rooms that every workspace uses in its turn; see kernels/records.ts */
  readonly #transposed: number;
  readonly #noBiases: number;

  /** @throws {RangeError} when the machine has no memory for it; then none is taken */
  constructor({ memory, training, heldOut }: PlacedDataset, shape: NetworkShape) {
    if (shape.sizes[0] !== training.inputs) {
      throw new ShapeError(`Inputs: expected ${training.inputs}, found ${shape.sizes[0]}.`);
    }
    this.shape = shape;
    this.training = training;
    this.heldOut = heldOut;
    this.#memory = memory;
    this.#share = new MemoryShare(memory);
    this.#stretches = stretchesOf(shape.sizes);
    try {
      this.#parameters = this.#placeParameters();
      this.#gradient = this.#placeParameters();
      const widest = Math.max(...this.#layers.map(({ width }) => width));
      this.#transposed = this.#share.allocate(widest * widestPanel * 4);
      this.#noBiases = this.#share.allocate(widestPanel * 4);
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
    return this.#copyOf(this.#layers);
  }

  /** @throws {ShapeError} when a length disagrees; then nothing has changed */
  set parameters(parameters: Parameters) {
    this.#checkShape(parameters);
    this.#fill(this.#layers, parameters);
  }

  /** Copies of what the descent remembers beside the parameters, in their form: see {@link makeMoments}. */
  get moments(): LayerParameters[][] {
    return this.#moments.map(({ layers }) => this.#copyOf(layers));
  }

  /** @throws {ShapeError} when there are more or fewer of them, or a length disagrees; then nothing has changed */
  set moments(moments: readonly Parameters[]) {
    if (moments.length !== this.#moments.length) {
      throw new ShapeError(`Moments: expected ${this.#moments.length}, found ${moments.length}.`);
    }
    for (const moment of moments) this.#checkShape(moment);
    this.#moments.forEach(({ layers }, index) => {
      this.#fill(layers, moments[index]);
    });
  }

  /** Makes room for moments, all zero: velocities for momentum, means and squares for Adam. */
  makeMoments(count: number): void {
    this.#moments = Array.from({ length: count }, () => this.#placeParameters());
  }

  /** Bytes of what {@link copyState} makes. */
  get stateBytes(): number {
    return this.#learnt.length * this.#floatCount * 4;
  }

  /**
   * All that learning changes, as it lies in the kernels' memory: quickly made, and good for {@link restoreState} alone.
   *
   * @param into a state that is not needed any more
   */
  copyState(into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const state = into ?? new Float32Array(this.stateBytes / 4);
    this.#learnt.forEach(({ start }, place) => {
      state.set(this.#memory.floats(start, this.#floatCount), place * this.#floatCount);
    });
    return state;
  }

  /**
   * The weights and biases alone, as {@link copyState} gives them: the whole state of a network without moments.
   *
   * @param into of the same shape, not needed any more
   */
  copyParameters(into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const parameters = into ?? new Float32Array(this.#floatCount);
    parameters.set(this.#memory.floats(this.#parameters.start, this.#floatCount));
    return parameters;
  }

  /** @param state of this network or of one of the same shape, with the same moments */
  restoreState(state: Float32Array<ArrayBuffer>): void {
    this.#learnt.forEach(({ start }, place) => {
      const from = place * this.#floatCount;
      this.#memory.floats(start, this.#floatCount).set(state.subarray(from, from + this.#floatCount));
    });
  }

  /** All that learning changes. */
  get #learnt(): readonly PlacedParameters[] {
    return [this.#parameters, ...this.#moments];
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

  /** The largest absolute value of a layer's weights, and of its biases. */
  limits({ weights, biases, width }: LayerPlace): { readonly weight: number; readonly bias: number } {
    const { kernels } = this.#memory;
    return {
      weight: kernels.largestAbsolute(weights, (biases - weights) / 4),
      bias: kernels.largestAbsolute(biases, width),
    };
  }

  /** @param most weights to be found at once */
  makeSearch(most: number): PlacedSearch {
    const inputs = Math.max(...this.shape.sizes);
    return { activations: this.#share.allocate(inputs * 4), found: this.#share.allocate(most * 4), most };
  }

  /**
   * Finds the weights of one panel of a layer for which |w · a| is at least `least`, but for the rounding of the product.
   *
   * @param activations of the previous layer, [inputs]
   * @returns their places, numbers from the panel's first: a view; null when there are more than the search has room for
   */
  findCarrying(
    { weights, inputs }: LayerPlace,
    { start, width }: WeightPanel,
    activations: Float32Array,
    least: number,
    search: PlacedSearch,
  ): Uint32Array<ArrayBuffer> | null {
    this.#memory.floats(search.activations, inputs).set(activations);
    const panel = weights + start * 4;
    const { kernels } = this.#memory;
    const count = kernels.findCarrying(panel, inputs, width, search.activations, least, search.found, search.most);
    return count > search.most ? null : this.#memory.words(search.found, count);
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
    const inputs = this.shape.sizes[0];
    const pixelActivations = share.allocate((slots * inputs + activationSlack) * 4);
    const activationEnds = share.allocate(slots * 4);
    const labels = share.allocate(slots);
    const panelDeltas = share.allocate(slots * widestPanel * 4);
    const areDigits = inputs === pixelCount;
    const paysSorting = areDigits && slots >= leastSortedSlots && this.#layers[0].width >= leastSortedWidth;
    const sortedPixels = paysSorting ? share.allocate(pixelCount * 4 + slots * pixelCount * 8) : 0;
    const order = this.placeOrder(slots);
    const verdicts = share.allocate(slots);
    const places = layers.flatMap(({ sums, activations, deltas }) => [sums, activations, deltas]);
    const record = share.allocateWords([
      pixelPlaces,
      pixelActivations,
      labels,
      activationEnds,
      this.#transposed,
      this.#noBiases,
      0, // whether they are dense: noted when they are unpacked
      panelDeltas,
      sortedPixels,
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
    const overflowedLayer = kernels.forward(this.#parameters.records, this.#layers.length, count, workspace.record);
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
    return this.#memory.kernels.backward(
      this.#parameters.records,
      this.#layers.length,
      cost,
      count,
      scale,
      workspace.record,
    );
  }

  /** Adds what the δ of the workspace say to the network's weights and biases: scaled by −η / batch size, they are nudges. */
  nudge(workspace: Workspace, count: number): void {
    this.#accumulate(this.#parameters, workspace, count);
  }

  /** As {@link nudge}, to the velocities: {@link momentumStep} moves the network by them. */
  nudgeVelocities(workspace: Workspace, count: number): void {
    this.#accumulate(this.#moments[0], workspace, count);
  }

  /** As {@link nudge}, to the gradient buffer, which is zero unless something was added before. */
  accumulateGradient(workspace: Workspace, count: number): void {
    this.#accumulate(this.#gradient, workspace, count);
  }

  /** w ← (1 − ηλ) w of all weights. */
  decay(learningRate: number, l2: number): void {
    for (const { offset, count, areWeights } of this.#stretches) {
      if (areWeights) this.#memory.kernels.decay(this.#parameters.start + offset, count, 1 - learningRate * l2);
    }
  }

  /** Moves the network by −η times the gradient in the buffer and the penalty's, and zeroes the buffer. */
  plainStep(learningRate: number, l2: number): void {
    this.#addNudge(this.#parameters, learningRate, l2);
  }

  /** Adds −η times the gradient in the buffer to the velocities, and zeroes the buffer. */
  pushVelocities(learningRate: number): void {
    this.#addNudge(this.#moments[0], learningRate, 0);
  }

  /** Moves the network by the velocities and the penalty's nudge, and leaves μ of the velocities for the next step. */
  momentumStep(learningRate: number, momentum: number, l2: number): void {
    const velocities = this.#moments[0].start;
    const parameters = this.#parameters.start;
    for (const { offset, count, areWeights } of this.#stretches) {
      const decay = areWeights ? learningRate * l2 : 0;
      this.#memory.kernels.momentumStep(velocities + offset, parameters + offset, count, momentum, decay);
    }
  }

  /**
   * Moves the network by Adam's step from the gradient in the buffer, and zeroes the buffer.
   *
   * @param steps t: this step's number, from 1
   */
  adamStep(learningRate: number, steps: number, l2: number): void {
    const { kernels } = this.#memory;
    const [gradient, means, squares, parameters] = [this.#gradient, ...this.#moments, this.#parameters];
    const stepSize = learningRate / (1 - wholePower(meanShare, steps));
    const rootScale = 1 / Math.sqrt(1 - wholePower(squareShare, steps));
    for (const { offset, count, areWeights } of this.#stretches) {
      kernels.adamStep(
        gradient.start + offset,
        means.start + offset,
        squares.start + offset,
        parameters.start + offset,
        count,
        stepSize,
        rootScale,
        areWeights ? l2 : 0,
      );
    }
  }

  /** ‖∇C‖ of the gradient in the buffer and the penalty's: the square root of the sum of the squares of every component. */
  gradientLength(l2: number): number {
    return Math.sqrt(this.#squaredLength(this.#gradient, l2));
  }

  clearGradient(): void {
    this.#clear(this.#gradient);
  }

  #accumulate({ records }: PlacedParameters, workspace: Workspace, count: number): void {
    this.#memory.kernels.accumulate(records, this.#layers.length, count, workspace.record);
  }

  /** Adds −η times the gradient in the buffer and the penalty's, and zeroes the buffer. */
  #addNudge({ start }: PlacedParameters, learningRate: number, l2: number): void {
    for (const { offset, count, areWeights } of this.#stretches) {
      const penalty = areWeights ? l2 : 0;
      this.#memory.kernels.plainStep(this.#gradient.start + offset, start + offset, count, learningRate, penalty);
    }
  }

  #checkShape(parameters: Parameters): void {
    this.#layers.forEach(({ size, inputs }, index) => {
      const { weights, biases } = parameters[index];
      if (weights.length !== size * inputs || biases.length !== size) {
        throw new ShapeError(
          `Layer ${index + 1}: expected ${size} × ${inputs} weights and ${size} biases, found ${weights.length} and ${biases.length}.`,
        );
      }
    });
  }

  #copyOf(layers: readonly LayerPlace[]): LayerParameters[] {
    return layers.map((layer) => ({
      weights: this.weightRows(layer, 0, layer.size),
      biases: this.#memory.floats(layer.biases, layer.size).slice(),
    }));
  }

  #fill(layers: readonly LayerPlace[], parameters: Parameters): void {
    layers.forEach((layer, index) => {
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

  /** of the output layer */
  get #lastRecord(): number {
    return this.#parameters.records + (this.#layers.length - 1) * layerRecordBytes;
  }

  /** A gradient beside the one that training adds up, zero. */
  makeGradient(): PlacedParameters {
    return this.#placeParameters();
  }

  /** Adds what the δ of the workspace say to a gradient. */
  addGradient(workspace: Workspace, count: number, gradient: PlacedParameters): void {
    this.#accumulate(gradient, workspace, count);
  }

  /** Zeroes a gradient; yields between pieces, for memory that was never written is slow. */
  *zeroGradient({ start }: PlacedParameters): Generator<void, void> {
    for (let from = 0; from < this.#floatCount; from += floatsZeroedAtOnce) {
      const count = Math.min(floatsZeroedAtOnce, this.#floatCount - from);
      this.#memory.floats(start + from * 4, count).fill(0);
      yield;
    }
  }

  /** The length of a layer's part of a gradient and the penalty's. @param layer 1… */
  lengthIn(gradient: PlacedParameters, layer: number, l2: number): number {
    return Math.sqrt(this.#squaredLength(gradient, l2, layer));
  }

  /** The length of a layer's weights and biases. @param layer 1… */
  parameterLength(layer: number): number {
    return Math.sqrt(this.#squaredLength(this.#parameters, 0, layer));
  }

  /** ‖∇C‖² of one layer (1…), or of all. */
  #squaredLength(gradient: PlacedParameters, l2: number, layer?: number): number {
    const stretches = layer === undefined ? this.#stretches : this.#stretches.slice(2 * layer - 2, 2 * layer);
    let sum = 0;
    for (const { offset, count, areWeights } of stretches) {
      const [start, parameters] = [gradient.start + offset, this.#parameters.start + offset];
      sum += this.#memory.kernels.squaredLength(start, parameters, count, areWeights ? l2 : 0);
    }
    return sum;
  }

  #clear({ start }: PlacedParameters): void {
    this.#memory.floats(start, this.#floatCount).fill(0);
  }

  /** Floats of placed parameters. */
  get #floatCount(): number {
    const last = this.#stretches[this.#stretches.length - 1];
    return last.offset / 4 + last.count;
  }

  get #layers(): readonly LayerPlace[] {
    return this.#parameters.layers;
  }

  #placeParameters(): PlacedParameters {
    const { sizes } = this.shape;
    const start = this.#share.allocate(this.#floatCount * 4);
    const layers = sizes.slice(1).map((size, index) => {
      const [weights, biases] = this.#stretches.slice(2 * index);
      const width = biases.count;
      const panels = weightPanels(size, width, weights.count / width);
      const places = { weights: start + weights.offset, biases: start + biases.offset };
      return { size, inputs: sizes[index], width, panels, ...places };
    });
    return { start, layers, records: this.#writeRecords(layers) };
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

/** Pixels' activations that the kernels may write past the last. */
const activationSlack = 8;

/** Slots of a workspace and neurons of the first layer from which on its update may be sorted by pixel. */
const leastSortedSlots = 32;
const leastSortedWidth = 64;

/** Numbers of a gradient that are zeroed in a piece of work: sixteen megabytes. */
const floatsZeroedAtOnce = 4 * 2 ** 20;

/** Bytes of one layer's record. */
const layerRecordBytes = 24;
