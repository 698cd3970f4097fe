import { basename } from "node:path";
import type { ByteSource } from "../weights/byteSource.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";

/** A file on disk that is read where asked, and may change meanwhile. */
export interface DiskSource extends ByteSource {
  /** when it was written last before it was opened, since 1970 */
  readonly modifiedMs: number;
  /** Whether it was written to since it was opened. */
  hasChanged(): boolean;
  close(): void;
}

/** Opens a file by its path. @throws {WeightsFileError} where there is none */
export type OpenSource = (path: string) => DiskSource;

/** The files that one weights file consists of, closed together. */
export class SourcesOnDisk {
  readonly #openSource: OpenSource;
  readonly #sources = new Map<string, DiskSource>();
  /** paths at which there is nothing */
  readonly #missing = new Set<string>();

  constructor(openSource: OpenSource) {
    this.#openSource = openSource;
  }

  /** of all of them together */
  get byteLength(): number {
    return [...this.#sources.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** How long each of them is, and when it was written last before it was opened. */
  get version(): string {
    return [...this.#sources.values()].map(({ length, modifiedMs }) => `${length} ${modifiedMs}`).join(", ");
  }

  get haveChanged(): boolean {
    return [...this.#sources.values()].some((source) => source.hasChanged());
  }

  /** @throws {WeightsFileError} */
  open(path: string): DiskSource {
    const there = this.#sources.get(path);
    if (there) return there;
    if (this.#sources.size >= mostFiles) {
      throw new WeightsFileError(
        basename(path),
        `expected at most ${mostFiles} files that belong together, found more.`,
      );
    }
    const source = this.#openSource(path);
    this.#sources.set(path, source);
    return source;
  }

  /** Undefined where there is no such file. */
  openIfThere(path: string): DiskSource | undefined {
    if (this.#missing.has(path)) return undefined;
    try {
      return this.open(path);
    } catch (error) {
      const code = error instanceof WeightsFileError && error.cause instanceof Error && "code" in error.cause;
      if (!code || (error.cause as { code?: unknown }).code !== "ENOENT") throw error;
    }
    if (this.#missing.size >= mostMissing) {
      const expected = `expected at most ${mostMissing} missing files of those that a weights file names`;
      throw new WeightsFileError(basename(path), `${expected}, found more.`);
    }
    this.#missing.add(path);
    return undefined;
  }

  close(): void {
    for (const source of this.#sources.values()) source.close();
    this.#sources.clear();
  }
}

/** A process may have a thousand files open, or fewer: the shards of the largest models are some two hundred. */
const mostFiles = 512;
/** Each is looked for on the disk: a model may have one for each of its tensors. */
const mostMissing = 4096;
