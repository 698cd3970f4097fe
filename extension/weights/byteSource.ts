import { WeightsFileError } from "./weightsFileError.ts";

/** A file's bytes, wherever they are: on a disk, in an archive, in memory. Only what is asked for is read. */
export interface ByteSource {
  /** in bytes */
  readonly length: number;
  /**
   * @param start in bytes from the beginning
   * @returns `length` bytes, or fewer where the source ends before: {@link readBytes} refuses that
   */
  read(start: number, length: number): Uint8Array<ArrayBuffer>;
}

/**
 * Reads bytes that must be there. Nothing is allocated before it is known that they are.
 *
 * @param where the file and the place in it, for error messages
 * @throws {WeightsFileError} when the source ends before
 */
export function readBytes(source: ByteSource, start: number, length: number, where: string): Uint8Array<ArrayBuffer> {
  if (!(start >= 0 && length >= 0 && start + length <= source.length)) {
    const there = Math.max(0, source.length - start);
    throw new WeightsFileError(where, `expected ${length} bytes from byte ${start} on, found ${there}.`);
  }
  const bytes = source.read(start, length);
  if (bytes.length === length) return bytes;
  throw new WeightsFileError(where, `expected ${length} bytes from byte ${start} on, found ${bytes.length}.`);
}

/** Bytes in memory. Nothing is copied. */
export function bytesSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return { length: bytes.length, read: (start, length) => bytes.subarray(start, start + length) };
}

/** A stretch of another source, which begins at 0 itself. It must lie within it. */
export function sourceWithin(source: ByteSource, start: number, length: number): ByteSource {
  return {
    length,
    read: (from, count) => source.read(start + from, Math.max(0, Math.min(count, length - from))),
  };
}
