import { type LearningRateGrounds, suggestedLearningRate } from "../../protocol/settings.ts";

/** A smaller η to try: the one that suits the network, if that is smaller, else a tenth. */
export function smallerLearningRate(learningRate: number, grounds: LearningRateGrounds): number {
  const suggested = suggestedLearningRate(grounds);
  return learningRate > suggested ? suggested : Number((learningRate / 10).toPrecision(2));
}
