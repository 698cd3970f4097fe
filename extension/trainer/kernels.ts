import type { Arithmetic } from "../protocol/savedNetwork.ts";

/** What `kernels.wasm` exports. Pointers are bytes from the start of memory; see kernels/ for each. */
export interface Kernels {
  freeMemoryStart(): number;
  unpackExamples(
    examples: number,
    order: number,
    count: number,
    ahead: number,
    rowBytes: number,
    workspace: number,
  ): void;
  forward(layers: number, layerCount: number, count: number, workspace: number): number;
  cost(last: number, lastIndex: number, name: number, count: number, workspace: number): number;
  takeVerdicts(last: number, lastIndex: number, count: number, workspace: number, verdicts: number): void;
  backward(layers: number, layerCount: number, cost: number, count: number, scale: number, workspace: number): number;
  accumulate(destinations: number, layerCount: number, count: number, workspace: number): void;
  addInto(addends: number, sums: number, count: number): void;
  sumOfSquares(values: number, count: number): number;
  multiplyAddOnce(a: number, b: number, c: number): number;
}

/**
 * The kernels to train with: the relaxed build where the engine takes it, else the standard one.
 *
 * @param standard bytes of `kernels.wasm`
 * @param relaxed bytes of `kernels-relaxed.wasm`
 */
export function chooseKernels(standard: Uint8Array<ArrayBuffer>, relaxed: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  return new WebAssembly.Module(WebAssembly.validate(relaxed) ? relaxed : standard);
}

/** How products are added up, on which a run's bits depend. */
function arithmeticOf(kernels: Kernels): Arithmetic {
  // (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴: single precision has no room for the last term, unless the product is not rounded.
  const rest = kernels.multiplyAddOnce(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11));
  return rest === 0 ? "standard" : "fused";
}

/** Bytes of a WebAssembly page. */
const pageBytes = 65536;

/** The memory that kernels work in, given out piece by piece and never taken back: it lives as long as its network. */
export class KernelMemory {
  readonly kernels: Kernels;
  readonly arithmetic: Arithmetic;
  readonly #memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
  #end: number;

  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.kernels = instance.exports as unknown as Kernels;
    this.arithmetic = arithmeticOf(this.kernels);
    this.#end = this.kernels.freeMemoryStart();
  }

  /**
   * Views made of the buffer are void after the next allocation.
   *
   * @returns where `bytes` zeroed bytes begin, at a multiple of 64: a cache line
   * @throws {RangeError} when the machine has no such memory
   */
  allocate(bytes: number): number {
    const start = (this.#end + 63) & ~63;
    const missing = start + bytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    this.#end = start + bytes;
    return start;
  }

  get buffer(): ArrayBuffer {
    return this.#memory.buffer;
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

  allocateWords(values: ArrayLike<number>): number {
    const start = this.allocate(values.length * 4);
    this.words(start, values.length).set(values);
    return start;
  }
}
