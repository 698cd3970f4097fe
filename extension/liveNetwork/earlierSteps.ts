import { TrainerGone } from "../trainer/trainerClient.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { CurrentState } from "./currentState.ts";
import { NotNow } from "./notNow.ts";
import type { RunHistory } from "./runHistory.ts";
import type { Succession } from "./succession.ts";
import type { TrainerOnDemand } from "./trainerOnDemand.ts";
import type { Training } from "./training.ts";
import type { TroubleWatch } from "./troubleWatch.ts";

interface EarlierStepsParts {
  readonly current: CurrentState;
  readonly trainer: TrainerOnDemand;
  readonly history: RunHistory;
  readonly checkpoints: Checkpoints;
  readonly trouble: TroubleWatch;
  readonly training: Training;
  readonly succession: Succession;
}

/**
 * The network as it was after earlier steps of its run: shows them, and makes one the beginning of a new run. The present
 * waits meanwhile, untouched.
 */
export class EarlierSteps {
  readonly #parts: EarlierStepsParts;
  /** counts the wishes to see another step: the newest wins */
  #wishes = 0;
  #showing: Promise<void> = Promise.resolve();
  #branching: Promise<void> = Promise.resolve();
  #isChanged = false;

  constructor(parts: EarlierStepsParts) {
    this.#parts = parts;
  }

  /** Settles when the step that was asked for last is shown. */
  get shown(): Promise<void> {
    return this.#showing;
  }

  /** Settles when no earlier step is about to become the beginning of a new run. */
  get branched(): Promise<void> {
    return this.#branching;
  }

  /** Whether a learning rate was chosen for the step that is shown: what follows from it is not what followed. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  noteChange(): void {
    this.#isChanged = true;
  }

  /**
   * Pauses training and shows an earlier step, null the present. Resolves when it is shown, or another was asked for
   * meanwhile.
   *
   * @throws {RangeError} when the run did not have that step, or does not know it any more
   */
  async show(step: number | null): Promise<void> {
    this.#parts.current.requireNetwork();
    const wish = ++this.#wishes;
    const showing = this.#show(step, wish, this.#branching);
    this.#showing = showing.catch(() => undefined);
    await showing;
  }

  /** Shows the one before the step that is shown. @throws {NotNow} while training, or where none before is known */
  async showPrevious(): Promise<void> {
    const { current } = this.#parts;
    current.requireNetwork();
    current.requireStandstill();
    const { progress, past, firstStep } = current.state;
    const step = past?.step ?? progress?.step ?? 0;
    if (step === firstStep) throw new NotNow(`Step ${step} is the first that is known: there is none before it.`);
    await this.show(step - 1);
  }

  /** What was asked for and is not shown yet is not wanted any more. */
  forgetWishes(): void {
    this.#wishes++;
  }

  /** @param branching settles when the run has begun of which a step is wanted */
  async #show(wanted: number | null, wish: number, branching: Promise<void>): Promise<void> {
    const { current, trainer, training, succession } = this.#parts;
    await succession.settled;
    await branching;
    if (wish !== this.#wishes) return;
    if (current.state.status === "training") await training.pause();
    const { progress, past, firstStep } = current.state;
    if (wish !== this.#wishes || progress === null) return;
    const present = past?.present ?? progress;
    if (wanted !== null) requireKnown(wanted, firstStep, present.step);
    const step = wanted === present.step ? null : wanted;
    const isShown = step === null ? past === null : past?.step === step && past.share === 1;
    if (isShown) return;
    if (step !== null) current.change({ past: { step, share: 0, present } });
    try {
      const shown = await trainer.request("showStep", { step });
      if (!shown.isShown || wish !== this.#wishes) return;
      const { progress, learningRate } = shown;
      this.#isChanged = false;
      const latest = current.state.past?.present ?? present;
      current.change({ past: step === null ? null : { step, share: 1, present: latest }, progress, learningRate });
    } catch (error) {
      if (!(error instanceof TrainerGone)) current.change({ past });
      throw error;
    }
  }

  /** @param share of the way to the step that is replayed, 0…1 */
  noteReplayed(step: number, share: number): void {
    const { current } = this.#parts;
    const { past } = current.state;
    if (past?.step === step && past.share < 1) current.change({ past: { ...past, share } });
  }

  /** The earlier step that is shown becomes the beginning of a new run, that waits; in the present there is nothing to do. */
  async branch(): Promise<void> {
    // After the step that is asked for now, and before any that is asked for later: it is of the new run.
    const earlier = Promise.all([this.#showing, this.#branching]);
    const branching = earlier.then(() => this.#branchNow());
    this.#branching = branching.catch(() => undefined);
    await branching;
  }

  async #branchNow(): Promise<void> {
    const { current, trainer, history, checkpoints, trouble, training } = this.#parts;
    const { network, past } = current.state;
    if (!network || past === null) return;
    const replaced = await checkpoints.make();
    training.follow(await trainer.request("trainOnFromPast", {}));
    const { learningRate } = current.state;
    checkpoints.tookPlaceOf(replaced);
    history.branch(past.step, learningRate);
    trouble.judgeFrom(past.step);
    current.change({
      status: "paused",
      network: { ...network, settings: { ...network.settings, learningRate } },
      past: null,
      run: history.last?.number ?? 0,
      notice: null,
    });
    history.tellReplaced();
    await checkpoints.take();
  }
}

/** @param firstStep the earliest that is known, null when none is @param presentStep the last that there is */
function requireKnown(step: number, firstStep: number | null, presentStep: number): void {
  if (firstStep === null) {
    throw new NotNow("Earlier steps of this network cannot be shown: it is so large that they are not kept.");
  }
  if (step < firstStep || step > presentStep) {
    throw new RangeError(
      `Step ${step}: expected one from ${firstStep} to ${presentStep}, the steps of this run that are known.`,
    );
  }
}
