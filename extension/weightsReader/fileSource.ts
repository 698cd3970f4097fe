import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { basename } from "node:path";
import type { ByteSource } from "../weights/byteSource.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { type BlockCache, mostCachedBytes } from "./blockCache.ts";

/** A file on disk, open until it is closed. Reads wait for the disk: it belongs into a thread of its own. */
export class FileSource implements ByteSource {
  readonly length: number;
  readonly #name: string;
  readonly #descriptor: number;
  readonly modifiedMs: number;
  readonly #cache: BlockCache;
  #isClosed = false;

  /**
   * @param cache for small readings, of this file and others
   * @throws {WeightsFileError} when there is no such file, or something else of that name
   */
  constructor(path: string, cache: BlockCache) {
    this.#name = basename(path);
    this.#cache = cache;
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
    if (length > mostCachedBytes) return this.#readFromDisk(start, length);
    return this.#cache.read(this, start, length, (from, count) => this.#readFromDisk(from, count));
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
    this.#cache.forget(this);
    closeSync(this.#descriptor);
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
