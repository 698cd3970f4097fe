import type { ByteSource } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * Reads a JSON text a block at a time, and keeps of a value that is a long text only its beginning: a header may hold a
 * hundred megabytes of a descent's moments, of which a person is shown the first words.
 *
 * Keys are no such texts. One that is long is refused before it becomes one: V8 tells texts of more than 16,383 characters
 * apart by their length first, so that a table of some thousand takes as long as one of millions.
 *
 * @param title what it should be, for error messages: "its header"
 * @returns JSON where the source was
 * @throws {WeightsFileError} when a key is long, or more is left than {@link mostSkimmedBytes}
 */
export function skimJson(source: ByteSource, title: string, where: string): Uint8Array<ArrayBuffer> {
  const skimming = new Skimming(Math.min(source.length, mostSkimmedBytes), title, where);
  for (let start = 0; start < source.length; start += blockBytes) {
    skimming.take(source.read(start, Math.min(blockBytes, source.length - start)));
  }
  return skimming.kept;
}

/** The text of 1.6 million weights, and several times what the header or the index of the largest model in use has. */
export const mostSkimmedBytes = 32 * 2 ** 20;
/** What is shown of a text is shorter in any alphabet. */
const mostTextBytes = 8192;
const blockBytes = 2 ** 18;

const [quote, backslash, colon, letterU] = ['"', "\\", ":", "u"].map((character) => character.charCodeAt(0));
const blanks: ReadonlySet<number> = new Set([" ", "\t", "\r", "\n"].map((character) => character.charCodeAt(0)));

/** Of `\u0061` after its u. */
const hexadecimalDigits = 4;
const justBegun = hexadecimalDigits + 1;

class Skimming {
  readonly #title: string;
  readonly #where: string;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;
  #isInText = false;
  /** of the text that is open, or the last one */
  #textBytes = 0;
  /** of the text that is open, whether no more of it is kept */
  #isCut = false;
  /** characters that an escape goes on for; what follows the backslash says how many */
  #escapeLeft = 0;

  constructor(mostBytes: number, title: string, where: string) {
    this.#bytes = new Uint8Array(mostBytes);
    this.#title = title;
    this.#where = where;
  }

  get kept(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  take(block: Uint8Array): void {
    for (let i = 0; i < block.length; i++) {
      if (this.#isCut && this.#escapeLeft === 0) {
        const end = endOfPlain(block, i);
        this.#textBytes += end - i;
        i = end;
        if (i === block.length) return;
      }
      if (this.#isInText) this.#takeOfText(block[i]);
      else this.#takeBetween(block[i]);
    }
  }

  #takeBetween(byte: number): void {
    if (byte === quote) {
      this.#isInText = true;
      this.#textBytes = 0;
    } else if (byte === colon && this.#textBytes > mostTextBytes) {
      const expected = `expected names in ${this.#title} of at most ${mostTextBytes} bytes`;
      throw new WeightsFileError(this.#where, `${expected}, found one of ${this.#textBytes}.`);
    } else if (this.#textBytes > 0 && !blanks.has(byte)) this.#textBytes = 0;
    this.#keep(byte);
  }

  #takeOfText(byte: number): void {
    if (this.#escapeLeft === justBegun) {
      this.#escapeLeft = byte === letterU ? hexadecimalDigits : 0;
    } else if (this.#escapeLeft > 0) {
      this.#escapeLeft--;
    } else if (byte === quote) {
      this.#isInText = false;
      this.#isCut = false;
      this.#keep(byte);
      return;
    } else {
      // Where a character begins, of one byte or more, and no escape goes on.
      if (this.#textBytes >= mostTextBytes && (byte & 0xc0) !== 0x80) this.#isCut = true;
      if (byte === backslash) this.#escapeLeft = justBegun;
    }
    this.#textBytes++;
    if (!this.#isCut) this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#length === this.#bytes.length) {
      const expected = `expected ${this.#title} to take at most ${mostSkimmedBytes} bytes`;
      throw new WeightsFileError(this.#where, `${expected} beside its long texts, found more.`);
    }
    this.#bytes[this.#length++] = byte;
  }
}

/** @returns the first place from `start` on of what ends a text or begins an escape; the block's end where there is none */
function endOfPlain(block: Uint8Array, start: number): number {
  let place = start;
  while (place < block.length && block[place] !== quote && block[place] !== backslash) place++;
  return place;
}
