import { readFileSync } from "node:fs";
import { targetOf } from "../../extension/network/cost.ts";
import type { ReferenceExample } from "../../extension/network/miniBatchDescent.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import type { DescentSettings } from "./referenceDescent.ts";

/** A tensor's numbers, row by row. */
export interface NumbersOfLayer {
  readonly weights: readonly number[];
  readonly biases: readonly number[];
}

/** What every case of `make_fixtures.py` begins with. */
export interface PytorchStart extends NetworkShape {
  /** 0…255, [examples, sizes[0]] */
  readonly pixels: readonly (readonly number[])[];
  readonly labels: readonly number[];
  /** single precision holds them as they are */
  readonly parameters: readonly NumbersOfLayer[];
}

function readPytorchCases<Case extends PytorchStart>(file: string): readonly Case[] {
  const url = new URL(`../fixtures/pytorch/${file}`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")).cases;
}

/** What PyTorch says of all examples together: outputs, mean cost and its gradient. */
export interface GradientCase extends PytorchStart {
  readonly outputs: readonly (readonly number[])[];
  readonly meanCost: number;
  readonly gradient: readonly NumbersOfLayer[];
}

export const gradientCases = readPytorchCases<GradientCase>("gradients.json");

/** What a network has learnt after some steps, each on all examples at once: a step is an epoch. */
export interface DescentCase extends PytorchStart, DescentSettings {
  readonly steps: number;
  readonly learnt: readonly NumbersOfLayer[];
}

export const descentCases = readPytorchCases<DescentCase>("descents.json");

/** `momentum with L2 0.01, constant` */
export function descentNameOf({ descent, l2, schedule }: DescentSettings): string {
  return `${descent}${l2 === 0 ? "" : ` with L2 ${l2}`}, ${schedule}`;
}

/** `5–4–3 tanh, softmax by crossEntropy` */
export function nameOf({ sizes, activations, cost }: NetworkShape): string {
  return `${sizes.join("–")} ${activations.join(", ")} by ${cost}`;
}

/** Its examples in the reference's terms. */
export function referenceExamples({ pixels, labels, sizes }: PytorchStart): ReferenceExample[] {
  return pixels.map((row, k) => ({
    input: Float64Array.from(row, (value) => value / 255),
    target: targetOf(labels[k], sizes[sizes.length - 1]),
  }));
}
