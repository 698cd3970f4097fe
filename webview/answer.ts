import type { Snapshot } from "../extension/protocol/snapshot.ts";
import { numberText } from "./drawings/numberText.ts";

/** What the network answers to the shown example. */
export interface Answer {
  /** the output with the largest activation, 0…9 */
  readonly said: number;
  readonly saidActivation: number;
  readonly truth: number;
  readonly truthActivation: number;
}

/** Null while the snapshot does not hold the outputs. */
export function answerOf(snapshot: Snapshot | null): Answer | null {
  const outputs = snapshot?.layers?.at(-1)?.activations;
  const truth = snapshot?.example?.label;
  if (outputs === undefined || truth === undefined) return null;
  let said = 0;
  for (let k = 1; k < outputs.length; k++) if (outputs[k] > outputs[said]) said = k;
  return { said, saidActivation: outputs[said], truth, truthActivation: outputs[truth] };
}

/**
 * The question that the Activations view answers.
 *
 * @param names of the outputs
 */
export function questionText({ said }: Answer, names: readonly string[]): string {
  return `Why did it say ${names[said]}?`;
}

/** Its answer in short; the picture has the rest. */
export function answerText({ said, saidActivation, truth, truthActivation }: Answer, names: readonly string[]): string {
  const most = `Output ${names[said]} has ${numberText(saidActivation)}`;
  if (said === truth) return `${most}, and ${names[truth]} is the truth.`;
  return `${most}; the truth, ${names[truth]}, has ${numberText(truthActivation)}.`;
}
