import type { Checkpoint } from "./checkpoint.ts";
import type { CurrentState } from "./currentState.ts";
import { type Disposable, Emitter } from "./emitter.ts";
import type { RunHistory } from "./runHistory.ts";
import type { TrainerOnDemand } from "./trainerOnDemand.ts";

/** One is taken at each pause, and while training at most this often. */
const intervalMs = 5000;
/** And so seldom that they take no larger share of the time: millions of weights take a second to write. */
const mostShareOfTime = 0.02;

/** Takes checkpoints of the live network, and holds those that may be wanted back. */
export class Checkpoints implements Disposable {
  readonly #current: CurrentState;
  readonly #trainer: TrainerOnDemand;
  readonly #history: RunHistory;
  readonly #taken = new Emitter<Checkpoint>();
  /** Something worth keeping on disk. */
  readonly onDidTake = this.#taken.event;
  #last: Checkpoint | undefined;
  #replaced: Checkpoint | undefined;
  /** not before then is one taken while training */
  #nextMs = 0;

  constructor(current: CurrentState, trainer: TrainerOnDemand, history: RunHistory) {
    this.#current = current;
    this.#trainer = trainer;
    this.#history = history;
  }

  /** Of the run under way, which comes back to it should the trainer end. */
  get last(): Checkpoint | undefined {
    return this.#last;
  }

  /** Of the last network that had learnt something when another took its place. */
  get replaced(): Checkpoint | undefined {
    return this.#replaced;
  }

  /** The run under way has just come back from it. */
  cameBackFrom(checkpoint: Checkpoint): void {
    this.#last = checkpoint;
  }

  /** Hands over the last one, so that weights that end every worker are tried once, not for ever. */
  giveUpLast(): Checkpoint | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last;
  }

  /** Another network has taken the place of the one that this is of. */
  tookPlaceOf(checkpoint: Checkpoint): void {
    this.#replaced = checkpoint;
  }

  /** Keeps the run as it is now, if there is one. */
  async take(): Promise<void> {
    const { network, run } = this.#current.state;
    if (!network) return;
    const startMs = performance.now();
    this.#nextMs = startMs + intervalMs;
    const checkpoint = await this.make();
    // The trainer waits for an evaluation before it answers: meanwhile another run may have begun, which has its own.
    if (this.#current.state.run !== run) return;
    this.#last = checkpoint;
    const durationMs = performance.now() - startMs;
    this.#nextMs = startMs + Math.max(intervalMs, durationMs / mostShareOfTime);
    this.#taken.fire(checkpoint);
  }

  /** Whether it is time for another one while training. */
  get isDue(): boolean {
    return performance.now() > this.#nextMs;
  }

  /** One of the present, for whoever asks. */
  async make(): Promise<Checkpoint> {
    const { bytes: weights, step, shown } = await this.#trainer.request("save", { which: "present" });
    const { settings, dataset, file } = this.#current.requireNetwork();
    const { inspected, pace, followsTraining } = this.#current.state;
    const runs = this.#history.upTo(step);
    return { weights, step, settings, dataset, file, runs, shown, inspected, pace, followsTraining };
  }

  dispose(): void {
    this.#taken.dispose();
  }
}
