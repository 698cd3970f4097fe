// The part of WebAssembly that every host has and that Node's types leave out.
// biome-ignore lint/style/noNamespace: that is what WebAssembly is
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  function validate(bytes: Uint8Array): boolean;
  class Memory {
    constructor(pages: { initial: number; maximum: number });
    readonly buffer: ArrayBuffer;
    /** @returns the earlier size in pages; @throws {RangeError} when there is no more memory */
    grow(pages: number): number;
  }
  class Instance {
    constructor(module: Module, imports: { env: { memory: Memory } });
    readonly exports: Record<string, unknown>;
  }
}
