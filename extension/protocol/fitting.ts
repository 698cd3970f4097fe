import { pictureSideOf } from "./pictureSide.ts";

/** Pixels of the pictures that datasets hold, and the labels that they have. */
const pictureInputs = 784;
const labelCount = 10;

/**
 * How examples are fitted to a network of any inputs and outputs:
 * - `whole`: the dataset's pictures as they are
 * - `scaled`: the same, as large as the network's square input
 * - `noise`: random inputs, where no picture fits
 */
export interface Fitting {
  readonly inputs: number;
  readonly kind: "whole" | "scaled" | "noise";
  /** whether the network's outputs can be meant for the dataset's labels: there are as many */
  readonly isLabelled: boolean;
}

/** @param sizes neurons per layer, the input first */
export function fittingOf(sizes: readonly number[]): Fitting {
  const inputs = sizes[0];
  const kind = inputs === pictureInputs ? "whole" : pictureSideOf(inputs) === null ? "noise" : "scaled";
  return { inputs, kind, isLabelled: kind !== "noise" && sizes.at(-1) === labelCount };
}

/** What a network of these sizes is shown, and what each of its inputs is then. */
export function fittingInWords(sizes: readonly number[]): {
  readonly examples: "training examples" | "random inputs";
  readonly input: "pixel" | "number";
} {
  return fittingOf(sizes).kind === "noise"
    ? { examples: "random inputs", input: "number" }
    : { examples: "training examples", input: "pixel" };
}
