import { percentText } from "../../protocol/percentText.ts";
import { smoothedPoints } from "./costLevels.ts";
import { smallerLearningRate } from "./otherLearningRate.ts";
import type { Diagnosis } from "./trouble.ts";

/** Gradients shorter than this lead nowhere: a thousand such steps at learning rate 1 move a weight by a tenth at most. */
const shortGradient = 1e-4;
/** Of ten labels a guess gets one in ten right. */
const guessingAccuracy = 0.2;

/** The network answers the same to every example, and no step changes that: it has stopped before it learnt anything. */
export const stuck: Diagnosis = (run, learningRate) => {
  const evaluation = run.evaluations.at(-1);
  const last = run.training.slice(-smoothedPoints);
  if (!evaluation || evaluation.epoch === 0 || last.length === 0 || evaluation.step < last[0].step) return undefined;
  if (evaluation.accuracy >= guessingAccuracy) return undefined;
  if (last.some(({ gradientLength }) => gradientLength >= shortGradient)) return undefined;
  const smaller = smallerLearningRate(learningRate, run.settings);
  const words =
    `It has stopped learning: after epoch ${evaluation.epoch} it reads ${percentText(evaluation.accuracy, 1)} right and the gradient is almost 0, ` +
    `so that no step leads anywhere. Try a smaller learning rate, such as ${smaller}.`;
  return { words, learningRate: smaller };
};
