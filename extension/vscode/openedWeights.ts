import { stat } from "node:fs/promises";
import { posix } from "node:path";
import { type Uri, workspace } from "vscode";
import type { Disposable } from "../liveNetwork/emitter.ts";
import type { WeightsSummary } from "../protocol/weightsSummary.ts";
import type { OpenWeights, WeightsReader } from "../weightsReader/weightsReader.ts";
import { ownBytes } from "./ownBytes.ts";

/** Weights files by their URIs: opened in the reader's worker, and summaries kept of those that have not changed. */
export class OpenedWeights implements Disposable {
  readonly #reader: WeightsReader;
  /** by URI, those asked for last at the end */
  readonly #summaries = new Map<string, KnownSummary>();

  constructor(reader: WeightsReader) {
    this.#reader = reader;
  }

  /** To be called when a file will perhaps be opened in a moment. */
  prepare(): void {
    this.#reader.prepare();
  }

  /**
   * Opens a file, for as long as it is looked at; the caller disposes of it.
   *
   * @throws with one sentence to show when it cannot be read
   */
  async open(uri: Uri, signal?: AbortSignal): Promise<OpenWeights> {
    if (uri.scheme === "file") return this.#reader.open({ kind: "path", path: uri.fsPath }, { signal });
    const name = posix.basename(uri.path);
    const { size } = await workspace.fs.stat(uri);
    if (size > mostBytesInMemory) {
      const most = mostBytesInMemory / 2 ** 20;
      throw new Error(
        `${name}: expected at most ${most} MB of a file that is not on this machine's disk, found ${Math.ceil(size / 2 ** 20)} MB.`,
      );
    }
    const bytes = ownBytes(await workspace.fs.readFile(uri));
    return this.#reader.open({ kind: "bytes", name, bytes }, { signal });
  }

  /**
   * What a file holds, as its table of contents says. Known ones are answered at once, while size and time of change are
   * the same.
   *
   * @throws with one sentence to show when it cannot be read
   */
  async summary(uri: Uri): Promise<WeightsSummary> {
    const key = uri.toString();
    const version = await versionOf(uri);
    const known = this.#summaries.get(key);
    this.#summaries.delete(key);
    const summary = known?.version === version ? known.summary : this.#read(uri);
    this.#summaries.set(key, { version, summary });
    summary.catch(() => this.#forget(key, summary)); // it may be well the next time
    const oldest = this.#summaries.keys().next();
    if (this.#summaries.size > mostSummaries && !oldest.done) this.#summaries.delete(oldest.value);
    return summary;
  }

  dispose(): void {
    this.#summaries.clear();
  }

  async #read(uri: Uri): Promise<WeightsSummary> {
    const opened = await this.open(uri);
    opened.dispose();
    return opened.summary;
  }

  #forget(key: string, summary: Promise<WeightsSummary>): void {
    if (this.#summaries.get(key)?.summary === summary) this.#summaries.delete(key);
  }
}

interface KnownSummary {
  /** size and time of change */
  readonly version: string;
  readonly summary: Promise<WeightsSummary>;
}

/** As many as a tree of the workspace shows. */
const mostSummaries = 2000;
/** What the reader takes into memory whole, where only the editor can reach a file: 256 MB. */
const mostBytesInMemory = 2 ** 28;

/** Empty where there is no such file: who reads it will say so. */
async function versionOf(uri: Uri): Promise<string> {
  try {
    // Node's times of change are finer than a millisecond: a training script may write twice in one.
    if (uri.scheme === "file") {
      const { size, mtimeMs } = await stat(uri.fsPath);
      return `${size} ${mtimeMs}`;
    }
    const { size, mtime } = await workspace.fs.stat(uri);
    return `${size} ${mtime}`;
  } catch {
    return "";
  }
}
