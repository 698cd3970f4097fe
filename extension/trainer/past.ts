import type { DescentState } from "./descent.ts";
import type { Learner } from "./learner.ts";
import type { Timeline } from "./timeline.ts";

/**
 * A network as it was at an earlier step of its run, beside the one that the run has come to, which it never touches. It
 * is brought to a step by the timeline's nearest state and by learning again from there.
 */
export class Past {
  readonly learner: Learner;
  readonly #timeline: Timeline;
  /** whether what the network holds is of the timeline's run */
  #isPlaced = false;
  #start = 0;
  #goal = 0;

  /** @param learner as the run's, of the same shape, over the same examples */
  constructor(learner: Learner, timeline: Timeline) {
    this.learner = learner;
    this.#timeline = timeline;
  }

  /** Aims at a step, to which {@link replay} leads. @throws {RangeError} when the timeline begins later */
  aimAt(step: number): void {
    const nearest = this.#timeline.nearest(step);
    const { step: here, examplesInBatch } = this.learner.descent;
    // From where it is the way may be shorter; what has begun the next mini-batch is past it.
    const isBefore = here < step || (here === step && examplesInBatch === 0);
    const isOnTheWay = this.#isPlaced && isBefore && here >= nearest.position.step;
    if (!isOnTheWay) this.learner.restoreState(nearest);
    this.#isPlaced = true;
    this.#start = this.learner.descent.step;
    this.#goal = step;
    if (this.isThere) this.#arrive();
  }

  get isThere(): boolean {
    return this.learner.descent.step === this.#goal;
  }

  /** Share of the way that is behind it, 0…1. */
  get shareReplayed(): number {
    if (this.isThere) return 1;
    return (this.learner.descent.step - this.#start) / (this.#goal - this.#start);
  }

  /** Learns a piece of a few milliseconds at most again. To be called until it {@link isThere}. */
  replay(): void {
    const { descent } = this.learner;
    if (descent.examplesInBatch === 0) {
      descent.learningRate = this.#timeline.learningRateAfter(descent.step);
    }
    const advance = descent.advance(Math.min(descent.examplesLeftInBatch, descent.examplesAtOnce));
    if (typeof advance === "object") {
      throw new Error(`Step ${descent.step + 1}: expected what was learnt once, found a gradient out of range.`);
    }
    if (this.isThere) this.#arrive();
  }

  /** The state at the step aimed at, to be gone on from; its learning rate may have been changed. */
  copyState(): DescentState {
    return this.learner.descent.copyState();
  }

  /** The run went another way: what the network holds may not be of it any more. */
  forget(): void {
    this.#isPlaced = false;
  }

  #arrive(): void {
    this.learner.descent.learningRate = this.#timeline.learningRateAfter(this.#goal);
    this.learner.descent.takePoints(); // they were told when they were new
  }
}
