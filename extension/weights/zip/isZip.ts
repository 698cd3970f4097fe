import type { ByteSource } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { readZipDirectory } from "./zipDirectory.ts";

/** Whether bytes begin as a zip archive does: with a file in it, or, when it is empty, with its end. */
export function isZip(firstBytes: Uint8Array): boolean {
  const [p, k, third, fourth] = firstBytes;
  return p === 0x50 && k === 0x4b && ((third === 3 && fourth === 4) || (third === 5 && fourth === 6));
}

/**
 * Whether a file is a zip archive with an entry of such a name. Of one that is cut short only the first name is known.
 *
 * @param isFirst whether an archive of this kind begins with an entry of that name
 */
export function isZipWith(
  isIt: (name: string) => boolean,
  firstBytes: Uint8Array,
  source: ByteSource,
  isFirst: (name: string) => boolean = isIt,
): boolean {
  if (!isZip(firstBytes)) return false;
  try {
    return readZipDirectory(source, "the archive").some(({ name }) => isIt(name));
  } catch (error) {
    if (error instanceof WeightsFileError) return isFirst(firstEntryName(firstBytes));
    throw error;
  }
}

/** Empty where a name is longer than the bytes. @see APPNOTE.TXT, 4.3.7, "Local file header" */
function firstEntryName(firstBytes: Uint8Array): string {
  if (firstBytes.length < localHeaderLength) return "";
  const length = firstBytes[26] + firstBytes[27] * 256;
  if (localHeaderLength + length > firstBytes.length) return "";
  return new TextDecoder().decode(firstBytes.subarray(localHeaderLength, localHeaderLength + length));
}

const localHeaderLength = 30;
