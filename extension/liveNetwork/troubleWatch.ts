import type { LiveState, NoticeAction } from "../protocol/liveState.ts";
import type { CurrentState } from "./currentState.ts";
import type { RunHistory } from "./runHistory.ts";
import { lastGoodStep } from "./trouble/lastGoodStep.ts";
import { smallerLearningRate } from "./trouble/otherLearningRate.ts";
import { runSince, troubleOf } from "./trouble/trouble.ts";

/** Judges the run under way: says once what is wrong with it, what to try, and offers the way back to the last good step. */
export class TroubleWatch {
  readonly #current: CurrentState;
  readonly #history: RunHistory;
  /** the step from which on training is judged: the run's first, or where it was told to go on differently */
  #judgedFrom = 0;
  #isTold = false;

  constructor(current: CurrentState, history: RunHistory) {
    this.#current = current;
    this.#history = history;
  }

  /** From now on training is judged anew, by what comes after this step. */
  judgeFrom(step: number): void {
    this.#judgedFrom = step;
    this.#isTold = false;
  }

  /** To be asked when the run's curves have grown. */
  look(): void {
    const run = this.#history.last;
    if (!run || this.#isTold) return;
    const trouble = troubleOf(runSince(run, this.#judgedFrom), this.#current.state.learningRate);
    if (!trouble) return;
    this.#isTold = true;
    this.#current.change({ notice: trouble.words, noticeAction: this.#rollBackTo(trouble.learningRate) });
  }

  /** What there is to say when training stopped. @param layer whose gradient was not finite, 1… */
  divergedIn(layer: number): Pick<LiveState, "notice" | "noticeAction"> {
    const rate = this.#current.state.learningRate;
    const smaller = smallerLearningRate(rate, this.#current.requireNetwork().settings);
    const notice =
      `Training stopped: the gradient of layer ${layer} was not finite at learning rate ${rate}. ` +
      `The weights before it are kept; try a smaller learning rate, such as ${smaller}.`;
    return { notice, noticeAction: this.#rollBackTo(smaller) };
  }

  /** The way back to the last good step of the run under way; null when there is none. @param learningRate to go on with */
  #rollBackTo(learningRate: number | null): NoticeAction | null {
    const run = this.#history.last;
    const { firstStep } = this.#current.state;
    if (!run || learningRate === null || firstStep === null) return null;
    const step = lastGoodStep(runSince(run, this.#judgedFrom));
    return step < firstStep ? null : { type: "rollBack", step, learningRate };
  }
}
