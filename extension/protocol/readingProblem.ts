import { counted } from "./counted.ts";
import { fittingOf } from "./fitting.ts";
import { mostInputs } from "./settings.ts";

/**
 * Why two networks are not held to the same labelled pictures, in a clause that ends a sentence; null where they can be:
 * both take a square picture, to whose size a dataset's are scaled, and have an output for each label.
 *
 * @param sizesOfA, sizesOfB neurons per layer, the input first
 */
export function readingProblem(sizesOfA: readonly number[], sizesOfB: readonly number[]): string | null {
  const [ofA, ofB] = [lackOf(sizesOfA), lackOf(sizesOfB)];
  const lack = ofA ?? ofB;
  if (lack === null) return null;
  const areAlike = ofA?.what === ofB?.what;
  const who = areAlike ? `both ${lack.both}` : `${ofA === null ? "B" : "A"} ${lack.one}`;
  return `${who} ${lack.what}.`;
}

/** What keeps one network from reading digits, as "takes 13 inputs, …" goes on from its name; null where nothing does. */
export function readingLack(sizes: readonly number[]): string | null {
  const lack = lackOf(sizes);
  return lack && `${lack.one} ${lack.what}`;
}

interface Lack {
  readonly one: "takes" | "has";
  readonly both: "take" | "have";
  readonly what: string;
}

function lackOf(sizes: readonly number[]): Lack | null {
  const { inputs, kind, isLabelled } = fittingOf(sizes);
  const input = { one: "takes", both: "take" } as const;
  if (kind === "noise")
    return { ...input, what: `${counted(inputs, "input")}, where digits are square pictures of 8×8 pixels or more` };
  if (inputs > mostInputs) {
    const most = mostInputs.toLocaleString("en");
    return { ...input, what: `${counted(inputs, "input")}, where a picture has ${most} pixels at most` };
  }
  if (isLabelled) return null;
  const outputs = sizes[sizes.length - 1];
  return { one: "has", both: "have", what: `${counted(outputs, "output")}, where ten stand for the digits` };
}
