import type { DrawnTensor } from "../../protocol/weightsPicture.ts";

/**
 * `16 × 16`, `16 numbers`, `10,000 numbers, each bar the largest of 21`, or `rows 0 to 103 of 10,000 × 10,000`, and where in
 * the other dimensions.
 */
export function partInWords({ rows, columns, numbersInBar }: DrawnTensor, shape: readonly number[]): string {
  const place = shape.length > 2 ? `, at [${"0, ".repeat(shape.length - 2)}…]` : "";
  if (numbersInBar !== null && (shape.at(-2) ?? 1) === 1) {
    const all = shape.at(-1) ?? 1;
    const part = columns < all ? `numbers 0 to ${(columns - 1).toLocaleString("en")} of ` : "";
    const words = `${part}${all.toLocaleString("en")}${part === "" ? " numbers" : ""}${place}`;
    return numbersInBar === 1 ? words : `${words}, each bar the largest of ${numbersInBar.toLocaleString("en")}`;
  }
  const all = `${(shape.at(-2) ?? 1).toLocaleString("en")} × ${(shape.at(-1) ?? 1).toLocaleString("en")}`;
  const isWhole = rows === (shape.at(-2) ?? 1) && columns === (shape.at(-1) ?? 1);
  const part = isWhole ? all : `rows 0 to ${(rows - 1).toLocaleString("en")} of ${all}`;
  return `${part}${place}`;
}
