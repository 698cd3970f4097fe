import type { CompareToHost, HostToCompare } from "../../extension/protocol/compareMessages.ts";
import type { ComparedWhich } from "../../extension/protocol/weightsMessages.ts";
import type { SliceRequest, TensorSlice } from "../../extension/protocol/weightsSummary.ts";

/** Of what numbers are wanted. */
export interface ComparedTensor {
  /** its place in the outline */
  readonly pair: number;
  readonly which: ComparedWhich;
  /** whether B's neurons stand where their partners are */
  readonly isReordered: boolean;
}

interface Pending {
  resolve(slice: TensorSlice): void;
  reject(error: Error): void;
}

/** Asks the host for parts of tensors; every question is settled. */
export class SliceRequests {
  readonly #send: (message: CompareToHost) => void;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(send: (message: CompareToHost) => void) {
    this.#send = send;
  }

  /** @throws when the host refuses, or `signal` says that nobody waits any more */
  read(tensor: ComparedTensor, slice: SliceRequest, signal: AbortSignal): Promise<TensorSlice> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new DOMException("Given up.", "AbortError"));
      signal.addEventListener("abort", () => this.#giveUp(id), { once: true });
      this.#pending.set(id, { resolve, reject });
      this.#send({ type: "readSlice", id, ...tensor, slice: { ...slice, at: [...slice.at] } });
    });
  }

  receive(message: Extract<HostToCompare, { type: "sliceRead" | "sliceRefused" }>): void {
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.type === "sliceRead") pending?.resolve(message.slice);
    else pending?.reject(new Error(message.message));
  }

  #giveUp(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending) return;
    this.#pending.delete(id);
    this.#send({ type: "cancelSlice", id });
    pending.reject(new DOMException("Given up.", "AbortError"));
  }
}
