import { PendingRequests } from "../../extension/protocol/pendingRequests.ts";
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

/** Called with the share of a request that is done, 0…1. */
type Progressed = (share: number) => void;

/** Asks the host about the tensors of a file, of one reading of it; every question is settled. */
export class FileRequests {
  readonly #send: (message: WeightsPageToHost) => void;
  readonly #pending = new PendingRequests();
  readonly #progressed = new Map<number, Progressed>();
  #reading = 0;

  constructor(send: (message: WeightsPageToHost) => void) {
    this.#send = send;
  }

  /** Asks about another reading from now on. What was asked before is rejected with {@link Superseded}. */
  set reading(reading: number) {
    if (reading === this.#reading) return;
    this.#reading = reading;
    this.#pending.rejectAll((id) => {
      this.#cancel(id);
      return new Superseded();
    });
  }

  /** @throws {Superseded} */
  readSlice(tensor: number, slice: SliceRequest, signal: AbortSignal, progressed?: Progressed): Promise<TensorSlice> {
    const reading = this.#reading;
    const send = (id: number) =>
      this.#send({ type: "readSlice", id, reading, tensor, slice: { ...slice, at: [...slice.at] } });
    return this.#ask<"readSlice">(send, signal, progressed);
  }

  /** @throws {Superseded} */
  takeStatistics(tensor: number, signal: AbortSignal, progressed?: Progressed): Promise<TensorStatistics> {
    const reading = this.#reading;
    const send = (id: number) => this.#send({ type: "takeStatistics", id, reading, tensor });
    return this.#ask<"takeStatistics">(send, signal, progressed);
  }

  receive(message: Extract<HostToWeightsPage, { id: number }>): void {
    if (message.type === "progressed") {
      this.#progressed.get(message.id)?.(message.share);
      return;
    }
    this.#progressed.delete(message.id);
    if (message.type === "replied") this.#pending.resolve(message.id, message.reply);
    else this.#pending.reject(message.id, new Error(message.message));
  }

  async #ask<Type extends WeightsPageRequestType>(
    send: (id: number) => void,
    signal: AbortSignal,
    progressed: Progressed = () => undefined,
  ): Promise<WeightsPageRequests[Type]> {
    const begin = (id: number) => {
      this.#progressed.set(id, progressed);
      send(id);
    };
    try {
      return await this.#pending.ask(signal, begin, (id) => this.#cancel(id));
    } catch (error) {
      throw signal.aborted ? new Superseded() : error;
    }
  }

  #cancel(id: number): void {
    this.#progressed.delete(id);
    this.#send({ type: "cancel", id });
  }
}
