import type { LiveState, NetworkSummary } from "../protocol/liveState.ts";
import { type Disposable, Emitter } from "./emitter.ts";
import { NotNow } from "./notNow.ts";

/** What every view knows at all times, and who wants to hear when it changes. */
export class CurrentState implements Disposable {
  readonly #changed = new Emitter<LiveState>();
  readonly onDidChange = this.#changed.event;
  #state: LiveState = emptyState;

  get state(): LiveState {
    return this.#state;
  }

  change(change: Partial<LiveState>): void {
    // Another notice wants another action, or none.
    const action = "notice" in change ? { noticeAction: null } : {};
    this.#state = { ...this.#state, ...action, ...change };
    this.#changed.fire(this.#state);
  }

  /** There is no network any more; how to watch one stays as it was chosen. @param notice one sentence that says why */
  empty(notice: string): void {
    const { pace, followsTraining } = this.#state;
    this.change({ ...emptyState, pace, followsTraining, notice });
  }

  /** @throws {NotNow} when there is none */
  requireNetwork(): NetworkSummary {
    if (!this.#state.network) throw new NotNow("There is no network yet: run “Downhill: New Network” first.");
    return this.#state.network;
  }

  /**
   * What nobody knows the truth of can be looked at, but not learnt.
   *
   * @throws {NotNow} when there is no network, or nothing that it could learn
   */
  requireLabels(): void {
    const { shape, isLabelled } = this.requireNetwork();
    if (isLabelled) return;
    const { sizes } = shape;
    throw new NotNow(
      `This network has nothing to learn from here: it takes ${sizes[0]} inputs and gives ${sizes.at(-1)} outputs, ` +
        "and the examples are square pictures with 10 labels. It can be looked at.",
    );
  }

  /** @throws {NotNow} while training */
  requireStandstill(): void {
    if (this.#state.status === "training") throw new NotNow("Downhill is training: pause it to go step by step.");
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const emptyState: LiveState = {
  status: "empty",
  network: null,
  progress: null,
  past: null,
  firstStep: null,
  learningRate: 0,
  pace: null,
  followsTraining: true,
  inspected: null,
  run: 0,
  preparation: null,
  notice: null,
  noticeAction: null,
};
