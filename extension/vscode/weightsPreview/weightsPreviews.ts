import { posix } from "node:path";
import type { Uri } from "vscode";
import { pictureSideOf } from "../../protocol/pictureSide.ts";
import { numberCount } from "../../protocol/weightsInWords.ts";
import type { DrawnNeurons, DrawnTensor, NeuronRows } from "../../protocol/weightsPicture.ts";
import type { TensorStatistics, WeightsSummary } from "../../protocol/weightsSummary.ts";
import { isReadableDtype } from "../../weights/numbers.ts";
import type { OpenWeights } from "../../weightsReader/weightsReader.ts";
import { type FileFacts, fileFacts } from "../fileFacts.ts";
import type { OpenedWeights } from "../openedWeights.ts";
import { RecentlyUsed } from "../recentlyUsed.ts";
import { fileLinks } from "./previewLinks.ts";
import { previewMarkdown, refusalMarkdown, type WeightsPreview } from "./previewMarkdown.ts";
import { tensorMarkdown } from "./tensorMarkdown.ts";

/** Neurons in the picture of a layer. */
const mostNeurons = 32;
/** Tensors whose statistics are shown, and how many first numbers of each are looked at: some milliseconds of reading. */
const mostTensors = 6;
const mostNumbers = 2 ** 16;
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

  /**
   * A file in words and pictures; why it cannot be read, in a sentence.
   *
   * @returns undefined where there is no such file, or where it need not be a weights file and is none
   */
  async ofFile(uri: Uri, needsToBeOne: boolean, signal: AbortSignal): Promise<string | undefined> {
    const facts = await fileFacts(uri);
    if (facts === undefined) return undefined;
    try {
      return await this.#keptOr(`${uri} ${versionOf(facts)}`, () => this.#previewFile(uri, facts, signal));
    } catch (error) {
      signal.throwIfAborted();
      return needsToBeOne ? refusalMarkdown(posix.basename(uri.path), messageOf(error)) : undefined;
    }
  }

  /** @returns undefined where there is no such file, it cannot be read, or it has no tensor of that name */
  async ofTensor(uri: Uri, name: string, signal: AbortSignal): Promise<string | undefined> {
    const facts = await fileFacts(uri);
    if (facts === undefined) return undefined;
    const summary = await this.#openedWeights.summary(uri).catch(() => undefined);
    const tensor = summary?.tensors.findIndex((form) => form.name === name) ?? -1;
    signal.throwIfAborted();
    if (!summary || tensor < 0) return undefined;
    try {
      return await this.#keptOr(`${uri} ${versionOf(facts)} ${name}`, () => this.#previewTensor(uri, tensor, signal));
    } catch (error) {
      signal.throwIfAborted();
      return refusalMarkdown(posix.basename(uri.path), messageOf(error));
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
      const seen = await lookInside(opened, signal);
      const preview = { name, byteLength: summary.byteLength, modifiedMs, summary, ...seen };
      return previewMarkdown(preview, fileLinks(uri, summary));
    } finally {
      opened.dispose();
    }
  }

  async #previewTensor(uri: Uri, tensor: number, signal: AbortSignal): Promise<string> {
    const opened = await this.#openedWeights.open(uri, signal);
    try {
      const form = opened.summary.tensors[tensor];
      const isReadable = isReadableDtype(form.dtype) && numberCount(form) > 0;
      const [statistics, picture] = isReadable
        ? await Promise.all([
            opened.sampleStatistics(tensor, mostNumbersOfOne, { signal }),
            drawOne(opened, tensor, signal),
          ])
        : [null, null];
      return tensorMarkdown({ file: posix.basename(uri.path), form, statistics, picture }, fileLinks(uri, null));
    } finally {
      opened.dispose();
    }
  }
}

/** The neurons of a found network's layer whose inputs are a picture; null where they are none. `layer` counts from 1. */
export function picturedNeurons({ network, tensors }: WeightsSummary, layer: number): NeuronRows | null {
  if (!network || layer >= network.sizes.length) return null;
  const { weight, isTransposed } = network.layers[layer - 1];
  const isPicture = pictureSideOf(network.sizes[layer - 1]) !== null && tensors[weight].shape.length === 2;
  return isPicture ? { tensor: weight, isTransposed, first: 0, count: network.sizes[layer] } : null;
}

type Seen = Pick<WeightsPreview, "firstLayer" | "statistics" | "problem">;

/** What the table of contents does not say. A file that does not keep what that promised is still told of. */
async function lookInside(opened: OpenWeights, signal: AbortSignal): Promise<Seen> {
  try {
    const firstLayer = await drawFirstLayer(opened, signal);
    return { firstLayer, statistics: firstLayer ? [] : await sampleTensors(opened, signal), problem: null };
  } catch (error) {
    signal.throwIfAborted();
    return { firstLayer: null, statistics: [], problem: messageOf(error) };
  }
}

async function drawFirstLayer(opened: OpenWeights, signal: AbortSignal): Promise<DrawnNeurons | null> {
  const neurons = picturedNeurons(opened.summary, 1);
  if (neurons === null) return null;
  return opened.drawNeurons({ ...neurons, count: Math.min(mostNeurons, neurons.count) }, { signal });
}

async function sampleTensors(
  opened: OpenWeights,
  signal: AbortSignal,
): Promise<{ tensor: number; statistics: TensorStatistics }[]> {
  const { tensors } = opened.summary;
  const readable = tensors.flatMap((form, tensor) => (isReadableDtype(form.dtype) ? [tensor] : []));
  return Promise.all(
    readable.slice(0, mostTensors).map(async (tensor) => {
      return { tensor, statistics: await opened.sampleStatistics(tensor, mostNumbers, { signal }) };
    }),
  );
}

/** A layer's weights as its neurons where these are pictures, else as the matrix that they are. */
async function drawOne(opened: OpenWeights, tensor: number, signal: AbortSignal): Promise<DrawnNeurons | DrawnTensor> {
  const { network } = opened.summary;
  const layer = 1 + (network?.layers.findIndex(({ weight }) => weight === tensor) ?? -1);
  const neurons = layer > 0 ? picturedNeurons(opened.summary, layer) : null;
  if (neurons === null) return opened.drawTensor(tensor, { signal });
  return opened.drawNeurons({ ...neurons, count: Math.min(mostNeurons, neurons.count) }, { signal });
}

function versionOf({ byteLength, modifiedMs }: FileFacts): string {
  return `${byteLength} ${modifiedMs}`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
