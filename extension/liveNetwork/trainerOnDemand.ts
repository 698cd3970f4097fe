import type { TrainerReply, TrainerRequest, TrainerRequestType } from "../protocol/trainerMessages.ts";
import { TrainerClient, type TrainerEvent, TrainerGone } from "../trainer/trainerClient.ts";
import type { TrainerPort } from "../trainer/trainerPort.ts";
import type { Disposable } from "./emitter.ts";

/** The trainer, whose worker is started when there is first something to ask of it, and again after a crash. */
export class TrainerOnDemand implements Disposable {
  readonly #startClient: () => TrainerClient;
  #client: TrainerClient | undefined;
  #isDisposed = false;

  /**
   * @param startWorker starts a worker
   * @param onEvent called with what the trainer tells without being asked
   * @param onGone called when a worker ended unexpectedly, and with it the network; the next request starts another
   */
  constructor(
    startWorker: () => TrainerPort,
    onEvent: (event: TrainerEvent) => void,
    onGone: (reason: string) => void,
  ) {
    this.#startClient = () =>
      new TrainerClient(startWorker(), onEvent, (reason) => {
        this.#client = undefined;
        onGone(reason);
      });
  }

  /** Whether there is a worker, which would have to be told of what changes. */
  get isStarted(): boolean {
    return this.#client !== undefined;
  }

  /**
   * @param transfer buffers of the request that the trainer takes over
   * @throws {TrainerRefusal} with one sentence to show, when the trainer will not or cannot
   * @throws {TrainerGone} when the worker ends before it has answered, or nothing may be asked any more
   */
  request<Type extends TrainerRequestType>(
    type: Type,
    request: TrainerRequest<Type>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<TrainerReply<Type>> {
    if (this.#isDisposed) return Promise.reject(new TrainerGone("The trainer was ended."));
    this.#client ??= this.#startClient();
    return this.#client.request(type, request, transfer);
  }

  /** Says that the last snapshot was drawn, so that the next may come. */
  snapshotDrawn(): void {
    this.#client?.snapshotTaken();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#client?.dispose();
  }
}
