import type { ActivationName, CostName } from "../network/networkShape.ts";
import {
  type DescentName,
  type InitialisationName,
  type NetworkSettings,
  plainChoices,
  type ScheduleName,
} from "./settings.ts";

/** The choices' names as people write them. */
export const activationTitles: Readonly<Record<ActivationName, string>> = {
  sigmoid: "sigmoid",
  relu: "ReLU",
  tanh: "tanh",
  leakyRelu: "leaky ReLU",
  softmax: "softmax",
};
export const costTitles: Readonly<Record<CostName, string>> = {
  quadratic: "quadratic",
  crossEntropy: "cross-entropy",
};
export const initialisationTitles: Readonly<Record<InitialisationName, string>> = {
  scaledNormal: "scaled normal",
  normal: "normal",
  he: "He",
};
export const descentTitles: Readonly<Record<DescentName, string>> = {
  plain: "plain",
  momentum: "momentum",
  adam: "Adam",
};
export const scheduleTitles: Readonly<Record<ScheduleName, string>> = {
  constant: "constant",
  inverseTime: "1/t",
  cosine: "cosine",
};

/** What a network learns with, but its sizes, its learning rate and its seed. */
export type LearningChoices = Omit<NetworkSettings, "sizes" | "learningRate" | "seed">;

/** What the lesson's first network learns with. */
const plainLearning: LearningChoices = { ...plainChoices, activations: ["sigmoid", "sigmoid"] };

/** `ReLU · cross-entropy · Adam`: what hidden neurons do, then whatever is not as in the lesson's first network. */
export function learningInWords(choices: LearningChoices): string[] {
  const hidden = hiddenInWords(choices.activations);
  return [...(hidden === "" ? [] : [hidden]), ...otherWords(choices, plainLearning)];
}

/** In words, what `choices` have otherwise than `others`. */
export function differencesInWords(choices: LearningChoices, others: LearningChoices): string[] {
  const hidden = hiddenInWords(choices.activations);
  const isOther = hidden !== "" && hidden !== hiddenInWords(others.activations);
  return [...(isOther ? [hidden] : []), ...otherWords(choices, others)];
}

/** `ReLU`, or `ReLU–tanh` where hidden layers differ; empty where there are none. */
function hiddenInWords(activations: readonly ActivationName[]): string {
  const titles = activations.slice(0, -1).map((name) => activationTitles[name]);
  return [...new Set(titles)].length > 1 ? titles.join("–") : (titles[0] ?? "");
}

function otherWords(choices: LearningChoices, others: LearningChoices): string[] {
  const words = eachInWords(choices);
  const otherOnes = eachInWords(others);
  return words.filter((word, place) => word !== otherOnes[place]);
}

/** Each choice but the hidden layers', always in the same places. */
function eachInWords(choices: LearningChoices): string[] {
  const { activations, cost, descent, momentum, l2, schedule, scheduleEpochs } = choices;
  return [
    `${activationTitles[activations[activations.length - 1]]} output`,
    cost === "quadratic" ? "quadratic cost" : costTitles[cost],
    descent === "momentum" ? `momentum ${momentum}` : descent === "plain" ? "plain descent" : descentTitles[descent],
    l2 === 0 ? "no L2" : `L2 ${l2}`,
    schedule === "constant"
      ? "constant learning rate"
      : `${scheduleTitles[schedule]} over ${scheduleEpochs.toLocaleString("en")} epochs`,
    `${initialisationTitles[choices.initialisation]} start`,
    `mini-batches of ${choices.batchSize.toLocaleString("en")}`,
    choices.augment ? "digits bent anew" : "digits as they are",
  ];
}
