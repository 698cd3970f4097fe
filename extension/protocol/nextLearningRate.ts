import { type LearningRateGrounds, type NetworkSettings, suggestedLearningRate } from "./settings.ts";

/**
 * The learning rate that goes with another choice of activations, cost or descent: the one there is, unless that is merely
 * what suited the choice before. Between Adam and the others none goes over: Adam's nudges are η long, the others' η times
 * as long as the gradient, so that a rate found for the one says nothing of the other.
 */
export function nextLearningRate(
  { learningRate, ...grounds }: LearningRateGrounds & Pick<NetworkSettings, "learningRate">,
  next: LearningRateGrounds,
): number {
  const isSuggested = learningRate === suggestedLearningRate(grounds);
  const isOtherUnit = (grounds.descent === "adam") !== (next.descent === "adam");
  return isSuggested || isOtherUnit ? suggestedLearningRate(next) : learningRate;
}
