import { assertNever } from "../protocol/assertNever.ts";
import { partFrom } from "../protocol/listParts.ts";
import type {
  HostToWeights,
  OpenFileId,
  WeightsReply,
  WeightsRequestType,
  WeightsToHost,
} from "../protocol/weightsMessages.ts";
import type { TensorStatistics } from "../protocol/weightsSummary.ts";
import { readNetworkBytes } from "../weights/savedNetwork/networkBytes.ts";
import { firstNumbers } from "../weights/tensors/firstNumbers.ts";
import { takeStatistics } from "../weights/tensors/statistics.ts";
import { readSlice } from "../weights/tensors/tensorSlice.ts";
import type { StoredTensor } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import type { ComparisonAnswer, ComparisonRequest } from "./comparisonWork.ts";
import { drawNeuronIcons, drawNeurons } from "./drawNeurons.ts";
import { drawTensor } from "./drawTensor.ts";
import { HeldOutExamples } from "./heldOutExamples.ts";
import { OpenedFile } from "./openedFile.ts";
import { type OpenSource, SourcesOnDisk } from "./sourcesOnDisk.ts";

/** What a weights server needs of the thread it runs in. */
export interface WeightsThread {
  post(message: WeightsToHost, transfer: readonly ArrayBuffer[]): void;
  /** Lets messages in that have arrived meanwhile. */
  yieldToMessages(): Promise<void>;
  readonly openSource: OpenSource;
}

/** A message that is answered. */
type Request = Exclude<HostToWeights, { type: "cancel" }>;

/** What a request came to, and the buffers of it that are handed over. */
interface Answer {
  readonly reply: WeightsReply<WeightsRequestType>;
  readonly transfer?: readonly ArrayBuffer[];
}

/** The worker's end of the weights reader: holds files open, and answers every request once. */
export class WeightsServer {
  readonly #thread: WeightsThread;
  readonly #files = new Map<OpenFileId, OpenedFile>();
  /** requests that have not been answered; true for those that nobody wants any more */
  readonly #isCancelled = new Map<number, boolean>();
  /** the end of the long works that were asked for: one at a time, so that the first is done first */
  #longWorks: Promise<unknown> = Promise.resolve();
  readonly #heldOut = new HeldOutExamples();

  constructor(thread: WeightsThread) {
    this.#thread = thread;
  }

  receive(message: HostToWeights): void {
    if (message.type === "cancel") {
      if (this.#isCancelled.has(message.id)) this.#isCancelled.set(message.id, true);
      return;
    }
    const { id } = message;
    this.#isCancelled.set(id, false);
    const answer = longRequests.has(message.type) ? this.#inTurn(() => this.#begin(message)) : this.#begin(message);
    answer
      .then(
        ({ reply, transfer = [] }) => this.#thread.post({ type: "replied", id, reply }, transfer),
        (error: unknown) => this.#thread.post(refusalOf(id, error), []),
      )
      .finally(() => this.#isCancelled.delete(id));
  }

  /** Says that it has begun: should it never come back, it is known which request it was. */
  #begin(request: Request): Promise<Answer> {
    this.#tellShare(request.id, 0);
    return this.#answer(request);
  }

  async #answer(request: Request): Promise<Answer> {
    const { id } = request;
    switch (request.type) {
      case "open": {
        const opened = await OpenedFile.open(request.place, new SourcesOnDisk(this.#thread.openSource));
        if (this.#isCancelled.get(id)) {
          opened.close();
          throw new Cancelled();
        }
        this.#files.set(request.file, opened);
        return { reply: opened.begunSummary };
      }
      case "listTensors": {
        const { tensors } = this.#opened(request.file).summary;
        return { reply: partFrom({ tensors }, request.from) };
      }
      case "close":
        this.#files.get(request.file)?.close();
        this.#files.delete(request.file);
        return { reply: {} };
      case "takeStatistics":
        return { reply: await this.#takeStatistics(id, request.file, request.tensor) };
      case "readSlice": {
        const { tensor, opened } = this.#tensorOf(request.file, request.tensor);
        const slice = await this.#workOn(opened, id, readSlice(tensor, request.slice));
        return { reply: slice, transfer: [slice.values.buffer] };
      }
      case "sampleStatistics": {
        const { tensor, opened } = this.#tensorOf(request.file, request.tensor);
        const first = firstNumbers(tensor, request.mostNumbers);
        return { reply: await this.#workOn(opened, id, takeStatistics(first)) };
      }
      case "drawNeurons": {
        const { tensor, opened } = this.#tensorOf(request.file, request.neurons.tensor);
        const drawn = await this.#workOn(opened, id, drawNeurons(tensor, request.neurons, request.page));
        return { reply: drawn, transfer: [drawn.picture.png.buffer] };
      }
      case "drawNeuronIcons": {
        const { tensor, opened } = this.#tensorOf(request.file, request.neurons.tensor);
        const icons = await this.#workOn(opened, id, drawNeuronIcons(tensor, request.neurons));
        return { reply: { icons }, transfer: icons.flatMap(({ light, dark }) => [light.buffer, dark.buffer]) };
      }
      case "drawTensor": {
        const { tensor, opened } = this.#tensorOf(request.file, request.tensor);
        const drawn = await this.#workOn(opened, id, drawTensor(tensor, request.page));
        return { reply: drawn, transfer: [drawn.picture.png.buffer] };
      }
      case "readNetwork": {
        const opened = this.#opened(request.file);
        opened.refuseIfChanged();
        const bytes = readNetworkBytes(opened.file, opened.summary, opened.source, request.otherwise, opened.name);
        opened.refuseIfChanged();
        return { reply: { bytes }, transfer: [bytes.buffer] };
      }
      case "tryActivations":
        return this.#inTurn(async () => {
          const opened = this.#opened(request.file);
          const { file, summary, name } = opened;
          const { tryOnDigits } = await import("./triedActivations.ts");
          const tried = await this.#workOn(opened, id, tryOnDigits({ file, network: summary.network }, name));
          return { reply: { tried } };
        });
      case "outlineComparison":
      case "listPairs":
      case "readComparedSlice":
      case "compareTensors":
      case "matchNeurons":
      case "compareReadings":
        return this.#compare(request);
      default:
        return assertNever(request);
    }
  }

  async #compare(request: ComparisonRequest): Promise<ComparisonAnswer> {
    const [a, b] = [this.#opened(request.file), this.#opened(request.other)];
    for (const opened of [a, b]) opened.refuseIfChanged();
    const tellShare = (share: number) => this.#tellShare(request.id, share);
    const isReading = request.type === "compareReadings";
    const examples = isReading ? await this.#heldOut.read(request.examples, tellShare) : undefined;
    const { comparisonWork } = await import("./comparisonWork.ts");
    const answer = await this.#work(request.id, comparisonWork(request, a, b, examples));
    for (const opened of [a, b]) opened.refuseIfChanged();
    return answer;
  }

  async #takeStatistics(id: number, file: OpenFileId, tensor: number): Promise<TensorStatistics> {
    const opened = this.#opened(file);
    opened.refuseIfChanged();
    const known = opened.statistics.get(tensor);
    if (known) return known;
    const statistics = await this.#work(id, takeStatistics(opened.tensor(tensor)));
    opened.refuseIfChanged();
    opened.statistics.set(tensor, statistics);
    return statistics;
  }

  #tensorOf(file: OpenFileId, tensor: number): { readonly opened: OpenedFile; readonly tensor: StoredTensor } {
    const opened = this.#opened(file);
    return { opened, tensor: opened.tensor(tensor) };
  }

  /** Does a work on a file that must not change meanwhile. */
  async #workOn<Result>(opened: OpenedFile, id: number, pieces: Generator<number, Result>): Promise<Result> {
    opened.refuseIfChanged();
    const result = await this.#work(id, pieces);
    opened.refuseIfChanged();
    return result;
  }

  /** Begins a long work when those that were asked for before are over. */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#longWorks.then(work);
    this.#longWorks = turn.catch(() => undefined);
    return turn;
  }

  /** Does a work piece by piece, telling how far it is and letting other requests in between. */
  async #work<Result>(id: number, pieces: Generator<number, Result>): Promise<Result> {
    let begunMs = performance.now();
    for (;;) {
      if (this.#isCancelled.get(id)) throw new Cancelled();
      const piece = pieces.next();
      if (piece.done) return piece.value;
      const nowMs = performance.now();
      if (nowMs - begunMs < turnMs) continue;
      this.#tellShare(id, piece.value);
      await this.#thread.yieldToMessages();
      begunMs = performance.now();
    }
  }

  #tellShare(id: number, share: number): void {
    this.#thread.post({ type: "progressed", id, share }, []);
  }

  #opened(file: OpenFileId): OpenedFile {
    const opened = this.#files.get(file);
    if (opened) return opened;
    throw new WeightsFileError(`file ${file}`, "expected one that is open, found none.");
  }
}

/** Those that may take their time, on files of any size. */
const longRequests: ReadonlySet<WeightsRequestType> = new Set([
  "takeStatistics",
  "compareTensors",
  "matchNeurons",
  "compareReadings",
]);

/** After which others get a turn. */
const turnMs = 15;

/** The answer is wanted no longer. */
class Cancelled extends Error {
  constructor() {
    super("The request was cancelled.");
    this.name = "Cancelled";
  }
}

function refusalOf(id: number, error: unknown): WeightsToHost {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  const format = error instanceof WeightsFileError ? error.format : null;
  return { type: "refused", id, message, stack, format };
}
