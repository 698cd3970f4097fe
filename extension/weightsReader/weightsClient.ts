import { assertNever } from "../protocol/assertNever.ts";
import { PendingRequests } from "../protocol/pendingRequests.ts";
import type {
  HostToWeights,
  WeightsReply,
  WeightsRequest,
  WeightsRequestType,
  WeightsToHost,
} from "../protocol/weightsMessages.ts";
import type { WeightsFormatName } from "../protocol/weightsSummary.ts";
import type { WeightsPort } from "./weightsPort.ts";

/** The reader refused a request: one sentence to show. */
export class WeightsRefusal extends Error {
  override readonly name = "WeightsRefusal";
  /** as what a file was recognised that could not be opened; null for every other refusal */
  format: WeightsFormatName | null = null;
}

/** The reader's worker ended before it had answered: half a sentence says why. */
export class WeightsReaderGone extends Error {
  override readonly name = "WeightsReaderGone";
  /** whether the request had been begun, and may have been what ended the worker */
  readonly wasBegun: boolean;

  constructor(reason: string, wasBegun: boolean) {
    super(reason);
    this.wasBegun = wasBegun;
  }
}

export interface RequestOptions {
  /** Its abort settles the request with the signal's reason, at once. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0…1, now and then. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A request that the worker has not answered, whether or not anyone still waits. */
interface Unanswered {
  wasBegun: boolean;
  /** undefined when nobody asks any more */
  onProgress: RequestOptions["onProgress"];
}

/**
 * The host's end of one weights worker: sends requests and settles each with its reply. A worker that owes an answer and
 * says nothing for some seconds hangs, and is ended.
 */
export class WeightsClient {
  readonly #port: WeightsPort;
  readonly #mostSilentSeconds: number;
  readonly #onGone: () => void;
  readonly #pending = new PendingRequests();
  readonly #unanswered = new Map<number, Unanswered>();
  #silentSeconds = 0;
  #watch: NodeJS.Timeout | undefined;
  #isReady = false;
  #endedBecause: string | undefined;

  /** @param onGone called once, when the worker hangs or has ended, unless it was told to */
  constructor(port: WeightsPort, mostSilentSeconds: number, onGone: () => void) {
    this.#port = port;
    this.#mostSilentSeconds = mostSilentSeconds;
    this.#onGone = onGone;
    port.listen((message) => this.#receive(message));
    port.onEnd((reason) => this.#goneBecause(reason));
  }

  /** Whether an answer is owed. */
  get isBusy(): boolean {
    return this.#unanswered.size > 0;
  }

  /**
   * @param transfer buffers of the request that the reader takes over
   * @throws {WeightsRefusal} with one sentence to show
   * @throws {WeightsReaderGone} when the worker ends before it has answered
   */
  async request<Type extends WeightsRequestType>(
    type: Type,
    request: WeightsRequest<Type>,
    { signal, onProgress }: RequestOptions = {},
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<WeightsReply<Type>> {
    signal?.throwIfAborted();
    if (this.#endedBecause !== undefined) throw new WeightsReaderGone(this.#endedBecause, false);
    const unanswered: Unanswered = { wasBegun: false, onProgress };
    return this.#pending.ask<WeightsReply<Type>>(
      signal,
      (id) => {
        this.#unanswered.set(id, unanswered);
        this.#watchOver();
        this.#port.post({ type, id, ...request } as unknown as HostToWeights, transfer);
      },
      (id) => {
        unanswered.onProgress = undefined; // news of it may be on its way
        this.#port.post({ type: "cancel", id });
      },
    );
  }

  dispose(): void {
    this.#end("its reader was ended");
    this.#port.terminate();
  }

  #receive(message: WeightsToHost): void {
    this.#silentSeconds = 0;
    switch (message.type) {
      case "ready":
        this.#isReady = true;
        return;
      case "replied":
        this.#answered(message.id);
        this.#pending.resolve(message.id, message.reply);
        return;
      case "refused": {
        const refusal = new WeightsRefusal(message.message);
        refusal.stack = message.stack;
        refusal.format = message.format;
        this.#answered(message.id);
        this.#pending.reject(message.id, refusal);
        return;
      }
      case "progressed": {
        const unanswered = this.#unanswered.get(message.id);
        if (!unanswered) return;
        unanswered.wasBegun = true;
        unanswered.onProgress?.(message.share);
        return;
      }
      default:
        assertNever(message);
    }
  }

  #answered(id: number): void {
    this.#unanswered.delete(id);
    if (!this.isBusy) this.#watchNoMore();
  }

  /** Counts seconds rather than reading a clock: a machine that slept or a host that was busy is not the worker's silence. */
  #watchOver(): void {
    if (this.#watch) return;
    this.#silentSeconds = 0;
    this.#watch = setInterval(() => {
      this.#silentSeconds++;
      if (this.#silentSeconds < (this.#isReady ? this.#mostSilentSeconds : mostStartingSeconds)) return;
      this.#goneBecause(`its reader made no progress for ${this.#silentSeconds} seconds`);
      this.#port.terminate();
    }, 1000);
  }

  #watchNoMore(): void {
    clearInterval(this.#watch);
    this.#watch = undefined;
  }

  #goneBecause(reason: string): void {
    if (this.#endedBecause !== undefined) return;
    this.#onGone();
    this.#end(reason);
  }

  #end(reason: string): void {
    this.#watchNoMore();
    if (this.#endedBecause !== undefined) return;
    this.#endedBecause = reason;
    this.#pending.rejectAll((id) => new WeightsReaderGone(reason, this.#unanswered.get(id)?.wasBegun ?? false));
    this.#unanswered.clear();
  }
}

/** A machine that starts its editor has other things to do. */
const mostStartingSeconds = 30;
