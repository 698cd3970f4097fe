import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { ByteSource } from "../weights/byteSource.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";

/** A file on disk, open until it is closed. Reads wait for the disk: it belongs into a thread of its own. */
export class FileSource implements ByteSource {
  readonly length: number;
  readonly #name: string;
  readonly #descriptor: number;
  readonly modifiedMs: number;
  #isClosed = false;
  /** the last stretches that were read for the sake of small readings, the one used last first */
  readonly #blocks: Block[] = [];

  /** @throws {WeightsFileError} when there is no such file, or something else of that name */
  constructor(path: string) {
    this.#name = basename(path);
    this.#descriptor = this.#orRefuse("opened", () => openSync(path, constants.O_RDONLY | nonBlocking));
    const stats = this.#orRefuse("opened", () => fstatSync(this.#descriptor));
    if (!stats.isFile()) {
      this.close();
      const found = stats.isDirectory() ? "a folder" : "no file of bytes";
      throw new WeightsFileError(this.#name, `expected a weights file, found ${found}.`);
    }
    this.length = stats.size;
    this.modifiedMs = stats.mtimeMs;
  }

  /**
   * What is returned is never written to again, but small readings share their buffer: it must not be transferred.
   *
   * @throws {WeightsFileError} when the disk fails
   */
  read(start: number, length: number): Uint8Array<ArrayBuffer> {
    if (this.#isClosed) throw new WeightsFileError(this.#name, "expected an open file, found that it was closed.");
    if (length > blockBytes - pageBytes) return this.#readFromDisk(start, length);
    const block = this.#blockAround(start, length);
    return block.bytes.subarray(start - block.start, start - block.start + length);
  }

  /** Whether the file was written to, or cut, since it was opened. One that took its name meanwhile is another file. */
  hasChanged(): boolean {
    if (this.#isClosed) return true;
    const { size, mtimeMs } = this.#orRefuse("read", () => fstatSync(this.#descriptor));
    return size !== this.length || mtimeMs !== this.modifiedMs;
  }

  /** Who reads on is refused: the descriptor may be another file's by then. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeSync(this.#descriptor);
  }

  #blockAround(start: number, length: number): Block {
    const blocks = this.#blocks;
    const known = blocks.findIndex((block) => block.start <= start && start + length <= block.start + blockBytes);
    if (known === 0) return blocks[0];
    let [block] = known < 0 ? [] : blocks.splice(known, 1);
    if (block === undefined) {
      const blockStart = start - (start % pageBytes);
      block = { start: blockStart, bytes: this.#readFromDisk(blockStart, blockBytes) };
    }
    blocks.unshift(block);
    if (blocks.length > mostBlocks) blocks.pop();
    return block;
  }

  /** @returns fewer bytes where the file ends before */
  #readFromDisk(start: number, length: number): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.length - start)));
    let end = 0;
    while (end < bytes.length) {
      const most = Math.min(bytes.length - end, mostReadAtOnce);
      const count = this.#orRefuse("read", () => readSync(this.#descriptor, bytes, end, most, start + end));
      if (count === 0) break;
      end += count;
    }
    return bytes.subarray(0, end);
  }

  #orRefuse<Result>(done: string, act: () => Result): Result {
    try {
      return act();
    } catch (cause) {
      throw new WeightsFileError(this.#name, `expected a file that can be ${done}, found ${reasonOf(cause)}.`, {
        cause,
      });
    }
  }
}

interface Block {
  readonly start: number;
  /** fewer than {@link blockBytes} where the file ends before */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Read for small readings: a table of contents is read in many of them. */
const blockBytes = 2 ** 15;
/** A block begins with a page, for what is read next often lies a little before. */
const pageBytes = 2 ** 12;
/** HDF5 goes to and fro between its groups: were one block kept, it would read four times as many. */
const mostBlocks = 16;
/** The system takes no more than 2³¹ − 1 bytes at once. */
const mostReadAtOnce = 2 ** 30;
/** So that a pipe is refused rather than waited for; Windows has no such flag and no such pipes among its files. */
const nonBlocking = constants.O_NONBLOCK ?? 0;

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    ENOTDIR: "no such file",
    EACCES: "one that may not be read",
    EPERM: "one that may not be read",
    ELOOP: "links that lead in a circle",
    EMFILE: "too many open files",
    ENAMETOOLONG: "a name that is too long",
  };
  return reasons[code] ?? `the error ${code}`;
}
