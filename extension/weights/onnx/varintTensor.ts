import type { TensorForm } from "../../protocol/weightsSummary.ts";
import type { ByteSource } from "../byteSource.ts";
import {
  bytesOfNumber,
  isReadableDtype,
  type ReadableDtype,
  readNumbers,
  requireReadable,
} from "../tensors/numbers.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * A tensor whose numbers are written as Protocol Buffers' varints, seven bits a byte, the lowest first: none is found but
 * by going through those before it. Of a number narrower than 64 bits the lowest bits count, whether it is whole or, as
 * ONNX keeps half precision, a float's.
 *
 * @param source of the varints alone
 * @param file its name, for error messages
 */
export function varintTensor({ name, dtype, shape }: TensorForm, source: ByteSource, file: string): StoredTensor {
  const where = `${file}, ${name}`;
  const reader = new VarintReader(source, where);
  return {
    name,
    dtype,
    shape,
    isReadable: isReadableDtype(dtype),
    read: (from, count) => {
      requireReadable(dtype, where);
      reader.goTo(from);
      return readNumbers(dtype, reader.take(count, dtype), true, where);
    },
  };
}

class VarintReader {
  readonly #source: ByteSource;
  readonly #where: string;
  /** of the number that comes next */
  #index = 0;
  #position = 0;
  #window = new Uint8Array(0);
  #windowStart = 0;

  constructor(source: ByteSource, where: string) {
    this.#source = source;
    this.#where = where;
  }

  goTo(index: number): void {
    if (index < this.#index) {
      this.#index = 0;
      this.#position = 0;
    }
    while (this.#index < index) this.#next();
  }

  /** @returns the lowest bytes of `count` numbers, little-endian, as wide as the dtype's */
  take(count: number, dtype: ReadableDtype): Uint8Array<ArrayBuffer> {
    const left = this.#source.length - this.#position;
    // Each takes a byte at least.
    if (count > left) throw new WeightsFileError(this.#where, `expected ${count} more numbers, found ${left} bytes.`);
    const width = bytesOfNumber(dtype);
    const bytes = new Uint8Array(count * width);
    const eight = new DataView(new ArrayBuffer(8));
    for (let i = 0; i < count; i++) {
      const { low, high } = this.#next();
      eight.setInt32(0, low, true);
      eight.setInt32(4, high, true);
      for (let byte = 0; byte < width; byte++) bytes[i * width + byte] = eight.getUint8(byte);
    }
    return bytes;
  }

  #next(): { low: number; high: number } {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#nextByte();
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift > 24) high |= shift < 32 ? bits >>> (32 - shift) : bits << (shift - 32);
      if (byte >= 0x80) continue;
      this.#index++;
      return { low, high };
    }
    return this.#refuse(`number ${this.#index} in at most 10 bytes, found it longer`);
  }

  #nextByte(): number {
    const position = this.#position++;
    if (position >= this.#windowStart + this.#window.length || position < this.#windowStart) {
      this.#window = this.#source.read(position, Math.min(windowBytes, this.#source.length - position));
      this.#windowStart = position;
    }
    if (this.#window.length > 0) return this.#window[position - this.#windowStart];
    return this.#refuse(`more than ${this.#index} numbers, found no more`);
  }

  #refuse(expectedAndFound: string): never {
    this.#index = Number.POSITIVE_INFINITY; // wherever it is read from next, it begins anew
    throw new WeightsFileError(this.#where, `expected ${expectedAndFound}.`);
  }
}

const windowBytes = 65_536;
