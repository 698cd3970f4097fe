import { numberCount } from "../../protocol/numberCount.ts";
import type { StoredTensor } from "../weightsFile.ts";
import type { Numbers } from "./numbers.ts";

/**
 * A tensor of which each reading costs much, however little is read: its file has the numbers in another order. Who
 * reads on from where the last reading ended is given numbers that were read ahead.
 */
export function readingAhead(tensor: StoredTensor): StoredTensor {
  const length = numberCount(tensor.shape);
  let end = Number.NaN;
  let ahead: { readonly from: number; readonly numbers: Numbers } | undefined;
  return {
    ...tensor,
    read(from, count) {
      const isOnward = from === end;
      end = from + count;
      if (ahead !== undefined && from >= ahead.from && end <= ahead.from + ahead.numbers.length) {
        const { from: start, numbers } = ahead;
        // What nobody reads on from is not kept.
        if (end === length) ahead = undefined;
        return numbers.subarray(from - start, end - start);
      }
      ahead = undefined;
      const most = Math.min(mostAhead, length - from);
      if (!isOnward || count >= most) return tensor.read(from, count);
      ahead = { from, numbers: tensor.read(from, most) };
      return ahead.numbers.subarray(0, count);
    },
  };
}

/** Numbers: 16 MB of single precision. */
const mostAhead = 2 ** 22;
