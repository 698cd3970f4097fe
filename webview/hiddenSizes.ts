import * as v from "valibot";
import { sizesSchema } from "../extension/protocol/settings.ts";
import type { Typed } from "./typed.ts";

const inputs = 784;
const outputs = 10;

/** [784, 16, 16, 10] → `16, 16` */
export function hiddenSizesText(sizes: readonly number[]): string {
  return sizes.slice(1, -1).join(", ");
}

/**
 * Reads the sizes of hidden layers as typed, `16, 16` or `16–16` or nothing at all, and puts the input and the output
 * layer around them.
 */
export function typedSizes(text: string): Typed<readonly number[]> {
  const words = text.split(/[\s,;–-]+/).filter((word) => word !== "");
  const wrong = words.find((word) => !/^\d+$/.test(word));
  if (wrong !== undefined) return { problem: `Hidden layers: expected sizes such as 16, 16, found “${wrong}”.` };
  const result = v.safeParse(sizesSchema, [inputs, ...words.map(Number), outputs]);
  if (result.success) return { value: result.output };
  const { message } = result.issues[0];
  return { problem: message.charAt(0).toUpperCase() + message.slice(1) };
}
