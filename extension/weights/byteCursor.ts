import { type ByteSource, readBytes } from "./byteSource.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** Reads a source onward from a place, a block at a time, as formats are read that do not say how long they are. */
export class ByteCursor {
  readonly #source: ByteSource;
  readonly #where: string;
  #position: number;
  #block = new Uint8Array(0);
  #blockStart: number;

  /**
   * @param start in bytes from the source's beginning
   * @param where the file and the part of it, for error messages
   */
  constructor(source: ByteSource, start: number, where: string) {
    this.#source = source;
    this.#where = where;
    this.#position = start;
    this.#blockStart = start;
  }

  /** of what is read next, in bytes from the source's beginning */
  get position(): number {
    return this.#position;
  }

  byte(): number {
    // A pickle is read byte by byte: no view of each is made.
    const from = this.#position - this.#blockStart;
    if (from >= this.#block.length) return this.bytes(1)[0];
    this.#position++;
    return this.#block[from];
  }

  /** @returns a view that may be kept, of a block that others share */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    const from = this.#position - this.#blockStart;
    if (from + length <= this.#block.length) {
      this.#position += length;
      return this.#block.subarray(from, from + length);
    }
    const toRead = Math.max(length, Math.min(blockBytes, this.#source.length - this.#position));
    this.#block = readBytes(this.#source, this.#position, toRead, this.#where);
    this.#blockStart = this.#position;
    this.#position += length;
    return this.#block.subarray(0, length);
  }

  /** For numbers of several bytes. */
  view(length: number): DataView {
    const { buffer, byteOffset } = this.bytes(length);
    return new DataView(buffer, byteOffset, length);
  }

  /** A line of ASCII, without its end. */
  line(): string {
    const from = this.#position - this.#blockStart;
    const end = this.#block.indexOf(newline, from);
    if (end >= 0 && end - from <= mostLineBytes) {
      this.#position += end - from + 1;
      return latin.decode(this.#block.subarray(from, end));
    }
    // It goes on in the next block, or is too long.
    let text = "";
    for (let byte = this.byte(); byte !== newline; byte = this.byte()) {
      if (text.length === mostLineBytes) {
        throw new WeightsFileError(
          this.#where,
          `expected a line of at most ${mostLineBytes} bytes, found a longer one.`,
        );
      }
      text += String.fromCharCode(byte);
    }
    return text;
  }
}

const blockBytes = 65_536;
const mostLineBytes = 4096;
const newline = 0x0a;
const latin = new TextDecoder("latin1");
