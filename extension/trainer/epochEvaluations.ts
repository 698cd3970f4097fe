import type { EvaluationPoint } from "../protocol/curves.ts";
import type { Evaluation, EvaluationResult } from "./evaluation.ts";
import type { EvaluationClient } from "./evaluationClient.ts";
import type { Learner } from "./learner.ts";

/** A piece of work that {@link EpochEvaluations.work} has done. */
export type EvaluationWork =
  | { readonly kind: "evaluated" }
  /** the epoch is over, and its evaluation too, or handed over */
  | { readonly kind: "epochDone" }
  /** nothing: the evaluation has to wait for one under way elsewhere, see {@link EpochEvaluations.whenDone} */
  | { readonly kind: "waiting" };

/** What a network was found to be worth; null for nothing at all, when it overflows. */
interface Worth {
  readonly cost: number | null;
  readonly accuracy: number | null;
}

/** Where training stood when an epoch ended: what a point of the held-out curve says beside what the evaluation found. */
type EvaluatedMoment = Pick<EvaluationPoint, "step" | "epoch" | "trainingCost" | "examplesPerSecond">;

/** An evaluation that goes on elsewhere. */
interface EvaluationElsewhere {
  readonly moment: EvaluatedMoment;
  /** settles when what was found is noted */
  readonly noted: Promise<void>;
}

/**
 * The evaluations of the network that is trained: of the weights that it begins with, where that is quick, and after each
 * epoch, in this thread or in another. Until an epoch's is made or handed over, nothing is learnt.
 */
export class EpochEvaluations {
  readonly #learner: Learner;
  #isDue = false;
  /** in this thread, of the epoch that is over */
  #underWay: Evaluation | undefined;
  #client: EvaluationClient | undefined;
  /** of an epoch that ended before; one at a time, so that points stay in order */
  #elsewhere: EvaluationElsewhere | undefined;
  /** what was handed over last, for the next */
  #handedOver: Float32Array<ArrayBuffer> | undefined;
  #onEvaluated: () => void = () => undefined;
  #points: EvaluationPoint[] = [];
  /** of the points, those that were told of */
  #told = 0;
  #latest: Worth & { readonly step: number } = { step: -1, cost: null, accuracy: null };
  #epochExamples = 0;
  #epochMs = 0;
  #isDisposed = false;

  /** @param learner the present network's, as it begins */
  constructor(learner: Learner) {
    this.#learner = learner;
    const first = learner.evaluateQuickly();
    if (first) this.#note(this.#takeMoment(), first.result);
  }

  /** What is under way elsewhere is dropped when it arrives. */
  dispose(): void {
    this.#isDisposed = true;
  }

  /** What the last one found; nothing yet, when there was none. */
  get latest(): Worth {
    return this.#latest;
  }

  /** What the network at a step was found to be worth; undefined when it was not looked at. */
  at(step: number): Worth | undefined {
    if (step === this.#latest.step) return this.#latest;
    return this.#points.find((point) => point.step === step);
  }

  /** The last one up to a step; undefined when there is none. */
  lastUpTo(step: number): Worth | undefined {
    return this.#points.findLast((point) => point.step <= step);
  }

  /** Whether {@link takePoints} would take any. */
  get hasNewPoints(): boolean {
    return this.#told < this.#points.length;
  }

  /** Those that were not taken yet. */
  takePoints(): readonly EvaluationPoint[] {
    const points = this.#points.slice(this.#told);
    this.#told = this.#points.length;
    return points;
  }

  /**
   * From now on epochs are evaluated in another thread when it is ready.
   *
   * @param onEvaluated called when what was found there is noted
   */
  evaluateIn(client: EvaluationClient, onEvaluated: () => void): void {
    this.#client = client;
    this.#onEvaluated = onEvaluated;
  }

  /** Settles when nothing is evaluated elsewhere any more, and what was found is noted. */
  async whenDone(): Promise<void> {
    await this.#elsewhere?.noted;
    await this.#client?.whenFree();
  }

  /** Training took `ms` milliseconds for `examples` examples, evaluation and pauses left out. */
  noteTime(examples: number, ms: number): void {
    this.#epochExamples += examples;
    this.#epochMs += ms;
  }

  noteEpochEnd(): void {
    this.#isDue = true;
  }

  /** Whether an epoch's evaluation holds training up; no pace holds it back. */
  get isDue(): boolean {
    return this.#isDue;
  }

  /** Does a piece of a few milliseconds at most of the one that is due: elsewhere if that can be, else here. */
  work(): EvaluationWork {
    if (this.handOver()) return { kind: "epochDone" };
    const client = this.#client;
    if (!this.#underWay && (this.#elsewhere || (client?.isReady && client.isBusy))) return { kind: "waiting" };
    this.#underWay ??= this.#learner.evaluate();
    this.#underWay.advance();
    if (!this.#underWay.isDone) return { kind: "evaluated" };
    this.#note(this.#takeMoment(), this.#underWay.result);
    this.#underWay = undefined;
    this.#isDue = false;
    return { kind: "epochDone" };
  }

  /** Hands the one that is due to the other thread, if there is one that is free. @returns whether it was handed over */
  handOver(): boolean {
    const client = this.#client;
    const isUnderWay = this.#underWay !== undefined || this.#elsewhere !== undefined;
    if (!this.#isDue || isUnderWay || !client?.isReady || client.isBusy) return false;
    const { network } = this.#learner;
    const moment = this.#takeMoment();
    this.#isDue = false;
    this.#handedOver = network.copyParameters(this.#handedOver);
    const noted = client.evaluate(network.shape, this.#handedOver).then((result) => {
      // Of a run that was ended, or took another way before this.
      if (this.#isDisposed || this.#elsewhere?.noted !== noted) return;
      this.#elsewhere = undefined;
      this.#note(moment, result);
      this.#onEvaluated();
    });
    this.#elsewhere = { moment, noted };
    return true;
  }

  /** The run goes on from this step: what came after it is forgotten, and what was not told of is not to be told. */
  goBackTo(step: number): void {
    this.#isDue = false;
    this.#underWay = undefined;
    if (this.#elsewhere && this.#elsewhere.moment.step > step) this.#elsewhere = undefined;
    this.#points = this.#points.filter((point) => point.step <= step);
    this.#told = this.#points.length;
    this.#latest = this.#points.at(-1) ?? { step: -1, cost: null, accuracy: null };
    this.#epochExamples = 0;
    this.#epochMs = 0;
  }

  /** Where training stands at the end of an epoch; the next one's time begins. */
  #takeMoment(): EvaluatedMoment {
    const { position, epochTrainingCost } = this.#learner.descent;
    const examplesPerSecond = this.#epochMs > 0 ? (this.#epochExamples / this.#epochMs) * 1000 : null;
    this.#epochExamples = 0;
    this.#epochMs = 0;
    return { step: position.step, epoch: position.epoch, trainingCost: epochTrainingCost, examplesPerSecond };
  }

  /** @param result undefined when the network overflows */
  #note(moment: EvaluatedMoment, result: EvaluationResult | undefined): void {
    const { step, epoch, trainingCost, examplesPerSecond } = moment;
    this.#latest = { step, cost: result?.cost ?? null, accuracy: result?.accuracy ?? null };
    if (result) this.#points.push({ step, epoch, ...result, trainingCost, examplesPerSecond });
  }
}
