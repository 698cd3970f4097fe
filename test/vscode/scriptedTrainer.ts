import type { HostToTrainer, TrainerToHost } from "../../extension/protocol/trainerMessages.ts";
import type { TrainerPort } from "../../extension/trainer/trainerPort.ts";
import { stateWithNetwork } from "./someState.ts";

const { network, progress } = stateWithNetwork;
const standing = { progress, points: { training: [], evaluations: [] } };
/** What each kind of request is answered with; a function makes the answer from the request, or a promise of it. */
type Replies = Readonly<Partial<Record<HostToTrainer["type"], unknown>>>;

const made = {
  ...standing,
  settings: network?.settings,
  shape: network?.shape,
  trainingCount: 12_000,
  heldOutCount: 2_000,
  firstStep: 0,
  notContinued: null,
};

const usualReplies: Replies = {
  createNetwork: made,
  reset: made,
  save: { shape: network?.shape, parameters: [], training: null },
};

/** A trainer that trains nothing: it answers every request as if all were well, and says what a test has it say. */
export class ScriptedTrainer implements TrainerPort {
  /** in the order in which they came */
  readonly received: HostToTrainer[] = [];
  readonly #replies: Replies;
  #listener: (message: TrainerToHost) => void = () => undefined;

  /** @param replies where other answers than the usual ones are wanted */
  constructor(replies: Replies = {}) {
    this.#replies = { ...usualReplies, ...replies };
  }

  post(message: HostToTrainer): void {
    this.received.push(message);
    if (message.type === "snapshotTaken") return;
    const { type, id } = message;
    const reply = this.#replies[type] ?? standing;
    queueMicrotask(async () =>
      this.say({ type: "replied", id, reply: await (typeof reply === "function" ? reply(message) : reply) }),
    );
  }

  listen(listener: (message: TrainerToHost) => void): void {
    this.#listener = listener;
    queueMicrotask(() => this.say({ type: "ready" }));
  }

  onEnd(): void {}

  terminate(): void {}

  say(message: TrainerToHost): void {
    this.#listener(message);
  }

  count(type: HostToTrainer["type"]): number {
    return this.received.filter((message) => message.type === type).length;
  }
}
