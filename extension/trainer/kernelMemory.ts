import type { Arithmetic } from "../protocol/savedNetwork.ts";
import { arithmeticOf, type Kernels } from "./kernels.ts";

/** Bytes of a WebAssembly page. */
const pageBytes = 65536;
/** Bytes of a cache line, at a multiple of which every piece begins. */
const lineBytes = 64;

/** A stretch of memory that somebody has. */
interface Piece {
  readonly start: number;
  readonly end: number;
}

/**
 * The memory that kernels work in. Examples and the networks that learn from them share one, for kernels reach no other.
 * It grows as it has to; what is given back is given out again, but never returned to the machine before all of it is.
 */
export class KernelMemory {
  readonly kernels: Kernels;
  readonly arithmetic: Arithmetic;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  /** where the kernels' own constants end */
  readonly #start: number;
  /** what is given out, in order */
  readonly #pieces: Piece[] = [];
  /** where what was ever given out ends: there may be old numbers before, behind there are zeros */
  #mostEnd = 0;

  /** @param module compiled from `kernels.wasm` */
  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.kernels = instance.exports as unknown as Kernels;
    this.arithmetic = arithmeticOf(this.kernels);
    this.#start = this.kernels.freeMemoryStart();
  }

  /**
   * Views made of the buffer are void after the next allocation.
   *
   * @returns where `bytes` zeroed bytes begin, at a multiple of 64: a cache line
   * @throws {RangeError} when the machine has no such memory
   */
  allocate(bytes: number): number {
    let start = roundUp(this.#start);
    let index = 0;
    for (; index < this.#pieces.length && this.#pieces[index].start - start < bytes; index++) {
      start = roundUp(this.#pieces[index].end);
    }
    // None is empty, so that each has a start of its own.
    const end = start + Math.max(1, bytes);
    const missing = end - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    if (start < this.#mostEnd) this.bytes(start, bytes).fill(0);
    this.#mostEnd = Math.max(this.#mostEnd, end);
    this.#pieces.splice(index, 0, { start, end });
    return start;
  }

  /** @param start of a piece that was allocated and will not be used any more */
  free(start: number): void {
    const index = this.#pieces.findIndex((piece) => piece.start === start);
    if (index < 0) throw new RangeError(`Memory: expected a piece that is given out, found none at ${start}.`);
    this.#pieces.splice(index, 1);
  }

  /** Bytes given out. */
  get usedBytes(): number {
    return this.#pieces.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** Bytes taken from the machine. */
  get grownBytes(): number {
    return this.#memory.buffer.byteLength;
  }

  floats(start: number, count: number): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#memory.buffer, start, count);
  }

  words(start: number, count: number): Uint32Array<ArrayBuffer> {
    return new Uint32Array(this.#memory.buffer, start, count);
  }

  bytes(start: number, count: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, start, count);
  }
}

function roundUp(start: number): number {
  return Math.ceil(start / lineBytes) * lineBytes;
}
