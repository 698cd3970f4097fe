import { initialParameters } from "../network/initialParameters.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { type GeneratorState, SeededGenerator } from "../network/seededGenerator.ts";
import type { CurvePoints, EvaluationPoint } from "../protocol/curves.ts";
import { thinnedTraining } from "../protocol/grownRun.ts";
import type { Arithmetic, Moments, SavedNetwork, SavedTraining } from "../protocol/savedNetwork.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { ExampleAddress, ExampleSet, Observation, Progress, Snapshot } from "../protocol/snapshot.ts";
import type { NetworkMade } from "../protocol/trainerMessages.ts";
import type { Descent, DescentPosition } from "./descent.ts";
import type { Evaluation, EvaluationResult } from "./evaluation.ts";
import type { EvaluationClient } from "./evaluationClient.ts";
import type { KernelNetwork } from "./kernelNetwork.ts";
import { Learner } from "./learner.ts";
import { Past } from "./past.ts";
import type { PlacedDataset } from "./placedDataset.ts";
import type { ShownPicture } from "./snapshotTaker.ts";
import { Timeline } from "./timeline.ts";

/** A piece of work that {@link TrainingSession.work} has done. */
export type Work =
  | { readonly kind: "carriedBack"; readonly examples: number }
  | { readonly kind: "evaluated" }
  /** the epoch is over, and its evaluation too, or handed over */
  | { readonly kind: "epochDone" }
  /** of a diagnosis, for which training waits */
  | { readonly kind: "diagnosed" }
  /** nothing: the epoch's evaluation has to wait for one under way elsewhere, see {@link TrainingSession.whenEvaluated} */
  | { readonly kind: "waiting" }
  | { readonly kind: "diverged"; readonly layer: number };

/** A dataset and how to know it again. */
export interface LabelledDataset {
  readonly placed: PlacedDataset;
  /** for people */
  readonly label: string;
  readonly trainingFingerprint: string;
}

interface SessionStart {
  readonly shape: NetworkShape;
  readonly parameters: Parameters;
  readonly position: DescentPosition;
  /** null for those of a start */
  readonly moments: Moments | null;
  readonly origin: SavedNetwork | null;
  readonly trainedElsewhere: SavedTraining | null;
  /** that the network was trained with so far; null for one that was not, or does not say */
  readonly arithmetic: Arithmetic | null;
  readonly notContinued: string | null;
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
 * Points of the training curve that are told of at once. Where epochs take milliseconds there would be thousands a second,
 * which cost everybody who is told of them more than anybody can see.
 */
const mostPointsAtOnce = 256;

/** Weights times examples between two looks at the messages: about ten milliseconds. */
const multiplicationsBetweenMessages = 100_000_000;

/** One network, its examples, and where its training stands. Does its work in small pieces, when told. */
export class TrainingSession {
  readonly settings: NetworkSettings;
  readonly dataset: LabelledDataset;
  shown: ExampleAddress = { set: "heldOut", index: 0 };
  #shownEpoch: number | null = null;
  /** the network as it was opened, where no seed can bring it back */
  readonly #origin: SavedNetwork | null;
  readonly #notContinued: string | null;
  /** what an opened network has learnt from other examples than these: at this step it has not learnt from these yet */
  readonly #trainedElsewhere: SavedTraining | null;
  readonly #makeLearner: () => Learner;
  readonly #present: Learner;
  readonly #network: KernelNetwork;
  readonly #descent: Descent;
  readonly #timeline: Timeline;
  /** made when an earlier step is first asked for */
  #past: Past | undefined;
  #isInPast = false;
  /** whether the epoch that ended is still to be evaluated: until then nothing is learnt */
  #isEpochOver = false;
  /** under way in this thread, of the epoch that is over */
  #evaluation: Evaluation | undefined;
  #evaluationClient: EvaluationClient | undefined;
  /** of an epoch that ended before; one at a time, so that points stay in order */
  #elsewhere: EvaluationElsewhere | undefined;
  /** what was handed over last, for the next */
  #handedOver: Float32Array<ArrayBuffer> | undefined;
  #onEvaluated: () => void = () => undefined;
  #evaluations: EvaluationPoint[] = [];
  /** those before, too */
  #allEvaluations: EvaluationPoint[] = [];
  /** of the last evaluation, and the step that it was made after */
  #cost: number | null = null;
  #accuracy: number | null = null;
  #evaluatedStep = -1;
  #examplesPerSecond: number | null = null;
  #epochExamples = 0;
  #epochMs = 0;
  #isDisposed = false;

  /** A new network, with the weights that the settings' seed gives. */
  static create(settings: NetworkSettings, dataset: LabelledDataset): TrainingSession {
    const shape = shapeOfSettings(settings);
    const generator = new SeededGenerator(settings.seed);
    const parameters = initialParameters(shape, settings.initialisation, generator);
    const position = startOf(generator.state);
    const start = {
      shape,
      parameters,
      position,
      moments: null,
      origin: null,
      trainedElsewhere: null,
      arithmetic: null,
      notContinued: null,
    };
    return new TrainingSession(settings, dataset, start);
  }

  /** A saved network, that goes on training where it stood if the dataset is the same, and from a new epoch if not. */
  static open(saved: SavedNetwork, settings: NetworkSettings, dataset: LabelledDataset): TrainingSession {
    const { shape, parameters, training } = saved;
    const fresh = startOf(new SeededGenerator(settings.seed).state);
    if (!training) {
      const start = {
        shape,
        parameters,
        position: fresh,
        moments: null,
        origin: saved,
        trainedElsewhere: null,
        arithmetic: null,
        notContinued: null,
      };
      return new TrainingSession(settings, dataset, start);
    }
    const isSame = training.trainingFingerprint === dataset.trainingFingerprint;
    const position = isSame ? training : { ...fresh, step: training.step, epoch: training.epoch };
    const notContinued = isSame
      ? null
      : `This network was trained on ${training.dataset} (${training.trainingCount.toLocaleString("en")} examples); ` +
        `here it goes on with ${dataset.label} (${dataset.placed.training.count.toLocaleString("en")} examples), in a new order.`;
    const { arithmetic, moments } = training;
    const trainedElsewhere = isSame ? null : training;
    const start = { shape, parameters, position, moments, origin: null, trainedElsewhere, arithmetic, notContinued };
    return new TrainingSession(settings, dataset, start);
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
      const evaluation = this.#present.evaluateQuickly();
      if (evaluation) this.#noteEvaluation(this.#takeMoment(), evaluation.result);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Gives its memory back; the dataset stays, for others. Nothing may be asked of the session any more. */
  dispose(): void {
    this.#isDisposed = true;
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
      batchesPerEpoch: this.#descent.batchesPerEpoch,
      firstStep: this.#timeline.firstStep,
      progress: this.progress,
      points: this.takePoints(),
      notContinued: this.#notContinued,
    };
  }

  get progress(): Progress {
    const [cost, accuracy, examplesPerSecond] = [this.#cost, this.#accuracy, this.#examplesPerSecond];
    return this.#present.progress({ cost, accuracy, examplesPerSecond });
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
    const evaluation = this.#allEvaluations.findLast(({ step }) => step <= learner.descent.step);
    const [cost, accuracy] = [evaluation?.cost ?? null, evaluation?.accuracy ?? null];
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
    this.#isEpochOver = false;
    this.#evaluation = undefined;
    if (this.#elsewhere && this.#elsewhere.moment.step > step) this.#elsewhere = undefined;
    this.#evaluations = [];
    this.#allEvaluations = this.#allEvaluations.filter((evaluation) => evaluation.step <= step);
    const last = this.#allEvaluations.at(-1);
    this.#cost = last?.cost ?? null;
    this.#accuracy = last?.accuracy ?? null;
    this.#evaluatedStep = last?.step ?? -1;
    this.#epochExamples = 0;
    this.#epochMs = 0;
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

  /** Whether an epoch's evaluation holds training up; no pace holds it back. */
  get isEvaluating(): boolean {
    return this.#isEpochOver;
  }

  /**
   * From now on epochs are evaluated in another thread when it is ready.
   *
   * @param onEvaluated called when what was found there is noted
   */
  evaluateIn(client: EvaluationClient, onEvaluated: () => void): void {
    this.#evaluationClient = client;
    this.#onEvaluated = onEvaluated;
  }

  /** Settles when nothing is evaluated elsewhere any more, and what was found is noted. */
  async whenEvaluated(): Promise<void> {
    await this.#elsewhere?.noted;
    await this.#evaluationClient?.whenFree();
  }

  /** Whether {@link takePoints} would take an evaluation. */
  get hasNewEvaluations(): boolean {
    return this.#evaluations.length > 0;
  }

  /** Hands the evaluation of an epoch that is over to the other thread, if there is one that is free. */
  handOverEvaluation(): boolean {
    const client = this.#evaluationClient;
    const isUnderWay = this.#evaluation !== undefined || this.#elsewhere !== undefined;
    if (!this.#isEpochOver || isUnderWay || !client?.isReady || client.isBusy) return false;
    const moment = this.#takeMoment();
    this.#isEpochOver = false;
    this.#handedOver = this.#network.copyParameters(this.#handedOver);
    const noted = client.evaluate(this.#network.shape, this.#handedOver).then((result) => {
      // Of a run that was ended, or took another way before this.
      if (this.#isDisposed || this.#elsewhere?.noted !== noted) return;
      this.#elsewhere = undefined;
      this.#noteEvaluation(moment, result);
      this.#onEvaluated();
    });
    this.#elsewhere = { moment, noted };
    return true;
  }

  /** The training example carried back last, as it was learnt from, if it can still be told. */
  get lastTrained(): ShownPicture | undefined {
    const index = this.#descent.lastExample;
    if (index === undefined) return undefined;
    return { set: "training", index, learntInEpoch: this.#descent.position.epoch };
  }

  takePoints(): CurvePoints {
    const evaluations = this.#evaluations;
    this.#evaluations = [];
    return { training: thinnedTraining(this.#descent.takePoints(), mostPointsAtOnce), evaluations };
  }

  /** Training took `ms` milliseconds for `examples` examples, evaluation and pauses left out. */
  noteTime(examples: number, ms: number): void {
    this.#epochExamples += examples;
    this.#epochMs += ms;
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
    if (this.#isEpochOver) return this.#evaluate();
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
    if (advance === "epochEnded") this.#isEpochOver = true;
    return { kind: "carriedBack", examples };
  }

  /** Elsewhere if that can be, else here, a piece at a time. */
  #evaluate(): Work {
    if (this.handOverEvaluation()) return { kind: "epochDone" };
    const client = this.#evaluationClient;
    if (!this.#evaluation && (this.#elsewhere || (client?.isReady && client.isBusy))) return { kind: "waiting" };
    this.#evaluation ??= this.#present.evaluate();
    this.#evaluation.advance();
    if (!this.#evaluation.isDone) return { kind: "evaluated" };
    this.#noteEvaluation(this.#takeMoment(), this.#evaluation.result);
    this.#evaluation = undefined;
    this.#isEpochOver = false;
    return { kind: "epochDone" };
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
    const examples = this.#network[set];
    const { count } = examples;
    const start = this.shown.set === set ? this.shown.index + 1 : 0;
    const { network, evaluationWorkspace: workspace } = this.#shownLearner;
    const { slots } = workspace;
    let multiplications = 0;
    for (let seen = 0; seen < count && !this.#isDisposed; seen += slots) {
      const indices = Uint32Array.from({ length: Math.min(slots, count - seen) }, (_, k) => (start + seen + k) % count);
      network.read(examples, indices, workspace);
      const verdicts = network.verdicts(workspace, indices.length);
      const labels = network.labels(examples);
      const wrong = indices.find((index, k) => verdicts[k] !== labels[index]);
      if (wrong !== undefined) return { set, index: wrong };
      multiplications += indices.length * network.parameterCount;
      if (multiplications >= multiplicationsBetweenMessages) {
        await yieldToMessages();
        multiplications = 0;
      }
    }
    return null;
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
    const result = this.#resultAt(descent.step) ?? learner.evaluateQuickly()?.result;
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

  /** What the network at a step was found to be worth, null for nothing at all; undefined when it was not looked at. */
  #resultAt(step: number): { readonly cost: number | null; readonly accuracy: number | null } | undefined {
    if (step === this.#evaluatedStep) return { cost: this.#cost, accuracy: this.#accuracy };
    return this.#allEvaluations.find((evaluation) => evaluation.step === step);
  }

  /** Keeps the state of a step when its time has come: to be asked after each step. */
  #keepState(): void {
    if (this.#timeline.isDue(this.#descent.step))
      this.#timeline.keep(this.#descent.copyState(this.#timeline.makeRoom()));
  }

  /** Where training stands at the end of an epoch; the next one's time begins. */
  #takeMoment(): EvaluatedMoment {
    const { step, epoch } = this.#descent.position;
    const trainingCost = this.#descent.epochTrainingCost;
    const examplesPerSecond = this.#epochMs > 0 ? (this.#epochExamples / this.#epochMs) * 1000 : null;
    this.#epochExamples = 0;
    this.#epochMs = 0;
    return { step, epoch, trainingCost, examplesPerSecond };
  }

  /** @param result undefined when the network overflows */
  #noteEvaluation(moment: EvaluatedMoment, result: EvaluationResult | undefined): void {
    this.#cost = result?.cost ?? null;
    this.#accuracy = result?.accuracy ?? null;
    this.#evaluatedStep = moment.step;
    if (!result) return;
    const { step, epoch, trainingCost, examplesPerSecond } = moment;
    const point = { step, epoch, ...result, trainingCost, examplesPerSecond };
    this.#evaluations.push(point);
    this.#allEvaluations.push(point);
  }
}

function shapeOfSettings({ sizes, activations, cost }: NetworkSettings): NetworkShape {
  return { sizes, activations, cost };
}

function otherArithmetic(trained: Arithmetic | null, here: Arithmetic): string | null {
  if (trained === null || trained === here) return null;
  return `This network was trained with ${trained} arithmetic; this machine has ${here}: it goes on, but not to the bit.`;
}

/** Before the first step. */
function startOf(generator: GeneratorState): DescentPosition {
  return { step: 0, epoch: 0, batchInEpoch: 0, generator };
}
