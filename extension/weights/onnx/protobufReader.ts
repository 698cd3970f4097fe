import { type ByteSource, readBytes } from "../byteSource.ts";
import { UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";

/** A piece of a source, in bytes. */
export interface Stretch {
  readonly start: number;
  readonly length: number;
}

/** One field of a message. Its value is not read, only found, but for that of a whole number. */
export interface ProtobufField extends Stretch {
  readonly number: number;
  /** how its value is written: `bytes` are texts, messages, and numbers packed together */
  readonly kind: FieldKind;
  /** of a varint, as a signed 64-bit number: exact where it is a safe integer; else 0 */
  readonly value: number;
}

export type FieldKind = "varint" | "fixed64" | "bytes" | "fixed32";

/**
 * Walks the fields of Protocol Buffers messages without reading what they hold, so that a message of gigabytes is looked
 * through in milliseconds. Messages in messages are walked by whoever knows them: nothing here goes deeper by itself.
 *
 * @see https://protobuf.dev/programming-guides/encoding
 */
export class ProtobufReader {
  readonly #source: ByteSource;
  readonly #file: string;
  /** what was read last: fields stand side by side */
  #window = new Uint8Array(0);
  #windowStart = 0;
  #fieldsWalked = 0;
  #textBytes = 0;

  /** @param file its name, for error messages */
  constructor(source: ByteSource, file: string) {
    this.#source = source;
    this.#file = file;
  }

  /** All of the source. */
  get whole(): Stretch {
    return { start: 0, length: this.#source.length };
  }

  /**
   * The fields of a message, in its order.
   *
   * @param what the message is, for error messages: "the graph"
   * @throws {WeightsFileError} when the bytes are no message, or a field goes on after its end
   */
  *fields(message: Stretch, what: string): Generator<ProtobufField> {
    const end = message.start + message.length;
    for (let position = message.start; position < end; ) {
      if (++this.#fieldsWalked > mostFields) {
        throw new UnsupportedWeightsError(this.#file, `expected at most ${mostFields} fields to look at, found more.`);
      }
      const field = this.#fieldAt(position, end, what);
      yield field;
      position = field.start + field.length;
    }
  }

  /** Whole numbers that are packed side by side, or one by itself. */
  *wholeNumbers(field: ProtobufField, what: string): Generator<number> {
    if (field.kind === "varint") yield field.value;
    else if (field.kind !== "bytes") this.#refuse(what, field.start, "whole numbers", `a ${field.kind}`);
    else {
      const end = field.start + field.length;
      for (let position = field.start; position < end; ) {
        const { value, length } = this.#varintAt(position, end, what);
        yield value;
        position += length;
      }
    }
  }

  /** @throws {WeightsFileError} when it is longer than any name, or not UTF-8 */
  text({ start, length }: Stretch, what: string): string {
    if (length > mostTextBytes) {
      throw new WeightsFileError(this.#file, `expected ${what} of at most ${mostTextBytes} bytes, found ${length}.`);
    }
    return this.#decode({ start, length }, what, false);
  }

  /** The first characters of a text of any length. @throws {WeightsFileError} when they are not UTF-8 */
  beginningOfText({ start, length }: Stretch, what: string): string {
    return this.#decode({ start, length: Math.min(length, mostTextBytes) }, what, length > mostTextBytes);
  }

  /** @param isCut whether it may end in the midst of a character, which is then left out */
  #decode({ start, length }: Stretch, what: string, isCut: boolean): string {
    this.#textBytes += length;
    if (this.#textBytes > mostTextBytesTogether) {
      throw new UnsupportedWeightsError(
        this.#file,
        `expected at most ${mostTextBytesTogether} bytes of texts, found more.`,
      );
    }
    try {
      return (isCut ? strictUtf8() : utf8).decode(this.bytes({ start, length }), { stream: isCut });
    } catch (cause) {
      if (cause instanceof WeightsFileError) throw cause;
      const found = `found bytes at ${start} that are not`;
      throw new WeightsFileError(this.#file, `expected ${what} to be UTF-8, ${found}.`, { cause });
    }
  }

  /** A number of single precision. */
  float(field: ProtobufField, what: string): number {
    if (field.kind !== "fixed32") this.#refuse(what, field.start, "a number of four bytes", `a ${field.kind}`);
    const bytes = this.bytes(field);
    return new DataView(bytes.buffer, bytes.byteOffset).getFloat32(0, true);
  }

  bytes({ start, length }: Stretch): Uint8Array<ArrayBuffer> {
    const from = start - this.#windowStart;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    return readBytes(this.#source, start, length, this.#file);
  }

  #fieldAt(position: number, end: number, what: string): ProtobufField {
    const tag = this.#varintAt(position, end, what);
    const number = Math.floor(tag.value / 8);
    if (number < 1 || number > mostFieldNumber) this.#refuse(what, position, "a field", `the number ${tag.value}`);
    const start = position + tag.length;
    const kind = kinds[tag.value % 8];
    switch (kind) {
      case "varint":
        return { number, kind, start, ...this.#varintAt(start, end, what) };
      case "fixed64":
      case "fixed32": {
        const length = kind === "fixed64" ? 8 : 4;
        if (start + length > end) this.#refuse(what, start, `${length} bytes`, `its end after ${end - start}`);
        return { number, kind, start, length, value: 0 };
      }
      case "bytes": {
        const length = this.#varintAt(start, end, what);
        const left = end - start - length.length;
        if (length.value < 0 || length.value > left) {
          this.#refuse(what, start, `a length of at most ${left} bytes`, String(length.value));
        }
        return { number, kind, start: start + length.length, length: length.value, value: 0 };
      }
      case undefined:
        return this.#refuse(what, position, "a field of a known kind", `kind ${tag.value % 8}`);
    }
  }

  /** @returns as a signed 64-bit number, and the bytes that it takes */
  #varintAt(position: number, end: number, what: string): { value: number; length: number } {
    let low = 0;
    let high = 0;
    for (let length = 1; length <= mostVarintBytes; length++) {
      if (position + length > end) this.#refuse(what, position, "a number", "its end in the midst of one");
      const byte = this.#byteAt(position + length - 1);
      const shift = 7 * (length - 1);
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 24) high |= shift < 32 ? bits >>> (32 - shift) : bits << (shift - 32);
      if (byte < 0x80) return { value: high * 2 ** 32 + (low >>> 0), length };
    }
    return this.#refuse(what, position, `a number of at most ${mostVarintBytes} bytes`, "a longer one");
  }

  #byteAt(position: number): number {
    const index = position - this.#windowStart;
    if (index >= 0 && index < this.#window.length) return this.#window[index];
    const length = Math.min(windowBytes, this.#source.length - position);
    this.#window = readBytes(this.#source, position, length, this.#file);
    this.#windowStart = position;
    return this.#window[0];
  }

  #refuse(what: string, position: number, expected: string, found: string): never {
    throw new WeightsFileError(this.#file, `expected ${expected} at byte ${position} of ${what}, found ${found}.`);
  }
}

const mostVarintBytes = 10;
const mostFieldNumber = 2 ** 29 - 1;
/** Of all messages together: no model comes near, and a file of nothing but fields is refused within a second. */
const mostFields = 500_000;
/**
 * A name, or a few sentences. V8 tells texts of more than 16,383 characters apart by their length first: a table of some
 * thousand such names takes as long as one of millions.
 */
const mostTextBytes = 8192;
/** A hundred times what the largest models have. */
const mostTextBytesTogether = 2 ** 25;
const windowBytes = 16_384;
/** By their number in a field's tag. 3 and 4 are groups, which are no longer in use. */
const kinds: readonly (FieldKind | undefined)[] = ["varint", "fixed64", "bytes", undefined, undefined, "fixed32"];
const strictUtf8 = () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const utf8 = strictUtf8();
