import { initialParameters } from "../network/initialParameters.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { type GeneratorState, SeededGenerator } from "../network/seededGenerator.ts";
import type { CurvePoints, EvaluationPoint } from "../protocol/curves.ts";
import type { Arithmetic, Moments, SavedNetwork, SavedTraining } from "../protocol/savedNetwork.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { ExampleAddress, ExampleSet, Observation, Progress, Snapshot } from "../protocol/snapshot.ts";
import type { NetworkMade } from "../protocol/trainerMessages.ts";
import { AugmentedExamples } from "./augmentedExamples.ts";
import { Descent, type DescentPosition } from "./descent.ts";
import { Evaluation } from "./evaluation.ts";
import { KernelNetwork, type Workspace } from "./kernelNetwork.ts";
import type { PlacedDataset } from "./placedDataset.ts";
import { type ShownPicture, SnapshotTaker } from "./snapshotTaker.ts";

/** A piece of work that {@link TrainingSession.work} has done. */
export type Work =
  | { readonly kind: "carriedBack"; readonly examples: number }
  | { readonly kind: "evaluated" }
  /** the epoch and its evaluation are over */
  | { readonly kind: "epochDone" }
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
  /** that the network was trained with so far; null for one that was not, or does not say */
  readonly arithmetic: Arithmetic | null;
  readonly notContinued: string | null;
}

/** Examples read at once when evaluating: quick, even in the largest network. */
const evaluationSlots = 16;
/** Weights times examples of an evaluation that need not be waited for. */
const quickEvaluation = 2e9;

/** One network, its examples, and where its training stands. Does its work in small pieces, when told. */
export class TrainingSession {
  readonly settings: NetworkSettings;
  readonly dataset: LabelledDataset;
  shown: ExampleAddress = { set: "heldOut", index: 0 };
  #shownEpoch: number | null = null;
  /** the network as it was opened, where no seed can bring it back */
  readonly #origin: SavedNetwork | null;
  readonly #notContinued: string | null;
  /** what an opened network has learnt from other examples than these, as long as it has not learnt from these */
  #trainedElsewhere: SavedTraining | undefined;
  readonly #network: KernelNetwork;
  /** makes what is learnt from, where the settings say so */
  readonly #augmented: AugmentedExamples | null = null;
  readonly #descent: Descent;
  readonly #snapshots: SnapshotTaker;
  readonly #evaluationWorkspace: Workspace;
  /** under way after an epoch */
  #evaluation: Evaluation | undefined;
  #evaluations: EvaluationPoint[] = [];
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
    const start = { shape, parameters, position, moments: null, origin: null, arithmetic: null, notContinued: null };
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
    const start = { shape, parameters, position, moments, origin: null, arithmetic, notContinued };
    const session = new TrainingSession(settings, dataset, start);
    if (!isSame) session.#trainedElsewhere = training;
    return session;
  }

  private constructor(
    settings: NetworkSettings,
    dataset: LabelledDataset,
    { shape, parameters, position, moments, origin, arithmetic, notContinued }: SessionStart,
  ) {
    this.settings = settings;
    this.dataset = dataset;
    this.#origin = origin;
    this.#network = new KernelNetwork(dataset.placed, shape);
    try {
      this.#network.parameters = parameters;
      this.#notContinued = notContinued ?? otherArithmetic(arithmetic, this.#network.arithmetic);
      this.#evaluationWorkspace = this.#network.makeWorkspace(evaluationSlots, false);
      this.#augmented = settings.augment ? new AugmentedExamples(dataset.placed, settings.seed) : null;
      this.#descent = new Descent(this.#network, settings, position, this.#augmented);
      if (moments && moments.steps > 0) this.#descent.moments = moments;
      this.#snapshots = new SnapshotTaker(this.#network, dataset.placed, settings, this.#augmented);
      const evaluation = this.#evaluateQuickly();
      if (evaluation) this.#noteEvaluation(evaluation);
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  /** Gives its memory back; the dataset stays, for others. Nothing may be asked of the session any more. */
  dispose(): void {
    this.#isDisposed = true;
    this.#augmented?.dispose();
    this.#network.dispose();
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
      progress: this.progress,
      points: this.takePoints(),
      notContinued: this.#notContinued,
    };
  }

  get progress(): Progress {
    const { step, epoch, batchInEpoch } = this.#descent.position;
    return {
      step,
      epoch,
      batchInEpoch,
      batchesPerEpoch: this.#descent.batchesPerEpoch,
      examplesInBatch: this.#descent.examplesInBatch,
      learningRate: this.#descent.scheduledLearningRate,
      trainingCost: this.#descent.trainingCost,
      cost: this.#cost,
      accuracy: this.#accuracy,
      examplesPerSecond: this.#examplesPerSecond,
    };
  }

  /** η; takes effect at the next mini-batch. */
  set learningRate(learningRate: number) {
    this.#descent.learningRate = learningRate;
  }

  get learningRate(): number {
    return this.#descent.learningRate;
  }

  get examplesLeftInBatch(): number {
    return this.#descent.examplesLeftInBatch;
  }

  /** Whether an evaluation is under way, which no pace holds back. */
  get isEvaluating(): boolean {
    return this.#evaluation !== undefined;
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
    return { training: this.#descent.takePoints(), evaluations };
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
   * Does a piece of work of a few milliseconds at most: of the evaluation under way, or of training.
   *
   * @param mostExamples to carry back
   */
  work(mostExamples: number): Work {
    if (this.#evaluation) {
      this.#evaluation.advance();
      if (!this.#evaluation.isDone) return { kind: "evaluated" };
      this.#noteEvaluation(this.#evaluation);
      this.#evaluation = undefined;
      return { kind: "epochDone" };
    }
    const examples = Math.min(mostExamples, this.#descent.examplesLeftInBatch, this.#descent.examplesAtOnce);
    const advance = this.#descent.advance(examples);
    if (this.#descent.position.step !== this.#trainedElsewhere?.step) this.#trainedElsewhere = undefined;
    if (typeof advance === "object") return { kind: "diverged", layer: advance.divergedLayer };
    if (advance === "epochEnded") this.#evaluation = this.#evaluate();
    return { kind: "carriedBack", examples };
  }

  /** @param isTraining whether another follows soon */
  takeSnapshot(observation: Observation, isTraining: boolean): Snapshot {
    return this.#snapshots.take(
      observation,
      { ...this.shown, learntInEpoch: this.#shownEpoch },
      this.progress,
      isTraining,
    );
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
    const { slots } = this.#evaluationWorkspace;
    for (let seen = 0; seen < count && !this.#isDisposed; seen += slots) {
      const indices = Uint32Array.from({ length: Math.min(slots, count - seen) }, (_, k) => (start + seen + k) % count);
      this.#network.read(examples, indices, this.#evaluationWorkspace);
      const verdicts = this.#network.verdicts(this.#evaluationWorkspace, indices.length);
      const labels = this.#network.labels(examples);
      const wrong = indices.find((index, k) => verdicts[k] !== labels[index]);
      if (wrong !== undefined) return { set, index: wrong };
      if ((seen / slots) % 64 === 63) await yieldToMessages();
    }
    return null;
  }

  /** Cost and accuracy in it are those of the weights in it, or left out where they would take long to find. */
  save(): SavedNetwork {
    const { sizes, activations, cost, ...settings } = this.settings;
    const isCurrent = this.#descent.position.step === this.#evaluatedStep;
    const result = isCurrent ? { cost: this.#cost, accuracy: this.#accuracy } : this.#evaluateQuickly()?.result;
    return {
      shape: this.#network.shape,
      parameters: this.#network.parameters,
      training: this.#trainedElsewhere ?? {
        ...settings,
        learningRate: this.#descent.learningRate,
        moments: this.#descent.moments,
        arithmetic: this.#network.arithmetic,
        ...this.#descent.position,
        dataset: this.dataset.label,
        trainingFingerprint: this.dataset.trainingFingerprint,
        trainingCount: this.#network.training.count,
        heldOutCost: result?.cost ?? null,
        accuracy: result?.accuracy ?? null,
      },
    };
  }

  #evaluateQuickly(): Evaluation | undefined {
    if (this.#network.parameterCount * this.#network.heldOut.count > quickEvaluation) return undefined;
    const evaluation = this.#evaluate();
    while (!evaluation.isDone) evaluation.advance();
    return evaluation;
  }

  #evaluate(): Evaluation {
    return new Evaluation(this.#network, this.#network.heldOut, this.#evaluationWorkspace);
  }

  #noteEvaluation(evaluation: Evaluation): void {
    const { result } = evaluation;
    const { step, epoch } = this.#descent.position;
    this.#cost = result?.cost ?? null;
    this.#accuracy = result?.accuracy ?? null;
    this.#evaluatedStep = step;
    const examplesPerSecond = this.#epochMs > 0 ? (this.#epochExamples / this.#epochMs) * 1000 : null;
    if (result) {
      this.#evaluations.push({
        step,
        epoch,
        ...result,
        trainingCost: this.#descent.epochTrainingCost,
        examplesPerSecond,
      });
    }
    this.#epochExamples = 0;
    this.#epochMs = 0;
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
