import { type ByteSource, bytesSource } from "../../../extension/weights/byteSource.ts";

/** A file that is not as it should be, and what is to come of it. */
export interface BadFile {
  /** what is wrong with it, after “a file” */
  readonly title: string;
  readonly name: string;
  readonly content: ByteSource | Uint8Array<ArrayBuffer>;
  /** files in the same folder by their names */
  readonly beside?: Readonly<Record<string, BadFile["content"]>>;
  /**
   * `refused` when it is opened, with this sentence; `refusedWhenRead`: it opens, but of its tensors' numbers this is said;
   * `shown`: it opens, this is among its remarks, and its tensors can be read.
   */
  readonly comes: { readonly [Kind in "refused" | "refusedWhenRead" | "shown"]?: RegExp };
}

export function contentOf(content: BadFile["content"]): ByteSource {
  return content instanceof Uint8Array ? bytesSource(content) : content;
}

/** A long file of zeros, or of one character, but for some stretches: no other takes room. */
export function sparseSource(
  length: number,
  stretches: readonly { readonly start: number; readonly bytes: Uint8Array }[],
  character = "\0",
): ByteSource {
  return {
    length,
    read(start, count) {
      const bytes = new Uint8Array(Math.max(0, Math.min(count, length - start))).fill(character.charCodeAt(0));
      for (const stretch of stretches) {
        const from = Math.max(start, stretch.start);
        const end = Math.min(start + bytes.length, stretch.start + stretch.bytes.length);
        if (from < end) bytes.set(stretch.bytes.subarray(from - stretch.start, end - stretch.start), from - start);
      }
      return bytes;
    },
  };
}

export function floats(...numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Before a safetensors header. */
export function lengthPrefix(headerBytes: bigint): Uint8Array {
  return new Uint8Array(BigUint64Array.of(headerBytes).buffer);
}
