import {
  type ActivationName,
  activationsFor,
  costFor,
  type HiddenActivationName,
} from "../../extension/network/networkShape.ts";
import type { LearningChoices } from "../../extension/protocol/learningInWords.ts";
import type { NetworkSummary } from "../../extension/protocol/liveState.ts";
import { nextLearningRate } from "../../extension/protocol/nextLearningRate.ts";
import { type DatasetName, plainSettings, suggestedLearningRate } from "../../extension/protocol/settings.ts";

/** What the next network is to learn with. Its learning rate follows from these, its seed is drawn. */
export interface NetworkChoices extends LearningChoices {
  /** of each layer after the input, the output's last; there may be more hidden ones than the network has layers */
  readonly activations: readonly ActivationName[];
  readonly dataset: DatasetName;
}

/** Those of a network; without one the lesson's. */
export function choicesOf(network: NetworkSummary | null): NetworkChoices {
  const { sizes, learningRate, seed, ...learning } = network?.settings ?? plainSettings([784, 16, 16, 10]);
  return { ...learning, dataset: network?.dataset ?? "built-in" };
}

/** The choices with as many activations as a network of these sizes has layers after the input. */
export function fitted(choices: NetworkChoices, sizes: readonly number[]): NetworkChoices {
  return { ...choices, activations: activationsFor(sizes, choices.activations) };
}

/** The activation that all of a network's hidden layers share; null where they differ. */
export function sharedActivation({ activations }: NetworkChoices): HiddenActivationName | null {
  const [first = "sigmoid", ...others] = activations.slice(0, -1);
  return first !== "softmax" && others.every((name) => name === first) ? first : null;
}

/** One activation for all hidden layers. */
export function withSharedActivation(choices: NetworkChoices, activation: HiddenActivationName): NetworkChoices {
  return { ...choices, activations: [activation, outputOf(choices)] };
}

/** @param layer the hidden layer, 0 for the first */
export function withLayerActivation(
  choices: NetworkChoices,
  layer: number,
  activation: HiddenActivationName,
): NetworkChoices {
  const hidden = choices.activations.slice(0, -1);
  while (hidden.length <= layer) hidden.push(hidden[hidden.length - 1] ?? activation);
  return { ...choices, activations: [...hidden.with(layer, activation), outputOf(choices)] };
}

/** The cost follows where it cannot judge such outputs. */
export function withOutput(choices: NetworkChoices, output: ActivationName): NetworkChoices {
  const activations = [...choices.activations.slice(0, -1), output];
  return { ...choices, activations, cost: costFor(output, choices.cost) };
}

export function outputOf({ activations }: NetworkChoices): ActivationName {
  return activations[activations.length - 1];
}

/** @param learningRate of the network there is, if there is one */
export function learningRateFor(choices: NetworkChoices, network: NetworkSummary | null, learningRate: number): number {
  return network === null
    ? suggestedLearningRate(choices)
    : nextLearningRate({ ...network.settings, learningRate }, choices);
}
