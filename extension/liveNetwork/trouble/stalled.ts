import type { Run } from "../../protocol/curves.ts";
import { suggestedLearningRate } from "../../protocol/settings.ts";
import { costInWords, guessingCost } from "./costLevels.ts";
import { smallerLearningRate } from "./otherLearningRate.ts";
import type { Diagnosis } from "./trouble.ts";

/** Epochs without getting better after which training is stalled. */
const patience = 5;
/** A cost that has fallen by less than this share has not fallen. */
const leastFall = 0.01;
/** Below this share of what guessing costs a network is good, and may rest. */
const goodShare = 0.25;

/** The training cost has not fallen for some epochs and is high, though the gradient is not small. */
export const stalled: Diagnosis = (run, learningRate) => {
  const epochs = run.evaluations.filter((point) => point.trainingCost !== null);
  let best = Number.POSITIVE_INFINITY;
  let bestEpoch = 0;
  for (const { epoch, trainingCost } of epochs) {
    if (trainingCost === null || trainingCost > best * (1 - leastFall)) continue;
    best = trainingCost;
    bestEpoch = epoch;
  }
  const last = epochs.at(-1);
  if (!last || last.epoch - bestEpoch < patience || best < goodShare * guessingCost(run.settings)) return undefined;
  const words =
    `It is stalled: for ${last.epoch - bestEpoch} epochs the training cost has stayed at ${costInWords(best)}. ` +
    `Try ${whatToTry(run, learningRate)}.`;
  // The steps before were no better: there is nothing to go back to.
  return { words, learningRate: null };
};

function whatToTry({ settings }: Run, learningRate: number): string {
  const suggested = suggestedLearningRate(settings);
  if (learningRate < suggested / 3) return `a larger learning rate, such as ${suggested}`;
  const smaller = `a smaller learning rate, such as ${smallerLearningRate(learningRate, settings)}`;
  return learningRate > suggested ? smaller : `${smaller}, other initial weights (Reseed), or more neurons`;
}
