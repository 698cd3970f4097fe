import type { StepUnit } from "../protocol/settings.ts";
import { askToPick, type Choice, firstAnswer } from "./questionSequence.ts";

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
