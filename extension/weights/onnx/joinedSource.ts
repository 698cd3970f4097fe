import type { ByteSource } from "../byteSource.ts";
import type { Stretch } from "./protobufReader.ts";

/** Pieces of a source, one after another, as a source of their own. They must lie within it. */
export function joinedSource(source: ByteSource, pieces: readonly Stretch[]): ByteSource {
  const starts: number[] = [];
  let length = 0;
  for (const piece of pieces) {
    starts.push(length);
    length += piece.length;
  }
  return {
    length,
    read: (from, count) => {
      const wanted = Math.max(0, Math.min(count, length - from));
      let index = lastAtMost(starts, from);
      if (index >= 0 && from + wanted <= starts[index] + pieces[index].length) {
        return source.read(pieces[index].start + from - starts[index], wanted);
      }
      const bytes = new Uint8Array(wanted);
      for (let filled = 0; filled < wanted; index++) {
        const into = from + filled - starts[index];
        const taken = Math.min(pieces[index].length - into, wanted - filled);
        const piece = source.read(pieces[index].start + into, taken);
        bytes.set(piece, filled);
        filled += taken;
        if (piece.length < taken) return bytes.subarray(0, filled - taken + piece.length);
      }
      return bytes;
    },
  };
}

/** Index of the last that is not greater. @param sorted rising */
function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
