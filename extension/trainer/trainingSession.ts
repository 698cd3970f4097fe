import type { CurvePoints } from "../protocol/curves.ts";
import { thinnedTraining } from "../protocol/grownRun.ts";
import type { Arithmetic, SavedNetwork, SavedTraining } from "../protocol/savedNetwork.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { ExampleAddress, ExampleSet, Observation, Progress, Snapshot } from "../protocol/snapshot.ts";
import type { NetworkMade } from "../protocol/trainerMessages.ts";
import type { Descent } from "./descent.ts";
import { EpochEvaluations, type EvaluationWork } from "./epochEvaluations.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import type { LabelledDataset } from "./labelledDataset.ts";
import { Learner } from "./learner.ts";
import { findNextWrong } from "./nextWrong.ts";
import { Past } from "./past.ts";
import { type SessionStart, startAnew, startFrom } from "./sessionStart.ts";
import type { ShownPicture } from "./snapshotTaker.ts";
import { Timeline } from "./timeline.ts";

/** A piece of work that {@link TrainingSession.work} has done. */
export type Work =
  | { readonly kind: "carriedBack"; readonly examples: number }
  | EvaluationWork
  /** of a diagnosis, for which training waits */
  | { readonly kind: "diagnosed" }
  | { readonly kind: "diverged"; readonly layer: number };

/**
 * Points of the training curve that are told of at once. Where epochs take milliseconds there would be thousands a second,
 * which cost everybody who is told of them more than anybody can see.
 */
const mostPointsAtOnce = 256;

/** One network, its examples, and where its training stands. Does its work in small pieces, when told. */
export class TrainingSession {
  readonly settings: NetworkSettings;
  readonly dataset: LabelledDataset;
  /** of the present network */
  readonly evaluations: EpochEvaluations;
  shown: ExampleAddress = { set: "heldOut", index: 0 };
  #shownEpoch: number | null = null;
  /** see {@link SessionStart} */
  readonly #origin: SavedNetwork | null;
  readonly #trainedElsewhere: SavedTraining | null;
  readonly #notContinued: string | null;
  readonly #makeLearner: () => Learner;
  readonly #present: Learner;
  readonly #network: KernelNetwork;
  readonly #descent: Descent;
  readonly #timeline: Timeline;
  /** made when an earlier step is first asked for */
  #past: Past | undefined;
  #isInPast = false;
  #examplesPerSecond: number | null = null;
  #isDisposed = false;

  /** A new network, with the weights that the settings' seed gives. */
  static create(settings: NetworkSettings, dataset: LabelledDataset): TrainingSession {
    return new TrainingSession(settings, dataset, startAnew(settings));
  }

  /** A saved network, that goes on training where it stood if the dataset is the same, and from a new epoch if not. */
  static open(saved: SavedNetwork, settings: NetworkSettings, dataset: LabelledDataset): TrainingSession {
    return new TrainingSession(settings, dataset, startFrom(saved, settings, dataset));
  }

  private constructor(
    settings: NetworkSettings,
    dataset: LabelledDataset,
    { shape, parameters, position, moments, origin, trainedElsewhere, arithmetic, notContinued }: SessionStart,
  ) {
    this.settings = settings;
    this.dataset = dataset;
    this.#origin = origin;
    this.#trainedElsewhere = trainedElsewhere;
    this.#makeLearner = () => new Learner(dataset.placed, shape, settings, position);
    this.#present = this.#makeLearner();
    this.#network = this.#present.network;
    this.#descent = this.#present.descent;
    try {
      this.#network.parameters = parameters;
      this.#notContinued = notContinued ?? otherArithmetic(arithmetic, this.#network.arithmetic);
      if (moments && moments.steps > 0) this.#descent.moments = moments;
      this.#timeline = new Timeline(this.#network.stateBytes, this.#descent.batchSize);
      this.#keepState();
      this.evaluations = new EpochEvaluations(this.#present);
    } catch (error) {
      this.#present.dispose();
      throw error;
    }
  }

  /** Gives its memory back; the dataset stays, for others. Nothing may be asked of the session any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.evaluations.dispose();
    this.#present.dispose();
    this.#past?.learner.dispose();
  }

  /** A session that begins again: with the weights that `seed` gives, or with those that were opened. */
  startAgain(seed: number, learningRate: number): TrainingSession {
    const settings = { ...this.settings, seed, learningRate };
    const session =
      this.#origin && seed === this.settings.seed
        ? TrainingSession.open(this.#origin, settings, this.dataset)
        : TrainingSession.create(settings, this.dataset);
    session.shown = this.shown;
    return session;
  }

  get made(): NetworkMade {
    return {
      settings: this.settings,
      shape: this.#network.shape,
      trainingCount: this.#network.training.count,
      heldOutCount: this.#network.heldOut.count,
      firstStep: this.#timeline.firstStep,
      progress: this.progress,
      points: this.takePoints(),
      notContinued: this.#notContinued,
    };
  }

  get progress(): Progress {
    const { cost, accuracy } = this.evaluations.latest;
    return this.#present.progress({ cost, accuracy, examplesPerSecond: this.#examplesPerSecond });
  }

  /** η; takes effect at the next mini-batch. */
  set learningRate(learningRate: number) {
    this.#descent.learningRate = learningRate;
    const { step, examplesInBatch } = this.#descent;
    this.#timeline.noteLearningRate(examplesInBatch === 0 ? step : step + 1, learningRate);
  }

  get learningRate(): number {
    return this.#descent.learningRate;
  }

  /** The present network, or an earlier one. */
  get #shownLearner(): Learner {
    return this.#isInPast && this.#past ? this.#past.learner : this.#present;
  }

  /** As {@link progress}, of what is shown. */
  get shownProgress(): Progress {
    if (!this.#isInPast) return this.progress;
    const learner = this.#shownLearner;
    const { cost = null, accuracy = null } = this.evaluations.lastUpTo(learner.descent.step) ?? {};
    return learner.progress({ cost, accuracy, examplesPerSecond: null });
  }

  /** η of what is shown; set in the past, it is the one that {@link trainOnFromPast} goes on with. */
  get shownLearningRate(): number {
    return this.#shownLearner.descent.learningRate;
  }

  set shownLearningRate(learningRate: number) {
    if (this.#isInPast) this.#shownLearner.descent.learningRate = learningRate;
    else this.learningRate = learningRate;
  }

  /** Whether the step aimed at is the one that is shown. */
  get isThere(): boolean {
    return !this.#isInPast || (this.#past?.isThere ?? true);
  }

  /** Share of the way to the step aimed at that is behind it, 0…1. */
  get shareReplayed(): number {
    return this.#isInPast ? (this.#past?.shareReplayed ?? 1) : 1;
  }

  /**
   * Aims at an earlier step, to which {@link replay} leads; the present waits untouched.
   *
   * @throws {RangeError} when the step is not between the timeline's first and the present one
   */
  aimAt(step: number): void {
    const { firstStep } = this.#timeline;
    if (firstStep === null || step < firstStep || step > this.#descent.step) {
      throw new RangeError(`Step ${step}: expected one from ${firstStep} to ${this.#descent.step}.`);
    }
    this.#past ??= new Past(this.#makeLearner(), this.#timeline);
    this.#past.learner.snapshots.forget();
    this.#past.aimAt(step);
    this.#isInPast = true;
  }

  /** Learns a piece of a few milliseconds at most again, on the way to an earlier step. */
  replay(): void {
    this.#past?.replay();
  }

  backToPresent(): void {
    this.#isInPast = false;
  }

  /** The past that is shown becomes the present; what came after it is forgotten. */
  trainOnFromPast(): void {
    if (!this.#isInPast || !this.#past || !this.isThere) throw new Error("Expected an earlier step to be shown.");
    const state = this.#past.copyState();
    const { step } = state.position;
    this.#timeline.forgetAfter(step);
    this.#present.restoreState(state);
    this.learningRate = state.learningRate;
    this.evaluations.goBackTo(step);
    this.#past.forget();
    this.#isInPast = false;
  }

  get examplesLeftInBatch(): number {
    return this.#descent.examplesLeftInBatch;
  }

  /** Whether examples that were told of as carried back are not quite: {@link work} goes on with them. */
  get isUnderWay(): boolean {
    return this.#descent.isUnderWay;
  }

  /** The training example carried back last, as it was learnt from, if it can still be told. */
  get lastTrained(): ShownPicture | undefined {
    const index = this.#descent.lastExample;
    if (index === undefined) return undefined;
    return { set: "training", index, learntInEpoch: this.#descent.position.epoch };
  }

  takePoints(): CurvePoints {
    return {
      training: thinnedTraining(this.#descent.takePoints(), mostPointsAtOnce),
      evaluations: this.evaluations.takePoints(),
    };
  }

  set examplesPerSecond(rate: number | null) {
    this.#examplesPerSecond = rate;
  }

  /**
   * Does a piece of work of a few milliseconds at most: of the diagnosis or the evaluation under way, or of training.
   *
   * @param mostExamples to carry back
   */
  work(mostExamples: number): Work {
    if (this.#present.snapshots.isDiagnosing) {
      this.#present.snapshots.advanceDiagnosis();
      return { kind: "diagnosed" };
    }
    if (this.evaluations.isDue) return this.evaluations.work();
    const left = Math.min(mostExamples, this.#descent.examplesLeftInBatch, this.#descent.examplesAtOnce);
    // What was told of already is finished first.
    const examples = this.#descent.isUnderWay ? 0 : left;
    const advance = this.#descent.advance(examples);
    if (typeof advance === "object") {
      // The mini-batch begins anew, with what was chosen while it was under way.
      this.#timeline.noteLearningRate(this.#descent.step, this.#descent.learningRate);
      return { kind: "diverged", layer: advance.divergedLayer };
    }
    if (advance !== "underWay" && this.#descent.examplesInBatch === 0) this.#keepState();
    if (advance === "epochEnded") this.evaluations.noteEpochEnd();
    return { kind: "carriedBack", examples };
  }

  /** Begins what {@link takeSnapshot} needs; until it {@link isDiagnosing} no more, {@link advanceDiagnosis} is to be called. */
  prepareSnapshot(observation: Observation, isTraining: boolean): void {
    this.#shownLearner.snapshots.prepare(observation, this.#shownLearner.descent.step, isTraining);
  }

  /** Whether a diagnosis of the network that is shown is under way. */
  get isDiagnosing(): boolean {
    return this.#shownLearner.snapshots.isDiagnosing;
  }

  /** Does a piece of the diagnosis under way. */
  advanceDiagnosis(): void {
    this.#shownLearner.snapshots.advanceDiagnosis();
  }

  /** Without diagnostics where they are not there yet. @param isTraining whether another follows soon */
  takeSnapshot(observation: Observation, isTraining: boolean): Snapshot {
    const picture = { ...this.shown, learntInEpoch: this.#shownEpoch };
    return this.#shownLearner.snapshots.take(observation, picture, this.shownProgress, isTraining);
  }

  /**
   * @param learntInEpoch to show it as that epoch learns from it; null as it is
   * @throws {RangeError} when the set has no such example
   */
  show({ set, index }: ExampleAddress, learntInEpoch: number | null = null): void {
    const { count } = this.#network[set];
    if (index >= count) throw new RangeError(`Example ${index}: expected one from 0 to ${count - 1}.`);
    this.shown = { set, index };
    this.#shownEpoch = learntInEpoch;
  }

  /**
   * Looks for the next example that is read wrong, from the shown one on and round to it again.
   *
   * @param yieldToMessages called between pieces of a few milliseconds
   * @returns null when there is none, or another network took this one's place meanwhile
   */
  async findNextWrong(set: ExampleSet, yieldToMessages: () => Promise<void>): Promise<ExampleAddress | null> {
    const start = this.shown.set === set ? this.shown.index + 1 : 0;
    const isWanted = () => !this.#isDisposed;
    const index = await findNextWrong(this.#shownLearner, this.#network[set], start, yieldToMessages, isWanted);
    return index === undefined ? null : { set, index };
  }

  /**
   * Cost and accuracy in it are those of the weights in it, or left out where they would take long to find.
   *
   * @param which the present network, or the one that is shown
   */
  save(which: "present" | "shown" = "present"): SavedNetwork {
    const { sizes, activations, cost, ...settings } = this.settings;
    const learner = which === "shown" ? this.#shownLearner : this.#present;
    const { network, descent } = learner;
    const result = this.evaluations.at(descent.step) ?? learner.evaluateQuickly()?.result;
    const elsewhere = this.#trainedElsewhere;
    return {
      shape: network.shape,
      parameters: network.parameters,
      training:
        elsewhere?.step === descent.step
          ? elsewhere
          : {
              ...settings,
              learningRate: descent.learningRate,
              moments: descent.moments,
              arithmetic: network.arithmetic,
              ...descent.position,
              dataset: this.dataset.label,
              trainingFingerprint: this.dataset.trainingFingerprint,
              trainingCount: network.training.count,
              heldOutCost: result?.cost ?? null,
              accuracy: result?.accuracy ?? null,
            },
    };
  }

  /** Keeps the state of a step when its time has come: to be asked after each step. */
  #keepState(): void {
    if (this.#timeline.isDue(this.#descent.step))
      this.#timeline.keep(this.#descent.copyState(this.#timeline.makeRoom()));
  }
}

/** Why training does not go on to the bit, in a sentence; null when it does. */
function otherArithmetic(trained: Arithmetic | null, here: Arithmetic): string | null {
  if (trained === null || trained === here) return null;
  return `This network was trained with ${trained} arithmetic; this machine has ${here}: it goes on, but not to the bit.`;
}
