import { numberCount } from "../../protocol/numberCount.ts";
import type { StoredTensor } from "../weightsFile.ts";

/** A tensor's first numbers in their order, in one dimension: as many as there are, at most `most`. */
export function firstNumbers(tensor: StoredTensor, most: number): StoredTensor {
  const { name, dtype, isReadable } = tensor;
  const shape = [Math.min(numberCount(tensor.shape), most)];
  return { name, dtype, isReadable, shape, read: (from, count) => tensor.read(from, count) };
}
