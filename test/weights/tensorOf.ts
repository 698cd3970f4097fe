import type { Numbers } from "../../extension/weights/tensors/numbers.ts";
import type { StoredTensor } from "../../extension/weights/weightsFile.ts";

/** A tensor in memory, of double precision. Every reading is noted in `readings` as [from, count]. */
export function tensorOf(
  shape: readonly number[],
  numbers: ArrayLike<number>,
  readings: [from: number, count: number][] = [],
): StoredTensor {
  const all = Float64Array.from(numbers);
  const read = (from: number, count: number): Numbers => {
    readings.push([from, count]);
    if (from < 0 || count < 0 || from + count > all.length) throw new Error(`read ${count} from ${from} on`);
    return all.slice(from, from + count);
  };
  return { name: "a", dtype: "F64", shape, isReadable: true, read };
}

/** What a work comes to, its pieces done one after the other. */
export function resultOf<Result>(work: Generator<number, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
