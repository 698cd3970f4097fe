import type { ByteSource } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { readZipDirectory } from "./zipDirectory.ts";

/** Whether bytes begin as a zip archive does: with a file in it, or, when it is empty, with its end. */
export function isZip(firstBytes: Uint8Array): boolean {
  const [p, k, third, fourth] = firstBytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/**
 * Whether a file is a zip archive with an entry of such a name.
 *
 * @returns false for a broken archive as well: what is broken, NumPy's format says
 */
export function isZipWith(isIt: (name: string) => boolean, firstBytes: Uint8Array, source: ByteSource): boolean {
  if (!isZip(firstBytes)) return false;
  try {
    return readZipDirectory(source, "the archive").some(({ name }) => isIt(name));
  } catch (error) {
    if (error instanceof WeightsFileError) return false;
    throw error;
  }
}
