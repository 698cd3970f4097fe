import * as v from "valibot";
import { parameterCount } from "../network/networkShape.ts";
import { sizesSchema } from "../protocol/settings.ts";

/** What became of a text: the sizes of all layers and how to speak of them, or what is wrong with it in one sentence. */
export type TypedHiddenSizes =
  | { readonly sizes: readonly number[]; readonly inWords: string }
  | { readonly problem: string };

/** Reads the hidden layers' sizes as a person types them, `16, 16` or `16 16`, and puts input and output around them. */
export function typedHiddenSizes(text: string): TypedHiddenSizes {
  const words = text.split(/[\s,;–-]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !/^\d+$/.test(word));
  if (wrong !== undefined) return { problem: `hidden layers: expected sizes such as 16, 16, found “${wrong}”.` };
  const result = v.safeParse(sizesSchema, [784, ...words.map(Number), 10]);
  if (!result.success) return { problem: result.issues[0].message };
  return { sizes: result.output, inWords: sizesInWords(result.output) };
}

/** 784–16–16–10 · 13,002 parameters */
export function sizesInWords(sizes: readonly number[]): string {
  return `${sizes.join("–")} · ${parameterCount(sizes).toLocaleString("en")} parameters`;
}
