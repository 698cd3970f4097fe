import type { TrainingEnd } from "../protocol/trainerMessages.ts";
import type { Pacing } from "./pacing.ts";
import type { TrainingSession } from "./trainingSession.ts";

/** Milliseconds of work between two looks at the messages: a pause need not wait for longer. */
export const sliceMs = 8;
/** Milliseconds between two messages of progress. */
export const progressIntervalMs = 100;
/** Milliseconds over which the rate of training is measured. */
const rateIntervalMs = 500;

/** How far training is to go: so many examples, or epochs that end; null is until it is stopped. */
export type Goal = { readonly examples: number } | { readonly epochs: number } | null;

/** Who is told how training goes. */
export interface TrainingObserver {
  /** An epoch is over, and another follows. */
  onEpoch(): void;
  /** Messages are about to be looked at. @param examples carried back since the last time @param hasWorked or did anything else */
  onSlice(examples: number, hasWorked: boolean): void;
  /** It is time to tell the host how far it is. */
  onProgress(): void;
}

/** What a slice of work came to. */
interface Slice {
  /** carried back */
  readonly examples: number;
  readonly hasWorked: boolean;
  /** for an evaluation that goes on elsewhere */
  readonly isWaiting: boolean;
  /** layer whose gradient was not finite, 1…; undefined when all were */
  readonly divergedLayer: number | undefined;
}

/** Training from when it is begun until it is stopped or its goal is reached: slices of work, with a look at the messages between. */
export class TrainingLoop {
  readonly #session: TrainingSession;
  readonly #pacing: Pacing | null;
  readonly #observer: TrainingObserver;
  readonly #yieldToMessages: () => Promise<void>;
  #examplesLeft: number;
  #epochsLeft: number;
  #isStopping = false;
  /** ends the wait for the next example's time, or for an evaluation */
  #wake: () => void = () => undefined;
  #rateExamples = 0;
  #rateMs = 0;

  /** @param pacing null for as fast as it goes */
  constructor(
    session: TrainingSession,
    goal: Goal,
    pacing: Pacing | null,
    observer: TrainingObserver,
    yieldToMessages: () => Promise<void>,
  ) {
    this.#session = session;
    this.#pacing = pacing;
    this.#observer = observer;
    this.#yieldToMessages = yieldToMessages;
    this.#examplesLeft = goal && "examples" in goal ? goal.examples : Number.POSITIVE_INFINITY;
    // The end of an epoch that was paused in its evaluation was not asked for.
    const isLate = session.evaluations.isDue;
    this.#epochsLeft = goal && "epochs" in goal ? goal.epochs + (isLate ? 1 : 0) : Number.POSITIVE_INFINITY;
  }

  /** Training that ended by itself has its last evaluation; one that was stopped is told of it later. */
  async run(): Promise<TrainingEnd> {
    const end = await this.#train();
    const { evaluations } = this.#session;
    if (end.reason === "paused") evaluations.handOver();
    else if (!this.#isStopping) await this.#unlessWoken(evaluations.whenDone());
    return end;
  }

  /** Has it end soon; {@link run} then settles. */
  stop(): void {
    this.#isStopping = true;
    this.#wake();
  }

  /** Something was asked of it: it does not go on waiting. */
  wake(): void {
    this.#wake();
  }

  async #train(): Promise<TrainingEnd> {
    const { evaluations } = this.#session;
    let lastProgressMs = performance.now();
    while (!this.#isStopping) {
      const startMs = performance.now();
      const isEvaluating = evaluations.isDue;
      const { examples, hasWorked, isWaiting, divergedLayer } = this.#workOn(startMs);
      if (divergedLayer !== undefined) return { reason: "diverged", layer: divergedLayer };
      if (this.#isGoalReached) return { reason: "goalReached" };
      this.#observer.onSlice(examples, hasWorked);
      if (startMs - lastProgressMs >= progressIntervalMs) {
        lastProgressMs = startMs;
        this.#observer.onProgress();
      }
      if (isWaiting) await this.#unlessWoken(evaluations.whenDone());
      else await (hasWorked ? this.#yieldToMessages() : this.#untilNextExample());
      if (!isEvaluating) this.#noteTime(examples, performance.now() - startMs);
    }
    return { reason: "paused" };
  }

  /** Works until the slice is over, or what there is to do is of another kind. */
  #workOn(startMs: number): Slice {
    const session = this.#session;
    const isEvaluating = session.evaluations.isDue;
    let examples = 0;
    let hasWorked = false;
    do {
      const most = isEvaluating ? 0 : Math.min(this.#examplesLeft, this.#pacing?.due ?? Number.POSITIVE_INFINITY);
      if (!isEvaluating && most === 0 && !session.isUnderWay && !session.isDiagnosing) break;
      const work = session.work(most);
      hasWorked = true;
      if (work.kind === "diverged") return { examples, hasWorked, isWaiting: false, divergedLayer: work.layer };
      if (work.kind === "waiting") return { examples, hasWorked, isWaiting: true, divergedLayer: undefined };
      if (work.kind === "carriedBack") {
        examples += work.examples;
        this.#examplesLeft -= work.examples;
        this.#pacing?.note(work.examples);
      } else if (work.kind === "epochDone") {
        this.#epochsLeft--;
        if (this.#epochsLeft > 0) this.#observer.onEpoch();
      }
    } while (
      performance.now() - startMs < sliceMs &&
      session.evaluations.isDue === isEvaluating &&
      this.#epochsLeft > 0
    );
    return { examples, hasWorked, isWaiting: false, divergedLayer: undefined };
  }

  get #isGoalReached(): boolean {
    if (this.#epochsLeft === 0) return true;
    return this.#examplesLeft === 0 && !this.#session.isUnderWay && !this.#session.evaluations.isDue;
  }

  /** Of a slice, and of what was waited for after it. */
  #noteTime(examples: number, elapsedMs: number): void {
    this.#session.evaluations.noteTime(examples, elapsedMs);
    this.#rateExamples += examples;
    this.#rateMs += elapsedMs;
    if (this.#rateMs < rateIntervalMs) return;
    this.#session.examplesPerSecond = (this.#rateExamples / this.#rateMs) * 1000;
    this.#rateExamples = 0;
    this.#rateMs = 0;
  }

  /** Waits for an event, or until something is asked of the training. */
  #unlessWoken(event: Promise<void>): Promise<void> {
    const woken = new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    return Promise.race([event, woken]);
  }

  /** Waits for the next example's time, or until something is asked of the training. */
  #untilNextExample(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#pacing?.msToNext ?? 1);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
