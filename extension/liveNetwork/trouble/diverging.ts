import { costInWords, guessingCost, smoothedCosts, smoothedPoints } from "./costLevels.ts";
import { lastGoodStep } from "./lastGoodStep.ts";
import { smallerLearningRate } from "./otherLearningRate.ts";
import type { Diagnosis } from "./trouble.ts";

/** A quarter of an epoch: by then a network that learns costs less than in the beginning. */
const pointsToLearn = 25;

/** So many times what guessing costs is no wavering around it. */
const wellAbove = 1.2;

/**
 * The training cost climbs: half of what was gained over guessing is lost again, or, when little was, it is well above
 * guessing; and when nothing was gained, it is several times what it was, or does not fall.
 */
export const diverging: Diagnosis = (run, learningRate) => {
  const costs = smoothedCosts(run.training);
  if (costs.length < smoothedPoints) return undefined;
  const cost = costs[costs.length - 1];
  const best = costs.reduce((least, other) => Math.min(least, other));
  const guessing = guessingCost(run.settings);
  const smaller = smallerLearningRate(learningRate, run.settings);
  const advice = `The steps are too long: try a smaller learning rate, such as ${smaller}.`;
  if (best < guessing) {
    const limit = best < guessing / 2 ? (best + guessing) / 2 : wellAbove * guessing;
    if (cost < limit) return undefined;
    const since = lastGoodStep(run).toLocaleString("en");
    const climb = `since step ${since} the training cost has climbed from ${costInWords(best)} to ${costInWords(cost)}`;
    return { words: `It is diverging: ${climb}. ${advice}`, learningRate: smaller };
  }
  const atStart = run.evaluations.at(0)?.cost ?? run.training[0].trainingCost;
  const hasClimbed = cost > 3 * Math.max(guessing, atStart);
  const doesNotFall =
    costs.length >= pointsToLearn && cost > wellAbove * guessing && cost > 0.95 * costs[smoothedPoints - 1];
  if (!hasClimbed && !doesNotFall) return undefined;
  const words =
    `It is diverging: from the first steps on the training cost is ${costInWords(cost)} and does not fall, while guessing ` +
    `would cost ${costInWords(guessing)}. ${advice}`;
  return { words, learningRate: smaller };
};
