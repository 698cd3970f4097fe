import type { LiveState } from "../../protocol/liveState.ts";
import type { StepUnit } from "../../protocol/settings.ts";
import { askForText, askToPick, type Choice, firstAnswer } from "./questionSequence.ts";

const units: readonly Choice<StepUnit>[] = [
  {
    label: "One example",
    description: "is carried back; the weights move when its mini-batch is full",
    value: "example",
  },
  { label: "One mini-batch", description: "moves the weights once", value: "miniBatch" },
  { label: "One epoch", description: "goes through all training examples", value: "epoch" },
];

/** @throws {Cancelled} */
export async function askForStepUnit(): Promise<StepUnit> {
  return firstAnswer(await askToPick({ title: "Step", step: 1, totalSteps: 1 }, "How far", units, "miniBatch"));
}

/**
 * Asks which step of the run is to be shown.
 *
 * @throws {Cancelled}
 */
export async function askForStep({ firstStep, progress, past }: LiveState): Promise<number> {
  const last = (past?.present ?? progress)?.step ?? 0;
  const first = firstStep ?? last;
  const count = (step: number) => step.toLocaleString("en");
  const position = { title: "Show an Earlier Step", step: 1, totalSteps: 1 };
  const prompt = `Mini-batches applied, from ${count(first)} to ${count(last)}`;
  const answer = await askForText(position, prompt, String(progress?.step ?? last), (text) => {
    const value = Number(text.replaceAll(",", ""));
    const isStep = /^[\d,]+$/.test(text.trim()) && value >= first && value <= last;
    if (!isStep) return { problem: `Expected a step from ${count(first)} to ${count(last)}.` };
    return { value, inWords: value === last ? "the present" : `step ${count(value)} of ${count(last)}` };
  });
  return firstAnswer(answer);
}
