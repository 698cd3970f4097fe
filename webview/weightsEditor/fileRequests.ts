import type {
  HostToWeightsPage,
  WeightsPageRequests,
  WeightsPageRequestType,
  WeightsPageToHost,
} from "../../extension/protocol/weightsEditorMessages.ts";
import type { SliceRequest, TensorSlice, TensorStatistics } from "../../extension/protocol/weightsSummary.ts";

/** The answer is of no use any more: the file was read anew, or who asked has gone on. */
export class Superseded extends Error {
  override readonly name = "Superseded";
}

interface Pending {
  readonly progressed: (share: number) => void;
  readonly resolve: (reply: WeightsPageRequests[WeightsPageRequestType]) => void;
  readonly reject: (error: Error) => void;
}

/** Asks the host about the tensors of a file, of one reading of it; every question is settled. */
export class FileRequests {
  readonly #send: (message: WeightsPageToHost) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  #reading = 0;

  constructor(send: (message: WeightsPageToHost) => void) {
    this.#send = send;
  }

  /** Asks about another reading from now on. What was asked before is rejected with {@link Superseded}. */
  set reading(reading: number) {
    if (reading === this.#reading) return;
    this.#reading = reading;
    for (const id of [...this.#pending.keys()]) this.#giveUp(id);
  }

  /** @throws {Superseded} */
  readSlice(
    tensor: number,
    slice: SliceRequest,
    signal: AbortSignal,
    progressed: (share: number) => void = () => undefined,
  ): Promise<TensorSlice> {
    const message = (id: number): WeightsPageToHost => ({
      type: "readSlice",
      id,
      reading: this.#reading,
      tensor,
      slice: { ...slice, at: [...slice.at] },
    });
    return this.#ask(message, signal, progressed) as Promise<TensorSlice>;
  }

  /** @throws {Superseded} */
  takeStatistics(
    tensor: number,
    signal: AbortSignal,
    progressed: (share: number) => void = () => undefined,
  ): Promise<TensorStatistics> {
    const message = (id: number): WeightsPageToHost => ({ type: "takeStatistics", id, reading: this.#reading, tensor });
    return this.#ask(message, signal, progressed) as Promise<TensorStatistics>;
  }

  receive(message: Extract<HostToWeightsPage, { id: number }>): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.type === "progressed") {
      pending.progressed(message.share);
      return;
    }
    this.#pending.delete(message.id);
    if (message.type === "replied") pending.resolve(message.reply);
    else pending.reject(new Error(message.message));
  }

  #ask(
    messageOf: (id: number) => WeightsPageToHost,
    signal: AbortSignal,
    progressed: (share: number) => void,
  ): Promise<WeightsPageRequests[WeightsPageRequestType]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new Superseded());
        return;
      }
      signal.addEventListener("abort", () => this.#giveUp(id), { once: true });
      this.#pending.set(id, { progressed, resolve, reject });
      this.#send(messageOf(id));
    });
  }

  #giveUp(id: number): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    this.#send({ type: "cancel", id });
    pending.reject(new Superseded());
  }
}
