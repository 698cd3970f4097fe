import { SeededGenerator } from "../network/seededGenerator.ts";
import type { DiagnosticsSnapshot, LayerDiagnostics, WeightHistogram } from "../protocol/snapshot.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import { NeuronCensus } from "./neuronCensus.ts";
import type { PlacedOrder } from "./placedOrder.ts";
import type { PlacedParameters } from "./placedParameters.ts";
import type { Workspace } from "./workspace.ts";

/** Examples in the sample, and multiplications that carrying them forward may take; in a large network a few are enough. */
const mostExamples = 256;
const mostMultiplications = 60_000_000;
const leastExamples = 4;
/** Examples read at once, and multiplications of them: a few milliseconds. */
const mostSlots = 32;
const multiplicationsAtOnce = 40_000_000;
/** Weights up to which a diagnosis takes no longer than a piece of work may. */
const mostWeightsAtOnce = 100_000;
/** Weights of a layer that its histogram looks at: enough for a share of one in a thousand to show. */
const mostWeights = 200_000;
/** Bars of a histogram: at least half of them are within the layer's weights. */
const barCount = 64;

/**
 * Looks whether every layer learns: on a sample of the training examples that the seed decides, in a workspace and a gradient
 * buffer of its own, so that training never notices.
 */
export class Diagnostics {
  readonly #network: KernelNetwork;
  readonly #workspace: Workspace;
  readonly #gradient: PlacedParameters;
  readonly #l2: number;
  readonly #slots: number;
  /** the sample, lowest first */
  readonly #sample: PlacedOrder;

  /** @param l2 λ of the penalty whose gradient counts */
  constructor(network: KernelNetwork, seed: number, l2 = 0) {
    this.#network = network;
    this.#l2 = l2;
    const { count } = network.training;
    const affordable = Math.max(leastExamples, Math.floor(mostMultiplications / network.parameterCount));
    const indices = sampleOf(count, Math.min(count, mostExamples, affordable), seed);
    this.#slots = Math.max(1, Math.min(mostSlots, Math.floor(multiplicationsAtOnce / network.parameterCount)));
    this.#workspace = network.makeWorkspace(this.#slots, false);
    this.#gradient = network.makeGradient();
    this.#sample = network.placeOrder(indices.length);
    network.orderView(this.#sample).set(indices);
  }

  /** Whether {@link measure} need not be done in pieces. */
  get isQuick(): boolean {
    return this.#network.parameterCount <= mostWeightsAtOnce;
  }

  /**
   * Yields between pieces of work of a few milliseconds; meanwhile the network must not change. Who gives it up begins anew.
   *
   * @param step to be said with it: mini-batches applied
   */
  *measure(step: number): Generator<void, DiagnosticsSnapshot> {
    const network = this.#network;
    const { count: sampleCount } = this.#sample;
    const census = new NeuronCensus(network);
    // One that was given up may have left something.
    yield* network.zeroGradient(this.#gradient);
    let isWithinRange = true;
    for (let from = 0; from < sampleCount && isWithinRange; from += this.#slots) {
      const count = Math.min(this.#slots, sampleCount - from);
      const reading = network.readInOrder(network.training, this.#sample, from, count, this.#workspace);
      isWithinRange = reading.overflowedLayer === 0;
      if (!isWithinRange) break;
      census.add(this.#workspace, count);
      yield;
      isWithinRange = network.carryBack(this.#workspace, count, 1 / sampleCount) === 0;
      yield;
      if (isWithinRange) network.addGradient(this.#workspace, count, this.#gradient);
      yield;
    }
    const layers: LayerDiagnostics[] = [];
    for (const [index, conditions] of census.conditions.entries()) {
      const gradientLength = isWithinRange ? network.lengthIn(this.#gradient, index + 1, this.#l2) : Number.NaN;
      yield;
      const parameterLength = network.parameterLength(index + 1);
      yield;
      layers.push({ gradientLength, parameterLength, conditions, histogram: this.#histogram(index + 1) });
      yield;
    }
    return { step, sampleCount, layers };
  }

  #histogram(layer: number): WeightHistogram {
    const place = this.#network.layer(layer);
    const weights = place.weightsView();
    const { inputs, size, panels } = place;
    // Every so many inputs with what they say to all neurons.
    const inputStep = Math.ceil((inputs * size) / mostWeights);
    let largest = 0;
    for (const { start, width, size } of panels) {
      for (let input = 0; input < inputs; input += inputStep) {
        const row = start + input * width;
        for (let at = row; at < row + size; at++) largest = Math.max(largest, Math.abs(weights[at]));
      }
    }
    const counts = new Uint32Array(barCount);
    const limit = powerOfTwoAbove(largest);
    if (limit === 0) {
      counts[barCount / 2] = Math.ceil(inputs / inputStep) * size;
      return { limit, counts };
    }
    const scale = barCount / (2 * limit);
    for (const { start, width, size } of panels) {
      for (let input = 0; input < inputs; input += inputStep) {
        const row = start + input * width;
        for (let at = row; at < row + size; at++) counts[Math.floor((weights[at] + limit) * scale)]++;
      }
    }
    return { limit, counts };
  }
}

/** `size` different numbers below `count`, lowest first, always the same for a seed. */
function sampleOf(count: number, size: number, seed: number): Uint32Array {
  const generator = new SeededGenerator(seed);
  const drawn = new Set<number>();
  while (drawn.size < size) drawn.add(generator.nextBelow(count));
  return Uint32Array.from(drawn).sort();
}

/** The least power of two above `value`, so that a scale seldom changes; 0 for 0 and for what is not finite. */
function powerOfTwoAbove(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 0;
  return 2 ** (Math.floor(Math.log2(value)) + 1);
}
