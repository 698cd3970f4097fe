import type { Dataset } from "../datasets/examples.ts";
import { initialParameters } from "../network/initialParameters.ts";
import { type NetworkShape, shapeOf } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { type GeneratorState, SeededGenerator } from "../network/seededGenerator.ts";
import type { CurvePoints, EvaluationPoint } from "../protocol/curves.ts";
import type { SavedNetwork } from "../protocol/savedNetwork.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { ExampleAddress, ExampleSet, Observation, Progress, Snapshot } from "../protocol/snapshot.ts";
import type { NetworkMade } from "../protocol/trainerMessages.ts";
import { Descent, type DescentPosition } from "./descent.ts";
import { Evaluation } from "./evaluation.ts";
import { KernelNetwork, type Workspace } from "./kernelNetwork.ts";
import { SnapshotTaker } from "./snapshotTaker.ts";

/** A piece of work that {@link TrainingSession.work} has done. */
export type Work =
  | { readonly kind: "carriedBack"; readonly examples: number }
  | { readonly kind: "evaluated" }
  /** the epoch and its evaluation are over */
  | { readonly kind: "epochDone" }
  | { readonly kind: "diverged"; readonly layer: number };

/** A dataset and how to know it again. */
export interface LabelledDataset extends Dataset {
  /** for people */
  readonly label: string;
  readonly trainingFingerprint: string;
}

/** Examples read at once when evaluating: quick, even in the largest network. */
const evaluationSlots = 16;
/** Weights times examples of an evaluation that need not be waited for. */
const quickEvaluation = 2e9;

/** One network, its examples, and where its training stands. Does its work in small pieces, when told. */
export class TrainingSession {
  readonly settings: NetworkSettings;
  readonly dataset: LabelledDataset;
  readonly notContinued: string | null;
  shown: ExampleAddress = { set: "heldOut", index: 0 };
  readonly #network: KernelNetwork;
  readonly #descent: Descent;
  readonly #snapshots: SnapshotTaker;
  readonly #evaluationWorkspace: Workspace;
  /** under way after an epoch */
  #evaluation: Evaluation | undefined;
  #evaluations: EvaluationPoint[] = [];
  #cost: number | null = null;
  #accuracy: number | null = null;
  #examplesPerSecond: number | null = null;
  #epochExamples = 0;
  #epochMs = 0;

  /** A new network, with the weights that the settings' seed gives. */
  static create(module: WebAssembly.Module, settings: NetworkSettings, dataset: LabelledDataset): TrainingSession {
    const shape = shapeOf(settings.sizes, settings.activation);
    const generator = new SeededGenerator(settings.seed);
    const parameters = initialParameters(shape, settings.initialisation, generator);
    const position = startOf(generator.state);
    return new TrainingSession(module, shape, parameters, settings, dataset, position, null);
  }

  /** A saved network, that goes on training where it stood if the dataset is the same, and from a new epoch if not. */
  static open(
    module: WebAssembly.Module,
    { shape, parameters, training }: SavedNetwork,
    settings: NetworkSettings,
    dataset: LabelledDataset,
  ): TrainingSession {
    let position = startOf(new SeededGenerator(settings.seed).state);
    let notContinued: string | null = null;
    if (training) {
      const isSame = training.trainingFingerprint === dataset.trainingFingerprint;
      position = isSame ? training : { ...position, step: training.step, epoch: training.epoch };
      if (!isSame) {
        notContinued =
          `This network was trained on ${training.dataset} (${training.trainingCount.toLocaleString("en")} examples); ` +
          `here it goes on with ${dataset.label} (${dataset.training.count.toLocaleString("en")} examples), in a new order.`;
      }
    }
    const session = new TrainingSession(module, shape, parameters, settings, dataset, position, notContinued);
    if (training && session.#cost === null && notContinued === null) {
      session.#cost = training.cost;
      session.#accuracy = training.accuracy;
    }
    return session;
  }

  private constructor(
    module: WebAssembly.Module,
    shape: NetworkShape,
    parameters: Parameters,
    settings: NetworkSettings,
    dataset: LabelledDataset,
    position: DescentPosition,
    notContinued: string | null,
  ) {
    this.settings = settings;
    this.dataset = dataset;
    this.notContinued = notContinued;
    this.#network = new KernelNetwork(module, shape, dataset.training, dataset.heldOut);
    this.#network.parameters = parameters;
    this.#evaluationWorkspace = this.#network.makeWorkspace(evaluationSlots, false);
    this.#descent = new Descent(this.#network, settings.batchSize, settings.learningRate, position);
    this.#snapshots = new SnapshotTaker(this.#network, dataset);
    if (this.#network.parameterCount * dataset.heldOut.count <= quickEvaluation) {
      const evaluation = this.#evaluate();
      while (!evaluation.isDone) evaluation.advance();
      this.#noteEvaluation(evaluation);
    }
  }

  get made(): NetworkMade {
    return {
      shape: this.#network.shape,
      trainingCount: this.dataset.training.count,
      heldOutCount: this.dataset.heldOut.count,
      batchesPerEpoch: this.#descent.batchesPerEpoch,
      progress: this.progress,
      points: this.takePoints(),
      notContinued: this.notContinued,
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

  get examplesLeftInBatch(): number {
    return this.#descent.examplesLeftInBatch;
  }

  /** Whether an evaluation is under way, which no pace holds back. */
  get isEvaluating(): boolean {
    return this.#evaluation !== undefined;
  }

  /** The training example carried back last, if it can still be told. */
  get lastTrained(): ExampleAddress | undefined {
    const index = this.#descent.lastExample;
    return index === undefined ? undefined : { set: "training", index };
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
    if (typeof advance === "object") return { kind: "diverged", layer: advance.divergedLayer };
    if (advance === "epochEnded") this.#evaluation = this.#evaluate();
    return { kind: "carriedBack", examples };
  }

  takeSnapshot(observation: Observation): Snapshot {
    return this.#snapshots.take(observation, this.shown, this.progress);
  }

  /** @throws {RangeError} when the set has no such example */
  show(example: ExampleAddress): void {
    const { count } = this.dataset[example.set];
    if (example.index >= count) {
      throw new RangeError(`Example ${example.index}: expected one from 0 to ${count - 1}.`);
    }
    this.shown = example;
  }

  /**
   * Looks for the next example that is read wrong, from the shown one on and round to it again.
   *
   * @param yieldToMessages called between pieces of a few milliseconds
   */
  async findNextWrong(set: ExampleSet, yieldToMessages: () => Promise<void>): Promise<ExampleAddress | null> {
    const { count, labels } = this.dataset[set];
    const start = this.shown.set === set ? this.shown.index + 1 : 0;
    const { slots } = this.#evaluationWorkspace;
    for (let seen = 0; seen < count; seen += slots) {
      const indices = Uint32Array.from({ length: Math.min(slots, count - seen) }, (_, k) => (start + seen + k) % count);
      this.#network.read(this.#network[set], indices, this.#evaluationWorkspace);
      const verdicts = this.#network.verdicts(this.#evaluationWorkspace);
      const wrong = indices.find((index, k) => verdicts[k] !== labels[index]);
      if (wrong !== undefined) return { set, index: wrong };
      if ((seen / slots) % 64 === 63) await yieldToMessages();
    }
    return null;
  }

  save(): SavedNetwork {
    const { seed, initialisation } = this.settings;
    return {
      shape: this.#network.shape,
      parameters: this.#network.parameters,
      training: {
        seed,
        initialisation,
        learningRate: this.#descent.learningRate,
        batchSize: this.settings.batchSize,
        ...this.#descent.position,
        dataset: this.dataset.label,
        trainingFingerprint: this.dataset.trainingFingerprint,
        trainingCount: this.dataset.training.count,
        cost: this.#cost,
        accuracy: this.#accuracy,
      },
    };
  }

  #evaluate(): Evaluation {
    const { heldOut } = this.#network;
    return new Evaluation(this.#network, heldOut, this.dataset.heldOut.labels, this.#evaluationWorkspace);
  }

  #noteEvaluation(evaluation: Evaluation): void {
    const { cost, accuracy } = evaluation.result;
    const { step, epoch } = this.#descent.position;
    this.#cost = cost;
    this.#accuracy = accuracy;
    const examplesPerSecond = this.#epochMs > 0 ? (this.#epochExamples / this.#epochMs) * 1000 : null;
    this.#evaluations.push({
      step,
      epoch,
      cost,
      accuracy,
      trainingCost: this.#descent.epochTrainingCost,
      examplesPerSecond,
    });
    this.#epochExamples = 0;
    this.#epochMs = 0;
  }
}

/** Before the first step. */
function startOf(generator: GeneratorState): DescentPosition {
  return { step: 0, epoch: 0, batchInEpoch: 0, generator };
}
