import { PendingRequests } from "../protocol/pendingRequests.ts";
import type {
  HostToTrainer,
  TrainerReply,
  TrainerRequest,
  TrainerRequestType,
  TrainerToHost,
} from "../protocol/trainerMessages.ts";
import type { TrainerPort } from "./trainerPort.ts";

/** The trainer refused or failed a request; everything is as it was before. */
class TrainerRefusal extends Error {
  override readonly name = "TrainerRefusal";
}

/** The trainer's worker ended while a request was under way. */
export class TrainerGone extends Error {
  override readonly name = "TrainerGone";
}

/** What the trainer tells without being asked. */
export type TrainerEvent = Exclude<TrainerToHost, { type: "replied" | "refused" | "ready" }>;

/** The host's end of the trainer: sends requests, settles each with its reply, and passes events on. */
export class TrainerClient {
  readonly #port: TrainerPort;
  readonly #pending = new PendingRequests();
  readonly #ready = Promise.withResolvers<void>();
  #endedBecause: string | undefined;

  /**
   * @param onEvent called with each event
   * @param onGone called when the worker ends without having been told to
   */
  constructor(port: TrainerPort, onEvent: (event: TrainerEvent) => void, onGone: (reason: string) => void) {
    this.#port = port;
    // A worker that ends before it was ready fails the requests that waited for it; nobody else need hear of it.
    this.#ready.promise.catch(() => undefined);
    port.listen((message) => this.#receive(message, onEvent));
    port.onEnd((reason) => {
      const wasExpected = this.#endedBecause !== undefined;
      this.#endedBecause ??= reason;
      this.#rejectAll(reason);
      if (!wasExpected) onGone(reason);
    });
  }

  /**
   * @param transfer buffers of the request that the trainer takes over
   * @throws {TrainerRefusal} with one sentence to show, when the trainer will not or cannot
   * @throws {TrainerGone} when the worker ends before it has answered
   */
  async request<Type extends TrainerRequestType>(
    type: Type,
    request: TrainerRequest<Type>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<TrainerReply<Type>> {
    await this.#ready.promise;
    if (this.#endedBecause !== undefined) throw new TrainerGone(this.#endedBecause);
    return this.#pending.ask<TrainerReply<Type>>(undefined, (id) =>
      this.#port.post({ type, id, ...request } as unknown as HostToTrainer, transfer),
    );
  }

  /** Says that the last snapshot was drawn, so that the next may come. */
  snapshotTaken(): void {
    if (this.#endedBecause === undefined) this.#port.post({ type: "snapshotTaken" });
  }

  dispose(): void {
    this.#endedBecause = "The trainer was ended.";
    this.#rejectAll(this.#endedBecause);
    this.#port.terminate();
  }

  #receive(message: TrainerToHost, onEvent: (event: TrainerEvent) => void): void {
    switch (message.type) {
      case "ready":
        this.#ready.resolve();
        return;
      case "replied":
        this.#pending.resolve(message.id, message.reply);
        return;
      case "refused": {
        const refusal = new TrainerRefusal(message.message);
        refusal.stack = message.stack;
        this.#pending.reject(message.id, refusal);
        return;
      }
      default:
        onEvent(message);
    }
  }

  #rejectAll(reason: string): void {
    this.#ready.reject(new TrainerGone(reason));
    this.#pending.rejectAll(() => new TrainerGone(reason));
  }
}
