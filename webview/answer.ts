import type { ActivationName, NetworkShape } from "../extension/network/networkShape.ts";
import { numberText } from "../extension/protocol/numberText.ts";
import type { Snapshot } from "../extension/protocol/snapshot.ts";

/** Below it no output is active enough to be called an answer: a network that has gone dead has 0.00 in all ten. */
const leastClearActivation = 0.1;
/** Of what softmax shares out among ten outputs, each has 0.1 when the network knows nothing. */
const leastClearShare = 0.2;

/** What the network answers to the shown example. */
export interface Answer {
  /** the output with the largest activation, 0…9 */
  readonly said: number;
  readonly saidActivation: number;
  /** whether any output is active enough to be called an answer */
  readonly isClear: boolean;
  /** null where nobody knows it */
  readonly truth: number | null;
  readonly truthActivation: number | null;
}

/**
 * Null while the snapshot does not hold the outputs.
 *
 * @param outputActivation what the output layer does with its weighted sums
 */
export function answerOf(snapshot: Snapshot | null, outputActivation: ActivationName): Answer | null {
  const outputs = snapshot?.layers?.at(-1)?.activations;
  const truth = snapshot?.example?.label;
  if (outputs === undefined || truth === undefined) return null;
  let said = 0;
  for (let k = 1; k < outputs.length; k++) if (outputs[k] > outputs[said]) said = k;
  const saidActivation = outputs[said];
  const isClear = saidActivation >= (outputActivation === "softmax" ? leastClearShare : leastClearActivation);
  return { said, saidActivation, isClear, truth, truthActivation: truth === null ? null : outputs[truth] };
}

/** What the output layer does with its weighted sums. */
export function outputActivationOf({ activations }: NetworkShape): ActivationName {
  return activations[activations.length - 1];
}

/**
 * The question that the Activations view answers.
 *
 * @param names of the outputs
 */
export function questionText({ said, isClear }: Answer, names: readonly string[]): string {
  return isClear ? `Why did it say ${names[said]}?` : "What did it say?";
}

/** Its answer in short; the picture has the rest. */
export function answerText(answer: Answer, names: readonly string[]): string {
  const { said, saidActivation, isClear, truth, truthActivation } = answer;
  const most = isClear
    ? `Output ${names[said]} has ${numberText(saidActivation)}`
    : `It is sure of nothing: its most active output, ${names[said]}, has ${numberText(saidActivation)}`;
  if (truth === null || truthActivation === null) return `${most}. What is right nobody knows.`;
  if (said === truth) return `${most}, and ${names[truth]} is the truth.`;
  return `${most}; the truth, ${names[truth]}, has ${numberText(truthActivation)}.`;
}
