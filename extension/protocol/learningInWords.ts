import type { ActivationName } from "../network/networkShape.ts";
import { activationWords, costWords, descentWords, initialisationWords, scheduleWords } from "./choiceNames.ts";
import { type NetworkSettings, plainChoices } from "./settings.ts";

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
  const titles = activations.slice(0, -1).map((name) => activationWords[name].title);
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
    `${activationWords[activations[activations.length - 1]].title} output`,
    cost === "quadratic" ? "quadratic cost" : costWords[cost].title,
    descent === "momentum"
      ? `momentum ${momentum}`
      : descent === "plain"
        ? "plain descent"
        : descentWords[descent].title,
    l2 === 0 ? "no L2" : `L2 ${l2}`,
    schedule === "constant"
      ? "constant learning rate"
      : `${scheduleWords[schedule].title} over ${scheduleEpochs.toLocaleString("en")} epochs`,
    `${initialisationWords[choices.initialisation].title} start`,
    `mini-batches of ${choices.batchSize.toLocaleString("en")}`,
    choices.augment ? "digits bent anew" : "digits as they are",
  ];
}
