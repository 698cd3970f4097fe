import type { EvaluationPoint, IdleNeurons, Run } from "../../protocol/curves.ts";
import { layerName } from "../../protocol/layerName.ts";
import { smallerLearningRate } from "./otherLearningRate.ts";
import type { Diagnosis } from "./trouble.ts";

/** Who reads more right than this learns, whatever some of its neurons do. */
const learningAccuracy = 0.7;
/** Less than this from one evaluation to the next is no getting better. */
const leastGain = 0.03;

/** ReLU neurons that are active on no example: half of a layer, and an eighth more than there were in the beginning. */
export const dying: Diagnosis = (run, learningRate) => {
  const found = firstOfLast(run, dyingLayer);
  if (!found) return undefined;
  const { layer, since } = found;
  const { dead } = lastOf(run).idleNeurons[layer - 1];
  const smaller = smallerLearningRate(learningRate, run.settings);
  const words =
    `Neurons are dying: since epoch ${since.epoch}, ${dead} of ${ofLayer(run, layer)} are active on no example, so that ` +
    `nothing is carried back through them. Try a smaller learning rate, such as ${smaller}, or leaky ReLU.`;
  return { words, learningRate: smaller };
};

/** Sigmoid or tanh neurons that say the same to nearly every example: half of a layer, while it does not get better. */
export const saturated: Diagnosis = (run, learningRate) => {
  const found = firstOfLast(run, saturatedLayer);
  if (!found) return undefined;
  const { layer, since } = found;
  const count = saturatedCount(lastOf(run).idleNeurons[layer - 1]);
  const smaller = smallerLearningRate(learningRate, run.settings);
  const rescue = `a smaller learning rate, such as ${smaller}`;
  const words =
    `Neurons are saturated: since epoch ${since.epoch}, ${count} of ${ofLayer(run, layer)} say the same to nearly every ` +
    `example and hardly learn. ` +
    `Try ${run.settings.initialisation === "normal" ? `a scaled start, or ${rescue}` : rescue}.`;
  return { words, learningRate: smaller };
};

/** Step of the last evaluation before neurons died or were saturated; undefined when they did and were not. */
export function lastLivelyStep({ settings, evaluations }: Run): number | undefined {
  for (let index = 1; index < evaluations.length; index++) {
    const isIdle = [dyingLayer, saturatedLayer].some((find) => find(evaluations, index, settings.sizes) !== undefined);
    if (isIdle) return evaluations[index - 1].step;
  }
  return undefined;
}

/** @returns the first layer (1…) that is in trouble at evaluation `index`, if any */
type FindLayer = (
  evaluations: readonly EvaluationPoint[],
  index: number,
  sizes: readonly number[],
) => number | undefined;

const dyingLayer: FindLayer = (evaluations, index, sizes) => {
  const { accuracy, idleNeurons } = evaluations[index];
  if (accuracy >= learningAccuracy) return undefined;
  return firstLayer(idleNeurons, ({ dead }, layer) => {
    const deadAtStart = evaluations[0].idleNeurons[layer - 1]?.dead ?? 0;
    return dead >= sizes[layer] / 2 && dead - deadAtStart >= sizes[layer] / 8;
  });
};

const saturatedLayer: FindLayer = (evaluations, index, sizes) => {
  const { accuracy, idleNeurons } = evaluations[index];
  if (accuracy >= learningAccuracy || accuracy >= evaluations[index - 1].accuracy + leastGain) return undefined;
  return firstLayer(idleNeurons, (idle, layer) => saturatedCount(idle) >= sizes[layer] / 2);
};

function firstLayer(
  layers: readonly IdleNeurons[],
  isInTrouble: (idle: IdleNeurons, layer: number) => boolean,
): number | undefined {
  const index = layers.findIndex((idle, index) => isInTrouble(idle, index + 1));
  return index < 0 ? undefined : index + 1;
}

/** The layer in trouble at the last evaluation, and the first of the evaluations from which on some layer always was. */
function firstOfLast(
  { settings, evaluations }: Run,
  find: FindLayer,
): { layer: number; since: EvaluationPoint } | undefined {
  const layerAt = (index: number) => (index < 1 ? undefined : find(evaluations, index, settings.sizes));
  const last = evaluations.length - 1;
  const layer = layerAt(last);
  if (layer === undefined) return undefined;
  let first = last;
  while (layerAt(first - 1) !== undefined) first--;
  return { layer, since: evaluations[first] };
}

/** 16 neurons of hidden layer 1 */
function ofLayer({ settings: { sizes } }: Run, layer: number): string {
  const name = layerName(layer, sizes.length);
  return `${sizes[layer]} neurons of ${layer === sizes.length - 1 ? `the ${name}` : name}`;
}

function lastOf({ evaluations }: Run): EvaluationPoint {
  return evaluations[evaluations.length - 1];
}

function saturatedCount({ alwaysLow, alwaysHigh }: IdleNeurons): number {
  return alwaysLow + alwaysHigh;
}
