import * as v from "valibot";
import { learningRateSchema } from "../extension/protocol/settings.ts";
import type { Typed } from "./typed.ts";

/** Reads a learning rate as typed; a decimal comma is taken for a point. */
export function typedLearningRate(text: string): Typed<number> {
  const trimmed = text.trim();
  const number = trimmed === "" ? Number.NaN : Number(trimmed.replace(/^(\d*),(\d+)$/, "$1.$2"));
  const result = v.safeParse(learningRateSchema, number);
  if (result.success) return { value: result.output };
  return {
    problem: `Learning rate: expected a number above 0 and at most 1,000,000, such as 1.5, found “${trimmed}”.`,
  };
}

/** Round learning rates of one power of ten. */
const mantissas = [1, 1.5, 2, 3, 5, 7];

/** The nearest round learning rate above (1) or below (−1) a given one: 1.5 → 2, 1 → 0.7. */
export function neighbouringLearningRate(rate: number, direction: 1 | -1): number {
  const exponent = Math.floor(Math.log10(rate));
  const round: number[] = [];
  for (let power = exponent - 1; power <= exponent + 1; power++) {
    // Through text, since 7 · 10⁻² is not 0.07 in binary.
    for (const mantissa of mantissas) round.push(Number(`${mantissa}e${power}`));
  }
  const neighbour = direction === 1 ? round.find((each) => each > rate) : round.findLast((each) => each < rate);
  return neighbour !== undefined && v.is(learningRateSchema, neighbour) ? neighbour : rate;
}
