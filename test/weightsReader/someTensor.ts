import type { StoredTensor } from "../../extension/weights/weightsFile.ts";

/** A tensor in memory, whose numbers follow from their places. */
export function someTensor(shape: readonly number[], numberAt: (place: number) => number): StoredTensor {
  return {
    name: "weight",
    dtype: "F32",
    shape,
    isReadable: true,
    read: (from, count) => Float32Array.from({ length: count }, (_, index) => numberAt(from + index)),
  };
}

/** Runs a work that is done piece by piece to its end. */
export function resultOf<Result>(work: Generator<unknown, Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
