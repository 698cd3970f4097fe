import type { FoundLayer, TensorForm } from "../../protocol/weightsSummary.ts";
import { inWords } from "../weightsFileError.ts";

/** A matrix and perhaps a vector that may be a dense layer's weights and biases. */
export interface LayerTensors {
  readonly weight: TensorForm;
  readonly bias: TensorForm | null;
  /** how such weights are kept as a rule, by their name and format */
  readonly habit: Habit;
}

export interface Habit {
  /** [inputs, neurons] as Keras has it; else [neurons, inputs] as PyTorch has it */
  readonly isTransposed: boolean;
  /** whether there is no other way in that format with such names */
  readonly isSure: boolean;
}

/** Layers each of which takes what the one before gives. */
export interface DenseChain {
  /** neurons per layer, the input first */
  readonly sizes: readonly number[];
  readonly isTransposed: readonly FoundLayer["isTransposed"][];
  /** whether the shapes alone would allow weights to be read the other way round as well, and nothing else tells */
  readonly isGuessed: boolean;
}

/** A file with more is none of dense layers alone, however its tensors are called. */
export const mostDenseLayers = 1000;

/**
 * Chains layers in the order given, by their shapes: which of a matrix's sizes is that of its inputs follows from its
 * biases and its neighbours. One way round for all layers is taken before one for each; what is left open is taken as is
 * usual with such names.
 *
 * @returns undefined when they do not follow from one another
 */
export function chainLayers(layers: readonly LayerTensors[]): DenseChain | undefined {
  const habit = layers[0]?.habit;
  if (habit === undefined) return undefined;
  const uniform = [habit.isTransposed, !habit.isTransposed].flatMap((isTransposed) => {
    const ways = layers.map(() => isTransposed);
    return isChain(layers, ways) ? [ways] : [];
  });
  const ways = uniform[0] ?? mixedWays(layers);
  if (ways === undefined) return undefined;
  return { sizes: sizesOf(layers, ways), isTransposed: ways, isGuessed: uniform.length === 2 && !habit.isSure };
}

/** Why layers in this order are no chain, the first fault in it: where, expected, found. */
export function chainFault(layers: readonly LayerTensors[]): { readonly tensor: string; readonly words: string } {
  let previous: { name: string; neurons: number } | undefined;
  for (const { weight, bias, habit } of layers) {
    const shape = inWords(weight.shape);
    if (!isMatrix(weight)) {
      const words = `expected a matrix [neurons, inputs] of a dense layer, found the shape ${shape}.`;
      return { tensor: weight.name, words };
    }
    // The ways round in which it fits on what comes before, and of these the one that its biases fit, if there is one.
    const before = previous?.neurons;
    const fitting = [habit.isTransposed, !habit.isTransposed]
      .filter((isTransposed) => before === undefined || inputsOf(weight, isTransposed) === before)
      .map((isTransposed) => neuronsOf(weight, isTransposed));
    if (fitting.length === 0) {
      const words = `expected ${before} inputs, the neurons of ${previous?.name}, found the shape ${shape}.`;
      return { tensor: weight.name, words };
    }
    const neurons = fitting.find((count) => bias === null || vectorLength(bias) === count) ?? fitting[0];
    if (bias !== null && vectorLength(bias) !== neurons) {
      const words = `expected ${neurons} biases, one a neuron of ${weight.name}, found the shape ${inWords(bias.shape)}.`;
      return { tensor: bias.name, words };
    }
    previous = { name: weight.name, neurons };
  }
  return { tensor: layers[0].weight.name, words: "expected layers that follow from one another, found others." };
}

/** @returns how many numbers a vector has, be it written as a column or a row; undefined when it is none */
export function vectorLength({ shape }: TensorForm): number | undefined {
  if (shape.length === 1) return shape[0];
  if (shape.length !== 2) return undefined;
  if (shape[1] === 1) return shape[0];
  return shape[0] === 1 ? shape[1] : undefined;
}

export function isMatrix({ shape }: TensorForm): boolean {
  return shape.length === 2 && !shape.includes(0);
}

/** Each layer its own way round: once the first that is not square is chosen, all others follow. */
function mixedWays(layers: readonly LayerTensors[]): boolean[] | undefined {
  const first = layers.find(({ weight: { shape } }) => shape[0] !== shape[1]) ?? layers[0];
  const { isTransposed: usual } = first.habit;
  for (const firstWay of [usual, !usual]) {
    let neurons: number | undefined;
    const ways = layers.map(({ weight, habit }, index) => {
      const isFirst = layers[index] === first;
      const isFitting = neurons === undefined || inputsOf(weight, habit.isTransposed) === neurons;
      const way = isFirst ? firstWay : isFitting ? habit.isTransposed : !habit.isTransposed;
      neurons = neuronsOf(weight, way);
      return way;
    });
    if (isChain(layers, ways)) return ways;
  }
  return undefined;
}

function isChain(layers: readonly LayerTensors[], ways: readonly boolean[]): boolean {
  return layers.every(({ weight, bias }, index) => {
    if (!isMatrix(weight)) return false;
    const isFollowing =
      index === 0 || inputsOf(weight, ways[index]) === neuronsOf(layers[index - 1].weight, ways[index - 1]);
    return isFollowing && (bias === null || vectorLength(bias) === neuronsOf(weight, ways[index]));
  });
}

function sizesOf(layers: readonly LayerTensors[], ways: readonly boolean[]): number[] {
  return [inputsOf(layers[0].weight, ways[0]), ...layers.map(({ weight }, index) => neuronsOf(weight, ways[index]))];
}

function inputsOf({ shape }: TensorForm, isTransposed: boolean): number {
  return isTransposed ? shape[0] : shape[1];
}

function neuronsOf({ shape }: TensorForm, isTransposed: boolean): number {
  return isTransposed ? shape[1] : shape[0];
}
