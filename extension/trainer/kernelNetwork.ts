import { ShapeError } from "../network/forward.ts";
import { costNames, type NetworkShape, parameterCount } from "../network/networkShape.ts";
import type { LayerParameters, Parameters } from "../network/parameters.ts";
import type { Arithmetic } from "../protocol/savedNetwork.ts";
import type { KernelMemory } from "./kernelMemory.ts";
import { MemoryShare } from "./memoryShare.ts";
import type { PlacedDataset, PlacedExamples } from "./placedDataset.ts";
import type { PlacedLayer, PlacedSearch } from "./placedLayer.ts";
import { type PlacedOrder, placeOrder } from "./placedOrder.ts";
import { PlacedParameters } from "./placedParameters.ts";
import { adamStep, decay, lengthOf, momentumStep, plainStep } from "./steps.ts";
import { type CommonRoom, placeCommonRoom, Workspace } from "./workspace.ts";

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
  readonly #parameters: PlacedParameters;
  readonly #gradient: PlacedParameters;
  #moments: readonly PlacedParameters[] = [];
  readonly #common: CommonRoom;

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
    try {
      this.#parameters = new PlacedParameters(this.#share, shape);
      this.#gradient = new PlacedParameters(this.#share, shape);
      this.#common = placeCommonRoom(this.#share, this.#parameters.layers);
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
    return this.#parameters.copy();
  }

  /** @throws {ShapeError} when a length disagrees; then nothing has changed */
  set parameters(parameters: Parameters) {
    this.#parameters.requireShape(parameters);
    this.#parameters.fill(parameters);
  }

  /** Copies of what the descent remembers beside the parameters, in their form: see {@link makeMoments}. */
  get moments(): LayerParameters[][] {
    return this.#moments.map((placed) => placed.copy());
  }

  /** @throws {ShapeError} when there are more or fewer of them, or a length disagrees; then nothing has changed */
  set moments(moments: readonly Parameters[]) {
    if (moments.length !== this.#moments.length) {
      throw new ShapeError(`Moments: expected ${this.#moments.length}, found ${moments.length}.`);
    }
    for (const moment of moments) this.#parameters.requireShape(moment);
    this.#moments.forEach((placed, index) => {
      placed.fill(moments[index]);
    });
  }

  /** Makes room for moments, all zero: velocities for momentum, means and squares for Adam. */
  makeMoments(count: number): void {
    this.#moments = Array.from({ length: count }, () => new PlacedParameters(this.#share, this.shape));
  }

  /** Bytes of what {@link copyState} makes. */
  get stateBytes(): number {
    return this.#learnt.length * this.#parameters.floatCount * 4;
  }

  /**
   * All that learning changes, as it lies in the kernels' memory: quickly made, and good for {@link restoreState} alone.
   *
   * @param into a state that is not needed any more
   */
  copyState(into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const state = into ?? new Float32Array(this.stateBytes / 4);
    this.#learnt.forEach((placed, place) => {
      state.set(placed.view(), place * placed.floatCount);
    });
    return state;
  }

  /**
   * The weights and biases alone, as {@link copyState} gives them: the whole state of a network without moments.
   *
   * @param into of the same shape, not needed any more
   */
  copyParameters(into?: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    const parameters = into ?? new Float32Array(this.#parameters.floatCount);
    parameters.set(this.#parameters.view());
    return parameters;
  }

  /** @param state of this network or of one of the same shape, with the same moments */
  restoreState(state: Float32Array<ArrayBuffer>): void {
    this.#learnt.forEach((placed, place) => {
      const from = place * placed.floatCount;
      placed.view().set(state.subarray(from, from + placed.floatCount));
    });
  }

  /** All that learning changes. */
  get #learnt(): readonly PlacedParameters[] {
    return [this.#parameters, ...this.#moments];
  }

  /** @param layer 1… */
  layer(layer: number): PlacedLayer {
    return this.#parameters.layers[layer - 1];
  }

  /** @param most weights to be found at once */
  makeSearch(most: number): PlacedSearch {
    const inputs = Math.max(...this.shape.sizes);
    return { activations: this.#share.allocate(inputs * 4), found: this.#share.allocate(most * 4), most };
  }

  /** @param keepsSums whether every z outlives the activation; training needs at most the outputs', for the cross-entropy */
  makeWorkspace(slots: number, keepsSums: boolean): Workspace {
    return new Workspace(this.#share, this.shape, this.#parameters.layers, this.#common, slots, keepsSums);
  }

  /** What the network said to the first `count` examples of the last {@link read}: [count], a view. */
  verdicts(workspace: Workspace, count: number): Uint8Array {
    const { lastRecord, layers } = this.#parameters;
    this.#memory.kernels.takeVerdicts(lastRecord, layers.length - 1, count, workspace.record, workspace.verdicts);
    return this.#memory.bytes(workspace.verdicts, count);
  }

  /** Labels of examples, [count]: a view, void after the next allocation. */
  labels({ labels, count }: PlacedExamples): Uint8Array {
    return this.#memory.bytes(labels, count);
  }

  placeOrder(count: number): PlacedOrder {
    return placeOrder(this.#share, count);
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
    const { layers, records, lastRecord } = this.#parameters;
    const ahead = Math.min(count, order.count - from - count);
    kernels.unpackExamples(examples.record, order.start + from * 4, count, ahead, workspace.record);
    const overflowedLayer = kernels.forward(records, layers.length, count, workspace.record);
    if (overflowedLayer !== 0) return { cost: Number.NaN, overflowedLayer };
    const costName = costNames.indexOf(this.shape.cost);
    const cost = kernels.cost(lastRecord, layers.length - 1, costName, count, workspace.record);
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
    const { layers, records } = this.#parameters;
    return this.#memory.kernels.backward(records, layers.length, cost, count, scale, workspace.record);
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
    decay(this.#parameters, learningRate, l2);
  }

  /** Moves the network by −η times the gradient in the buffer and the penalty's, and zeroes the buffer. */
  plainStep(learningRate: number, l2: number): void {
    plainStep(this.#parameters, this.#gradient, learningRate, l2);
  }

  /** Adds −η times the gradient in the buffer to the velocities, and zeroes the buffer. */
  pushVelocities(learningRate: number): void {
    plainStep(this.#moments[0], this.#gradient, learningRate, 0);
  }

  /** Moves the network by the velocities and the penalty's nudge, and leaves μ of the velocities for the next step. */
  momentumStep(learningRate: number, momentum: number, l2: number): void {
    momentumStep(this.#parameters, this.#moments[0], learningRate, momentum, l2);
  }

  /**
   * Moves the network by Adam's step from the gradient in the buffer, and zeroes the buffer.
   *
   * @param steps t: this step's number, from 1
   */
  adamStep(learningRate: number, steps: number, l2: number): void {
    adamStep(this.#parameters, this.#gradient, this.#moments, learningRate, steps, l2);
  }

  /** ‖∇C‖ of the gradient in the buffer and the penalty's: the square root of the sum of the squares of every component. */
  gradientLength(l2: number): number {
    return lengthOf(this.#gradient, this.#parameters, l2);
  }

  clearGradient(): void {
    this.#gradient.view().fill(0);
  }

  /** A gradient beside the one that training adds up, zero. */
  makeGradient(): PlacedParameters {
    return new PlacedParameters(this.#share, this.shape);
  }

  /** Adds what the δ of the workspace say to a gradient. */
  addGradient(workspace: Workspace, count: number, gradient: PlacedParameters): void {
    this.#accumulate(gradient, workspace, count);
  }

  /** Zeroes a gradient; yields between pieces, for memory that was never written is slow. */
  zeroGradient(gradient: PlacedParameters): Generator<void, void> {
    return gradient.clearInPieces();
  }

  /** The length of a layer's part of a gradient and the penalty's. @param layer 1… */
  lengthIn(gradient: PlacedParameters, layer: number, l2: number): number {
    return lengthOf(gradient, this.#parameters, l2, layer);
  }

  /** The length of a layer's weights and biases. @param layer 1… */
  parameterLength(layer: number): number {
    return lengthOf(this.#parameters, this.#parameters, 0, layer);
  }

  #accumulate({ records, layers }: PlacedParameters, workspace: Workspace, count: number): void {
    this.#memory.kernels.accumulate(records, layers.length, count, workspace.record);
  }
}

/** What {@link KernelNetwork.read} found. */
export interface Reading {
  /** Σ C₀ over the examples */
  readonly cost: number;
  /** 0, or the first layer (1…) with a weighted sum that is out of range: then `cost` means nothing */
  readonly overflowedLayer: number;
}
