import { posix } from "node:path";
import type { Uri } from "vscode";
import { numberCount } from "../../protocol/numberCount.ts";
import { isReadableDtype } from "../../weights/tensors/numbers.ts";
import { inWords } from "../../weights/weightsFileError.ts";
import { fileFacts } from "../files/fileFacts.ts";
import { fileProblem } from "../files/fileProblem.ts";
import { type FileFacts, versionOf } from "../files/fileVersion.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { RecentlyUsed } from "../openedWeights/recentlyUsed.ts";
import { drawOne, lookInside } from "./lookInside.ts";
import { pageShade } from "./pageShade.ts";
import { fileLinks, openLink } from "./previewLinks.ts";
import { previewMarkdown, refusalMarkdown } from "./previewMarkdown.ts";
import { tensorMarkdown } from "./tensorMarkdown.ts";

/** Of a tensor that was asked for by itself. */
const mostNumbersOfOne = 2 ** 20;
/** Each of up to a hundred kilobytes. */
const mostKept = 64;

/** Previews of weights files as Markdown, made in the reader's worker and kept while the files do not change. */
export class WeightsPreviews {
  readonly #openedWeights: OpenedWeights;
  readonly #kept = new RecentlyUsed<string>(mostKept);

  constructor(openedWeights: OpenedWeights) {
    this.#openedWeights = openedWeights;
  }

  /** To be called when a preview will perhaps be wanted in a moment. */
  prepare(): void {
    this.#openedWeights.prepare();
  }

  /**
   * A file in words and pictures; why it cannot be read, in a sentence.
   *
   * @returns undefined where there is no such file, or where it need not be a weights file and is none
   */
  async ofFile(uri: Uri, needsToBeOne: boolean, signal: AbortSignal): Promise<string | undefined> {
    const facts = await fileFacts(uri);
    if (facts === undefined) return undefined;
    try {
      return await this.#keptOr(`${uri} ${versionOf(facts)} ${pageShade()}`, () =>
        this.#previewFile(uri, facts, signal),
      );
    } catch (error) {
      signal.throwIfAborted();
      return needsToBeOne ? refusal(uri, error) : undefined;
    }
  }

  /** @returns undefined where there is no such file, it cannot be read, or it has no tensor of that name */
  async ofTensor(uri: Uri, name: string, signal: AbortSignal): Promise<string | undefined> {
    const facts = await fileFacts(uri);
    if (facts === undefined) return undefined;
    const summary = await this.#openedWeights.summary(uri, signal).catch(() => undefined);
    signal.throwIfAborted();
    if (!summary?.tensors.some((form) => form.name === name)) return undefined;
    try {
      return await this.#keptOr(`${uri} ${versionOf(facts)} ${pageShade()} ${name}`, () =>
        this.#previewTensor(uri, name, signal),
      );
    } catch (error) {
      signal.throwIfAborted();
      return refusal(uri, error);
    }
  }

  async #keptOr(key: string, make: () => Promise<string>): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept !== undefined) return kept;
    const made = await make();
    this.#kept.set(key, made);
    return made;
  }

  async #previewFile(uri: Uri, { modifiedMs }: FileFacts, signal: AbortSignal): Promise<string> {
    const opened = await this.#openedWeights.open(uri, signal);
    try {
      const { summary } = opened;
      const name = posix.basename(uri.path);
      const seen = await lookInside(opened, pageShade(), signal);
      const preview = { name, byteLength: summary.byteLength, modifiedMs, summary, ...seen };
      return previewMarkdown(preview, fileLinks(uri, summary));
    } finally {
      opened.dispose();
    }
  }

  async #previewTensor(uri: Uri, name: string, signal: AbortSignal): Promise<string> {
    const opened = await this.#openedWeights.open(uri, signal);
    try {
      const file = posix.basename(uri.path);
      // The file may have been written since its summary was read.
      const tensor = opened.summary.tensors.findIndex((form) => form.name === name);
      if (tensor < 0) throw new Error(`${file}: expected the tensor ${inWords(name)}, found that it is gone.`);
      const form = opened.summary.tensors[tensor];
      const isReadable = isReadableDtype(form.dtype) && numberCount(form.shape) > 0;
      const [statistics, picture] = isReadable
        ? await Promise.all([
            opened.sampleStatistics(tensor, mostNumbersOfOne, { signal }),
            drawOne(opened, tensor, pageShade(), signal),
          ])
        : [null, null];
      return tensorMarkdown({ file, form, statistics, picture }, [openLink({ uri: uri.toString(), tensor: name })]);
    } finally {
      opened.dispose();
    }
  }
}

function refusal(uri: Uri, error: unknown): string {
  return refusalMarkdown(posix.basename(uri.path), fileProblem(error), [openLink({ uri: uri.toString() })]);
}
