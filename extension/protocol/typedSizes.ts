import * as v from "valibot";
import { parameterCount } from "../network/networkShape.ts";
import { digitSizesSchema, mostLayers } from "./settings.ts";

/** What became of a text: the sizes of all layers, or what is wrong with it in one sentence. */
export type TypedSizes = { readonly value: readonly number[] } | { readonly problem: string };

/**
 * Reads the hidden layers' sizes as a person types them, `16, 16` or `16–16` or nothing at all, and puts the input and the
 * output layer around them. A hyphen is read as a dash between two sizes; before a size that stands alone it is a minus.
 */
export function typedSizes(text: string): TypedSizes {
  const words = text
    .replace(/(?<=\d)(?:[–-]|\s+[–-]\s+)(?=\d|\s*$)/g, " ")
    .split(/[\s,;]+/)
    .filter((word) => word !== "");
  const wrong = words.find((word) => !/^\d+$/.test(word));
  if (wrong !== undefined) return { problem: `Hidden layers: expected sizes such as 16, 16, found “${wrong}”.` };
  const mostHidden = mostLayers - 2;
  if (words.length > mostHidden) {
    return { problem: `Hidden layers: expected at most ${mostHidden}, found ${words.length}.` };
  }
  const result = v.safeParse(digitSizesSchema, [784, ...words.map(Number), 10]);
  if (result.success) return { value: result.output };
  const { message } = result.issues[0];
  return { problem: message.charAt(0).toUpperCase() + message.slice(1) };
}

/** The hidden layers as they are typed: [784, 16, 16, 10] → `16, 16` */
export function hiddenSizesText(sizes: readonly number[]): string {
  return sizes.slice(1, -1).join(", ");
}

/** 784–16–16–10 · 13,002 parameters */
export function sizesInWords(sizes: readonly number[]): string {
  return `${sizes.join("–")} · ${parameterCount(sizes).toLocaleString("en")} parameters`;
}
