import type { CompareToHost, HostToCompare } from "../../extension/protocol/compareMessages.ts";
import { PendingRequests } from "../../extension/protocol/pendingRequests.ts";
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

/** Asks the host for parts of tensors; every question is settled. */
export class SliceRequests {
  readonly #send: (message: CompareToHost) => void;
  readonly #pending = new PendingRequests();

  constructor(send: (message: CompareToHost) => void) {
    this.#send = send;
  }

  /** @throws when the host refuses, or `signal` says that nobody waits any more */
  read(tensor: ComparedTensor, slice: SliceRequest, signal: AbortSignal): Promise<TensorSlice> {
    return this.#pending.ask(
      signal,
      (id) => this.#send({ type: "readSlice", id, ...tensor, slice: { ...slice, at: [...slice.at] } }),
      (id) => this.#send({ type: "cancelSlice", id }),
    );
  }

  receive(message: Extract<HostToCompare, { type: "sliceRead" | "sliceRefused" }>): void {
    if (message.type === "sliceRead") this.#pending.resolve(message.id, message.slice);
    else this.#pending.reject(message.id, new Error(message.message));
  }
}
