import type * as H5wasm from "h5wasm";
import type { ByteSource } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { refuseEndlessHeaps } from "./hdf5Heap.ts";

/**
 * The HDF5 library, compiled to WebAssembly, with a file system in which each file's bytes are read from its source only
 * when the library asks for them.
 */
export class Hdf5Instance {
  readonly module: H5Module;
  readonly #files: FileSystem;
  /** what the library says of its errors, from the outermost function to the innermost */
  #diagnostics = "";
  /** why a source could not be read; the library itself knows only that */
  #sourceError: unknown;
  #opened = 0;
  #hasCrashed = false;

  /** @param number of this instance: each number has a memory of its own */
  static async load(number: number): Promise<Hdf5Instance> {
    const library: typeof H5wasm = await import(`${import.meta.resolve("h5wasm")}?instance=${number}`);
    return new Hdf5Instance(await library.ready);
  }

  private constructor(module: H5Module) {
    this.module = module;
    this.#files = module.FS as unknown as FileSystem;
    const standardError = this.#files.getStream(2);
    standardError.stream_ops = {
      ...standardError.stream_ops,
      write: (_stream, bytes, offset, length) => {
        const text = new TextDecoder().decode(bytes.slice(offset, offset + length));
        if (this.#diagnostics.length < mostDiagnostics) this.#diagnostics += text;
        return length;
      },
    };
  }

  /** Whether a new file should rather be opened in another instance: this one crashed, or has grown large. */
  get isUsedUp(): boolean {
    return this.#hasCrashed || this.module.HEAPU8.length > mostMemoryBytes;
  }

  /**
   * Runs something in the library, whose errors become one sentence.
   *
   * @throws {WeightsFileError}
   */
  run<Result>(where: string, action: (instance: Hdf5Instance) => Result): Result {
    if (this.#hasCrashed) {
      throw new WeightsFileError(
        where,
        "expected HDF5 to be there, found that it crashed on a file: open this one again.",
      );
    }
    this.#diagnostics = "";
    this.#sourceError = undefined;
    try {
      const result = withMemoryOf(mostGrownBytes, () => action(this));
      if (this.#sourceError instanceof Error) throw this.#sourceError;
      return result;
    } catch (error) {
      if (this.#sourceError instanceof Error) throw this.#sourceError;
      if (error instanceof WeightsFileError) throw error;
      this.#hasCrashed = isCrash(error);
      if (!this.#hasCrashed && !isRefusal(error)) throw error;
      const said = this.#innermostDiagnostic() ?? (error instanceof Error ? error.message : String(error));
      const found = this.#hasCrashed ? `found one on which it crashes: ${said}` : `found one of which it says: ${said}`;
      throw new WeightsFileError(where, `expected a file that HDF5 can read, ${found}.`, { cause: error });
    }
  }

  /**
   * @param file its name, for error messages
   * @returns its path in this instance
   */
  place(source: ByteSource, file: string): string {
    const name = `weights-${this.#opened++}.h5`;
    const node = this.#files.createFile("/", name, {}, true, false);
    node.usedBytes = source.length;
    node.stream_ops = {
      ...node.stream_ops,
      read: (_stream, memory, offset, length, position) => {
        const wanted = Math.max(0, Math.min(length, source.length - position));
        try {
          const bytes = source.read(position, wanted);
          if (wanted <= mostMetadataBytes) refuseEndlessHeaps(source, bytes, position, file);
          memory.set(bytes, offset);
          return bytes.length;
        } catch (error) {
          // Thrown on, it would pass through the library's own functions, which would leave their work half done.
          this.#sourceError = error;
          throw new this.#files.ErrnoError(inputOutputError);
        }
      },
    };
    return `/${name}`;
  }

  /** Ends something, for whose errors it is too late. */
  end(action: (instance: Hdf5Instance) => void): void {
    try {
      if (!this.#hasCrashed) action(this);
    } catch (error) {
      this.#hasCrashed = isCrash(error);
      if (!this.#hasCrashed && !isRefusal(error)) throw error;
    }
  }

  /** Lets go of a source. */
  remove(path: string): void {
    this.#files.unlink(path);
  }

  #innermostDiagnostic(): string | undefined {
    const messages = [...this.#diagnostics.matchAll(/^ +#\d+: .* line \d+ in \w+\(\): (.*)$/gm)];
    return messages.at(-1)?.[1];
  }
}

/** What HDF5 can do, as h5wasm gives it. */
export type H5Module = Awaited<typeof H5wasm.ready>;
export type Hdf5Metadata = H5wasm.Metadata;

/**
 * Runs something during which no memory of WebAssembly grows beyond a size: a table of sixteen thousand references to one
 * large text is read text by text, and the library, which would be refused memory in the end, has no limit of its own.
 */
function withMemoryOf<Result>(mostBytes: number, action: () => Result): Result {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  prototype.grow = function (this: WebAssembly.Memory, pages) {
    if (this.buffer.byteLength + pages * bytesPerPage > mostBytes) throw new RangeError(`more than ${mostBytes} bytes`);
    return grow.call(this, pages);
  };
  try {
    return action();
  } finally {
    prototype.grow = grow;
  }
}

const bytesPerPage = 65_536;
/** A chunk of the largest size that is read, its compressed bytes, and what the library itself has. */
const mostGrownBytes = 160 * 2 ** 20;
const mostDiagnostics = 100_000;
/** It begins with 19 MB; what it has once taken, it does not give back. */
const mostMemoryBytes = 96 * 2 ** 20;
/** What is read at once and is longer is a tensor's numbers. */
const mostMetadataBytes = 2 ** 20;
/** EIO, as Emscripten numbers it. */
const inputOutputError = 29;

/** Whether the library was stopped in the midst of something, and cannot be trusted with anything else. */
function isCrash(error: unknown): boolean {
  // A trap of WebAssembly is a RuntimeError, a stack that overflows a RangeError, an exception of C++ no Error at all.
  return !(error instanceof Error) || error.name === "RuntimeError" || error instanceof RangeError;
}

/** Whether the library refused something in words of its own, or of its bindings to JavaScript. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && (error.constructor === Error || error.name === "BindingError");
}

/** What is used here of Emscripten's file system. */
interface FileSystem {
  readonly ErrnoError: new (code: number) => Error;
  createFile(folder: string, name: string, properties: object, canRead: boolean, canWrite: boolean): FileNode;
  getStream(descriptor: number): { stream_ops: StreamOperations };
  unlink(path: string): void;
}

interface FileNode {
  /** its length */
  usedBytes: number;
  stream_ops: StreamOperations;
}

type Transfer = (stream: object, memory: Int8Array, offset: number, length: number, position: number) => number;

interface StreamOperations {
  read: Transfer;
  write: Transfer;
}
