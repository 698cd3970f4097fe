import { posix } from "node:path";
import { type Uri, workspace } from "vscode";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import type { OpenWeights, WeightsReader } from "../../weightsReader/weightsReader.ts";
import { fileFacts } from "../files/fileFacts.ts";
import { versionOf } from "../files/fileVersion.ts";
import { ownBytes } from "../files/ownBytes.ts";
import { RecentlyUsed } from "./recentlyUsed.ts";
import { SharedReading } from "./sharedReading.ts";

/** As many as a tree of the workspace shows. */
const mostSummaries = 2000;

/** Weights files by their URIs: opened in the reader's worker, and summaries kept of those that have not changed. */
export class OpenedWeights implements Disposable {
  readonly #reader: WeightsReader;
  /** by URI */
  readonly #summaries = new RecentlyUsed<KnownSummary>(mostSummaries);

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
   * the same. Reading one ends when nobody waits for it any more.
   *
   * @param signal who asks waits no longer; without one, to its end
   * @throws with one sentence to show when it cannot be read
   */
  async summary(uri: Uri, signal?: AbortSignal): Promise<WeightsSummary> {
    const key = uri.toString();
    const version = versionOf(await fileFacts(uri));
    signal?.throwIfAborted();
    const known = this.#summaries.get(key);
    const isKnown = known?.version === version && !known.reading.isGivenUp;
    const reading = isKnown ? known.reading : new SharedReading((ending) => this.#read(uri, ending));
    this.#summaries.set(key, { version, reading });
    try {
      return await reading.wait(signal);
    } catch (error) {
      // It may be well the next time.
      if (this.#summaries.get(key)?.reading === reading && !reading.isAwaited) this.#summaries.delete(key);
      throw error;
    }
  }

  dispose(): void {
    this.#summaries.clear();
  }

  async #read(uri: Uri, signal: AbortSignal): Promise<WeightsSummary> {
    const opened = await this.open(uri, signal);
    opened.dispose();
    return opened.summary;
  }
}

interface KnownSummary {
  /** size and time of change */
  readonly version: string;
  readonly reading: SharedReading<WeightsSummary>;
}

/** What the reader takes into memory whole, where only the editor can reach a file: 256 MB. */
const mostBytesInMemory = 2 ** 28;
