import type { ActivationName } from "../network/networkShape.ts";
import { longestOf, withPart } from "../protocol/listParts.ts";
import type { ComparisonOutline, PairedTensors } from "../protocol/weightsComparison.ts";
import type {
  BegunSummary,
  OpenFileId,
  TriedActivation,
  WeightsPlace,
  WeightsReply,
  WeightsRequest,
  WeightsRequestType,
} from "../protocol/weightsMessages.ts";
import type { DrawnNeurons, DrawnTensor, NeuronIcon, NeuronRows, PageShade } from "../protocol/weightsPicture.ts";
import type { SliceRequest, TensorSlice, TensorStatistics, WeightsSummary } from "../protocol/weightsSummary.ts";
import { type RequestOptions, WeightsClient, WeightsReaderGone, WeightsRefusal } from "./weightsClient.ts";
import type { WeightsPort } from "./weightsPort.ts";

/**
 * Reads weights files in a worker of their own, which is started for the first request, ended after it idled a while, and
 * replaced when it hangs or fails: what it was working on is then refused, what it had not begun is done by the next.
 */
export class WeightsReader {
  readonly #startWorker: () => WeightsPort;
  readonly #limits: ReaderLimits;
  readonly #files = new Map<OpenFileId, HeldFile>();
  #worker: WeightsClient | undefined;
  #idling: NodeJS.Timeout | undefined;
  #nextFile: OpenFileId = 1;
  #isDisposed = false;

  constructor(startWorker: () => WeightsPort, limits: ReaderLimits = { idleMs: 300_000, mostSilentSeconds: 5 }) {
    this.#startWorker = startWorker;
    this.#limits = limits;
  }

  /**
   * Opens a weights file: reads its table of contents.
   *
   * @throws {WeightsRefusal} with one sentence to show
   */
  async open(place: WeightsPlace, options: RequestOptions = {}): Promise<OpenWeights> {
    const file = this.#nextFile++;
    // Bytes are handed over, and are gone when the worker is.
    const transfer = place.kind === "bytes" ? [place.bytes.buffer] : [];
    try {
      const { worker, reply } = await this.#ask("open", { file, place }, options, transfer);
      this.#files.set(file, {
        place: place.kind === "path" ? place : null,
        name: nameOf(place),
        worker,
        version: reply.version,
      });
      return new OpenWeights(this, file, await this.#wholeSummary(file, nameOf(place), reply, options));
    } catch (error) {
      this.#files.delete(file);
      // It may have been opened, and the news of it crossed the word that nobody waits for it any more.
      this.#worker?.request("close", { file }).catch(() => undefined);
      throw error;
    }
  }

  /**
   * Asks for something about files that were opened here; of those its worker has lost, it opens them again first.
   *
   * @throws {WeightsRefusal} with one sentence to show
   */
  async request<Type extends Exclude<WeightsRequestType, "open" | "close">>(
    type: Type,
    request: WeightsRequest<Type>,
    options: RequestOptions = {},
  ): Promise<WeightsReply<Type>> {
    return (await this.#ask(type, request, options)).reply;
  }

  /**
   * How two files differ in form, and which tensors are held against each other.
   *
   * @throws {WeightsRefusal} with one sentence to show
   */
  async outlineComparison(
    files: WeightsRequest<"outlineComparison">,
    { signal }: RequestOptions = {},
  ): Promise<ComparisonOutline> {
    const { outline, longest } = await this.request("outlineComparison", files, { signal });
    const { pairs, onlyInA, onlyInB } = outline;
    const begun: PairedTensors = { pairs, onlyInA, onlyInB };
    const next = (from: number) => this.request("listPairs", { ...files, from }, { signal });
    return { ...outline, ...(await wholeLists(this.#nameIn(files), begun, longest, next)) };
  }

  /** Starts the worker, where somebody is about to ask something of it: that takes longer than most answers. */
  prepare(): void {
    if (this.#isDisposed) return;
    this.#presentWorker();
    this.#idleFromNow();
  }

  /** Nothing more is asked of the file. */
  close(file: OpenFileId): void {
    const held = this.#files.get(file);
    this.#files.delete(file);
    if (held && held.worker === this.#worker) held.worker.request("close", { file }).catch(() => undefined);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#endWorker();
    this.#files.clear();
  }

  /** With all of the file's tensors. */
  async #wholeSummary(
    file: OpenFileId,
    name: string,
    { summary, tensorCount }: BegunSummary,
    { signal }: RequestOptions,
  ): Promise<WeightsSummary> {
    const { tensors } = summary;
    const next = (from: number) => this.request("listTensors", { file, from }, { signal });
    return { ...summary, ...(await wholeLists(name, { tensors }, tensorCount, next)) };
  }

  /** Once more when the worker is lost before it had begun: it was something else that ended it. */
  async #ask<Type extends WeightsRequestType>(
    type: Type,
    request: WeightsRequest<Type>,
    options: RequestOptions,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<{ readonly worker: WeightsClient; readonly reply: WeightsReply<Type> }> {
    for (let attempt = 1; ; attempt++) {
      const worker = this.#presentWorker();
      try {
        if (type !== "open") {
          for (const name of fileFields) {
            const file = (request as Partial<Record<string, OpenFileId>>)[name];
            if (file !== undefined) await this.#holdOpen(file, worker);
          }
        }
        return { worker, reply: await worker.request(type, request, options, transfer) };
      } catch (error) {
        if (!(error instanceof WeightsReaderGone)) throw error;
        const mayTryAgain = !error.wasBegun && transfer.length === 0 && attempt < mostAttempts && !this.#isDisposed;
        if (mayTryAgain) continue;
        if (this.#isDisposed) throw readerEnded(error);
        const name = this.#nameIn(request);
        throw new WeightsRefusal(`${name}: expected a file that can be read, found that ${error.message}.`, {
          cause: error,
        });
      } finally {
        this.#idleFromNow();
      }
    }
  }

  /** Of the file that a request is about, for error messages. */
  #nameIn(request: { readonly place?: WeightsPlace; readonly file?: OpenFileId }): string {
    if (request.place) return nameOf(request.place);
    return this.#files.get(request.file ?? 0)?.name ?? "a weights file";
  }

  /** Sees to it that a worker has a file open that was opened with it or one before. */
  async #holdOpen(file: OpenFileId, worker: WeightsClient): Promise<void> {
    const held = this.#files.get(file);
    if (!held) throw new WeightsRefusal(`File ${file}: expected one that is open, found one that was closed.`);
    if (held.worker === worker) return held.opening;
    const { place, name, version } = held;
    if (place === null) {
      throw new WeightsRefusal(
        `${name}: expected its bytes to be there still, found that the reader was started again.`,
      );
    }
    held.worker = worker;
    held.opening = worker.request("open", { file, place }).then((reply) => {
      if (reply.version === version) return;
      throw new WeightsRefusal(
        `${name}: expected the file as it was when it was opened, found that it was written to.`,
      );
    });
    await held.opening;
  }

  #presentWorker(): WeightsClient {
    if (this.#isDisposed) throw readerEnded();
    clearTimeout(this.#idling);
    this.#worker ??= this.#freshWorker();
    return this.#worker;
  }

  #freshWorker(): WeightsClient {
    const worker: WeightsClient = new WeightsClient(this.#startWorker(), this.#limits.mostSilentSeconds, () => {
      if (this.#worker === worker) this.#worker = undefined;
    });
    return worker;
  }

  #idleFromNow(): void {
    clearTimeout(this.#idling);
    this.#idling = setTimeout(() => {
      // Bytes that were handed over would be gone with it.
      const areBytesHeld = [...this.#files.values()].some(({ place }) => place === null);
      if (this.#worker?.isBusy || areBytesHeld) this.#idleFromNow();
      else this.#endWorker();
    }, this.#limits.idleMs);
    // It need not keep a script from ending.
    this.#idling.unref();
  }

  #endWorker(): void {
    clearTimeout(this.#idling);
    this.#worker?.dispose();
    this.#worker = undefined;
  }
}

/**
 * Asks for the rest of lists one message after the other, a turn apart, in which the host has other things to do: of two
 * lists that are asked for at once all messages could else come in one turn.
 */
async function wholeLists<Lists extends { readonly [Name in keyof Lists]: readonly unknown[] }>(
  name: string,
  begun: Lists,
  longest: number,
  next: (from: number) => Promise<Lists>,
): Promise<Lists> {
  let lists = withPart(begun, 0, begun);
  for (let from = longestOf(lists); from < longest; from = longestOf(lists)) {
    lists = withPart(lists, from, await next(from));
    if (longestOf(lists) === from) {
      const found = `found ${from}: the file was written to while it was read`;
      throw new WeightsRefusal(`${name}: expected ${longest} tensors, ${found}.`);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return lists;
}

export interface ReaderLimits {
  /** after which a worker that has nothing to do is ended */
  readonly idleMs: number;
  /** after which a worker that owes an answer is taken to hang */
  readonly mostSilentSeconds: number;
}

function nameOf(place: WeightsPlace): string {
  return place.kind === "bytes" ? place.name : place.path.replace(/^.*[/\\]/, "");
}

function readerEnded(cause?: WeightsReaderGone): WeightsRefusal {
  return new WeightsRefusal("The reader of weights files was ended.", { cause });
}

/** Where requests name the files they are about. */
const fileFields = ["file", "other"] as const;
const mostAttempts = 3;

/** What it takes to open a file again. */
interface HeldFile {
  /** null for bytes, which were handed over */
  readonly place: WeightsPlace | null;
  readonly name: string;
  /** by which it is known to be as it was */
  readonly version: string;
  /** that has it open, or opens it */
  worker: WeightsClient;
  opening?: Promise<void>;
}

/** A weights file that was opened, until it is closed. */
export class OpenWeights {
  /** names it in requests */
  readonly file: OpenFileId;
  readonly summary: WeightsSummary;
  readonly #reader: WeightsReader;

  constructor(reader: WeightsReader, file: OpenFileId, summary: WeightsSummary) {
    this.#reader = reader;
    this.file = file;
    this.summary = summary;
  }

  /** @param tensor its index in the summary */
  takeStatistics(tensor: number, options?: RequestOptions): Promise<TensorStatistics> {
    return this.#reader.request("takeStatistics", { file: this.file, tensor }, options);
  }

  /** The same of as many of its first numbers. @param tensor its index in the summary */
  sampleStatistics(tensor: number, mostNumbers: number, options?: RequestOptions): Promise<TensorStatistics> {
    return this.#reader.request("sampleStatistics", { file: this.file, tensor, mostNumbers }, options);
  }

  /** What some neurons look for, one beside the other on one scale. Their inputs are a square picture. */
  drawNeurons(neurons: NeuronRows, page: PageShade, options?: RequestOptions): Promise<DrawnNeurons> {
    return this.#reader.request("drawNeurons", { file: this.file, neurons, page }, options);
  }

  /** The same, each for itself, as a small PNG on a scale of its own. */
  async drawNeuronIcons(neurons: NeuronRows, options?: RequestOptions): Promise<readonly NeuronIcon[]> {
    const { icons } = await this.#reader.request("drawNeuronIcons", { file: this.file, neurons }, options);
    return icons;
  }

  /** A tensor's last two dimensions, or as many of their rows as are quickly read. @param tensor its index in the summary */
  drawTensor(tensor: number, page: PageShade, options?: RequestOptions): Promise<DrawnTensor> {
    return this.#reader.request("drawTensor", { file: this.file, tensor, page }, options);
  }

  /** @param tensor its index in the summary */
  readSlice(tensor: number, slice: SliceRequest, options?: RequestOptions): Promise<TensorSlice> {
    return this.#reader.request("readSlice", { file: this.file, tensor, slice }, options);
  }

  /**
   * The dense network as Downhill's own format has it.
   *
   * @param otherwise what each layer after the input does, where the file does not say
   */
  async readNetwork(otherwise: readonly ActivationName[], options?: RequestOptions): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = await this.#reader.request("readNetwork", { file: this.file, otherwise }, options);
    return bytes;
  }

  /** With which activations the network reads most digits right, the best first; empty where digits do not fit it. */
  async tryActivations(options?: RequestOptions): Promise<readonly TriedActivation[]> {
    const { tried } = await this.#reader.request("tryActivations", { file: this.file }, options);
    return tried;
  }

  dispose(): void {
    this.#reader.close(this.file);
  }
}
