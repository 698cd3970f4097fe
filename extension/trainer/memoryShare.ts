import type { KernelMemory } from "./kernelMemory.ts";

/** What one owner has of the kernels' memory, given back all at once. */
export class MemoryShare {
  readonly memory: KernelMemory;
  readonly #starts: number[] = [];

  constructor(memory: KernelMemory) {
    this.memory = memory;
  }

  /** See {@link KernelMemory.allocate}. */
  allocate(bytes: number): number {
    const start = this.memory.allocate(bytes);
    this.#starts.push(start);
    return start;
  }

  /** @returns where a copy of `values` begins, 32 bits each */
  allocateWords(values: ArrayLike<number>): number {
    const start = this.allocate(values.length * 4);
    this.memory.words(start, values.length).set(values);
    return start;
  }

  /** Nothing of it may be used any more. */
  dispose(): void {
    for (const start of this.#starts.splice(0)) this.memory.free(start);
  }
}
