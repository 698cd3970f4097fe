import { type LearningRateSchedule, scheduledLearningRate } from "../network/learningRateSchedule.ts";
import { type GeneratorState, SeededGenerator } from "../network/seededGenerator.ts";
import type { TrainingPoint } from "../protocol/curves.ts";
import type { Moments } from "../protocol/savedNetwork.ts";
import { momentCounts, type NetworkSettings } from "../protocol/settings.ts";
import type { AugmentedExamples } from "./augmentedExamples.ts";
import { type DescentMethod, descentMethodOf } from "./descentMethod.ts";
import type { KernelNetwork, Reading } from "./kernelNetwork.ts";
import type { PlacedOrder } from "./placedOrder.ts";
import type { Workspace } from "./workspace.ts";

/** Where a training run stands: all that decides what comes next, but the weights and the settings. */
export interface DescentPosition {
  /** mini-batches applied since the initial weights */
  readonly step: number;
  /** whole passes over the training examples */
  readonly epoch: number;
  /** mini-batches applied in the epoch under way */
  readonly batchInEpoch: number;
  /** state at the start of the epoch under way */
  readonly generator: GeneratorState;
}

/** Everything about a descent at the end of a mini-batch: who restores it goes on from there to the bit. */
export interface DescentState {
  readonly position: DescentPosition;
  /** η of the next mini-batch, before its schedule */
  readonly learningRate: number;
  /** what the next points of the curves are made of */
  readonly sums: CurveSums;
  /** since the moments were zero */
  readonly momentSteps: number;
  /** see {@link KernelNetwork.copyState} */
  readonly network: Float32Array<ArrayBuffer>;
}

/** What a descent has added up since the last points of its curves, and said in them. */
interface CurveSums {
  readonly costSincePoint: number;
  readonly examplesSincePoint: number;
  readonly costSinceEpoch: number;
  readonly examplesSinceEpoch: number;
  readonly lastTrainingCost: number | null;
  readonly lastEpochTrainingCost: number | null;
}

/** The settings that decide how a network descends. */
export type DescentSettings = Pick<
  NetworkSettings,
  "learningRate" | "batchSize" | "descent" | "momentum" | "l2" | "schedule" | "scheduleEpochs"
>;

/** Weights times examples of one chunk at most: about ten milliseconds each way, so that a pause need not wait for long. */
const multiplicationsPerChunk = 100_000_000;
/** From so many weights times examples on, a chunk's parts are pieces of work of their own; … */
const multiplicationsTogether = 20_000_000;
/** … to go through all weights, when they come from memory, takes as long as some more examples. */
const examplesPerPass = 8;
/** Slots of a chunk at most: their unpacked pixels stay in the cache. */
const mostSlots = 128;
/** Points of the training curve taken in an epoch. */
const pointsPerEpoch = 100;

/** What {@link Descent.advance} ran into. */
export type Advance =
  /** as many examples as asked were carried back */
  | "done"
  /** they count as carried back, but more calls are needed until they are */
  | "underWay"
  /** as above, and they were the epoch's last */
  | "epochEnded"
  /** a gradient was out of range; the weights and moments before it are kept */
  | { readonly divergedLayer: number };

/** A piece of work. @returns the one that follows, or where that led */
type Piece = () => Piece | Advance;

/**
 * Mini-batch gradient descent: takes the training examples in an order drawn anew for each epoch, and moves the network after
 * each mini-batch by what the mean of its examples' gradients says: plainly by −η ∇C, or as its {@link DescentMethod} will.
 * However it is advanced, by single examples or epochs, with pauses or without, the same sums are taken in the same order.
 */
export class Descent {
  readonly batchSize: number;
  readonly batchesPerEpoch: number;
  readonly #settings: DescentSettings;
  #schedule: LearningRateSchedule;
  readonly #network: KernelNetwork;
  readonly #method: DescentMethod;
  readonly #workspace: Workspace;
  readonly #augmented: AugmentedExamples | null;
  /** examples carried back together; a whole mini-batch where that is quick */
  readonly #chunkSize: number;
  /** whether every gradient is added up in its buffer: with chunks smaller than the batch, or for a method that wants it */
  readonly #addsUpGradient: boolean;
  /** whether each call does one piece of work only */
  readonly #isInPieces: boolean;
  /** the piece of work that comes next; undefined while none is under way */
  #next: Piece | undefined;
  /** [training examples]; the epoch's last mini-batch is smaller where they do not divide evenly */
  readonly #order: PlacedOrder;
  #generator: SeededGenerator;
  #generatorAtEpochStart: GeneratorState;
  #step: number;
  #epoch: number;
  #batchInEpoch: number;
  /** since the moments were zero */
  #momentSteps = 0;
  /** examples of the mini-batch under way that count as carried back, and those of them already summed up */
  #carried = 0;
  #accumulated = 0;
  /** examples of the chunk under way */
  #chunkCount = 0;
  /** η of the mini-batch under way */
  #batchLearningRate: number;
  #batchCost = 0;
  /** ‖∇C‖ of the last mini-batch that ended in a point of the curve */
  #gradientLength = 0;

  #costSincePoint = 0;
  #examplesSincePoint = 0;
  #costSinceEpoch = 0;
  #examplesSinceEpoch = 0;
  #lastTrainingCost: number | null = null;
  #lastEpochTrainingCost: number | null = null;
  #points: TrainingPoint[] = [];

  /** @param augmented makes what is learnt from; null when the training examples are learnt from as they are */
  constructor(
    network: KernelNetwork,
    settings: DescentSettings,
    position: DescentPosition,
    augmented: AugmentedExamples | null = null,
  ) {
    const { batchSize, learningRate } = settings;
    this.#settings = settings;
    this.#network = network;
    this.#method = descentMethodOf(network, settings);
    network.makeMoments(momentCounts[settings.descent]);
    // A mini-batch cannot hold more than there is.
    this.batchSize = Math.min(batchSize, network.training.count);
    this.batchesPerEpoch = Math.ceil(network.training.count / this.batchSize);
    this.#schedule = settings;
    this.#batchLearningRate = learningRate;
    const affordable = Math.max(1, Math.floor(multiplicationsPerChunk / network.parameterCount));
    this.#chunkSize = Math.min(this.batchSize, mostSlots, affordable);
    this.#addsUpGradient = this.#chunkSize < this.batchSize || this.#method.nudge === null;
    this.#isInPieces = (this.#chunkSize + examplesPerPass) * network.parameterCount > multiplicationsTogether;
    this.#workspace = network.makeWorkspace(this.#chunkSize, false);
    // It is zero, but the machine takes its time to find the memory when it is first written, which may be now.
    network.clearGradient();
    this.#augmented = augmented;
    this.#step = position.step;
    this.#epoch = position.epoch;
    this.#batchInEpoch = position.batchInEpoch;
    this.#order = network.placeOrder(network.training.count);
    this.#generator = SeededGenerator.fromState(position.generator);
    this.#generatorAtEpochStart = position.generator;
    this.#drawOrder();
  }

  /** Mini-batches applied since the initial weights. */
  get step(): number {
    return this.#step;
  }

  get position(): DescentPosition {
    return {
      step: this.#step,
      epoch: this.#epoch,
      batchInEpoch: this.#batchInEpoch,
      generator: this.#generatorAtEpochStart,
    };
  }

  /** η before its schedule. */
  get learningRate(): number {
    return this.#schedule.learningRate;
  }

  set learningRate(learningRate: number) {
    const { schedule, scheduleEpochs } = this.#settings;
    this.#schedule = { learningRate, schedule, scheduleEpochs };
  }

  /** η of the next mini-batch, after its schedule. */
  get scheduledLearningRate(): number {
    const epochs = this.#epoch + this.#batchInEpoch / this.batchesPerEpoch;
    return scheduledLearningRate(this.#schedule, epochs);
  }

  /** What the descent remembers beside the weights: copies. */
  get moments(): Moments {
    return { steps: this.#momentSteps, values: this.#network.moments };
  }

  /** @throws {ShapeError} when they are not of this network or this way of descent; then nothing has changed */
  set moments({ steps, values }: Moments) {
    this.#network.moments = values;
    this.#momentSteps = steps;
  }

  /**
   * The state at the end of the last mini-batch; what was carried back of the one under way is not in it.
   *
   * @param into network's part of a state that is not needed any more
   */
  copyState(into?: Float32Array<ArrayBuffer>): DescentState {
    return {
      position: this.position,
      learningRate: this.learningRate,
      sums: {
        costSincePoint: this.#costSincePoint,
        examplesSincePoint: this.#examplesSincePoint,
        costSinceEpoch: this.#costSinceEpoch,
        examplesSinceEpoch: this.#examplesSinceEpoch,
        lastTrainingCost: this.#lastTrainingCost,
        lastEpochTrainingCost: this.#lastEpochTrainingCost,
      },
      momentSteps: this.#momentSteps,
      network: this.#network.copyState(into),
    };
  }

  /** Goes on from a state of this descent, or of another over the same examples with the same settings. */
  restoreState({ position, learningRate, sums, momentSteps, network }: DescentState): void {
    this.#abandonBatch();
    this.#network.restoreState(network);
    this.learningRate = learningRate;
    this.#momentSteps = momentSteps;
    this.#step = position.step;
    this.#batchInEpoch = position.batchInEpoch;
    this.#epoch = position.epoch;
    this.#costSincePoint = sums.costSincePoint;
    this.#examplesSincePoint = sums.examplesSincePoint;
    this.#costSinceEpoch = sums.costSinceEpoch;
    this.#examplesSinceEpoch = sums.examplesSinceEpoch;
    this.#lastTrainingCost = sums.lastTrainingCost;
    this.#lastEpochTrainingCost = sums.lastEpochTrainingCost;
    this.#points = [];
    const isOrderDrawn = position.generator.every((word, place) => word === this.#generatorAtEpochStart[place]);
    if (isOrderDrawn) return;
    this.#generator = SeededGenerator.fromState(position.generator);
    this.#generatorAtEpochStart = position.generator;
    this.#drawOrder();
  }

  /** Examples of the mini-batch under way already carried back. */
  get examplesInBatch(): number {
    return this.#carried;
  }

  get examplesLeftInBatch(): number {
    return this.#sizeOfBatch - this.#carried;
  }

  /** Examples of the mini-batch under way. */
  get #sizeOfBatch(): number {
    return Math.min(this.batchSize, this.#order.count - this.#batchInEpoch * this.batchSize);
  }

  /** How many examples may be carried back at once without keeping anybody waiting. */
  get examplesAtOnce(): number {
    return this.#chunkSize;
  }

  /** The training example carried back last, undefined before the first. */
  get lastExample(): number | undefined {
    const place = this.#batchInEpoch * this.batchSize + this.#carried - 1;
    // Between two epochs the next order is drawn already; what came last is kept nowhere and needed nowhere.
    return place < 0 ? undefined : this.#network.orderView(this.#order)[place];
  }

  /** Mean training cost since the last point of the curve; null before the first. */
  get trainingCost(): number | null {
    return this.#examplesSincePoint > 0 ? this.#costSincePoint / this.#examplesSincePoint : this.#lastTrainingCost;
  }

  /** Mean training cost over the epoch that ended last; null before the first has ended. */
  get epochTrainingCost(): number | null {
    return this.#lastEpochTrainingCost;
  }

  /** Takes the points of the training curve since they were last taken. */
  takePoints(): TrainingPoint[] {
    const points = this.#points;
    this.#points = [];
    return points;
  }

  /** Whether what was asked for is not done: {@link advance} goes on with it, and with nothing else. */
  get isUnderWay(): boolean {
    return this.#next !== undefined;
  }

  /**
   * Carries `count` more examples back, and nudges the network when that fills the mini-batch. In a large network it takes
   * several calls, of a piece of work each; between them the weights and moments are those of the last step.
   *
   * @param count at least 1, at most {@link examplesLeftInBatch}; means nothing while work {@link isUnderWay}
   */
  advance(count: number): Advance {
    let next: Piece | Advance | undefined = this.#next;
    if (next === undefined) {
      if (this.#carried === 0) this.#batchLearningRate = this.scheduledLearningRate;
      this.#carried += count;
      next = this.#afterChunk();
    }
    while (typeof next === "function") {
      next = next();
      if (this.#isInPieces && typeof next === "function") {
        this.#next = next;
        return "underWay";
      }
    }
    this.#next = undefined;
    if (typeof next === "object") this.#abandonBatch();
    return next;
  }

  /** What follows when a chunk is summed up, or none was begun. */
  #afterChunk(): Piece | Advance {
    const size = this.#sizeOfBatch;
    const isBatchFull = this.#carried === size;
    const waiting = this.#carried - this.#accumulated;
    if (waiting >= this.#chunkSize || (isBatchFull && waiting > 0)) return this.#readChunk;
    if (!isBatchFull) return "done";
    return this.#isPointDue ? this.#measureGradient : this.#descend;
  }

  readonly #readChunk: Piece = () => {
    const start = this.#batchInEpoch * this.batchSize + this.#accumulated;
    const count = Math.min(this.#chunkSize, this.#sizeOfBatch - this.#accumulated);
    const { cost, overflowedLayer } = this.#read(start, count);
    if (overflowedLayer !== 0) return { divergedLayer: overflowedLayer };
    this.#batchCost += cost;
    this.#chunkCount = count;
    // A whole mini-batch at once goes straight into the weights, unless its gradient is wanted for the curve.
    return this.#isGradientWanted ? this.#carryGradientBack : this.#carryNudgeBack;
  };

  readonly #carryGradientBack: Piece = () => this.#carryBack(1 / this.#sizeOfBatch, this.#addToGradient);

  readonly #addToGradient: Piece = () => {
    this.#network.accumulateGradient(this.#workspace, this.#chunkCount);
    this.#accumulated += this.#chunkCount;
    return this.#afterChunk();
  };

  readonly #measureGradient: Piece = () => {
    this.#gradientLength = this.#network.gradientLength(this.#settings.l2);
    return this.#descend;
  };

  readonly #carryNudgeBack: Piece = () => this.#carryBack(-this.#batchLearningRate / this.#sizeOfBatch, this.#nudge);

  readonly #nudge: Piece = () => {
    this.#method.nudge?.(this.#workspace, this.#chunkCount, this.#batchLearningRate);
    return this.#endBatch();
  };

  readonly #descend: Piece = () => {
    this.#method.descend(this.#batchLearningRate, this.#momentSteps + 1);
    return this.#endBatch();
  };

  #carryBack(scale: number, next: Piece): Piece | Advance {
    const divergedLayer = this.#network.carryBack(this.#workspace, this.#chunkCount, scale);
    return divergedLayer === 0 ? next : { divergedLayer };
  }

  #read(start: number, count: number): Reading {
    const network = this.#network;
    if (!this.#augmented) return network.readInOrder(network.training, this.#order, start, count, this.#workspace);
    const { made, order } = this.#augmented;
    this.#augmented.make(this.#epoch, this.#order, start, count);
    return network.readInOrder(made, { start: order.start, count }, 0, count, this.#workspace);
  }

  /** Whether the gradient of the mini-batch under way is added up before anything moves. */
  get #isGradientWanted(): boolean {
    return this.#addsUpGradient || this.#isPointDue;
  }

  /** Whether the mini-batch under way ends in a point of the training curve. */
  get #isPointDue(): boolean {
    const pointBefore = Math.floor((this.#batchInEpoch * pointsPerEpoch) / this.batchesPerEpoch);
    const pointAfter = Math.floor(((this.#batchInEpoch + 1) * pointsPerEpoch) / this.batchesPerEpoch);
    return pointAfter > pointBefore;
  }

  #endBatch(): Advance {
    const isPointDue = this.#isPointDue;
    if (momentCounts[this.#settings.descent] > 0) this.#momentSteps++;
    const size = this.#sizeOfBatch;
    this.#costSincePoint += this.#batchCost;
    this.#examplesSincePoint += size;
    this.#costSinceEpoch += this.#batchCost;
    this.#examplesSinceEpoch += size;
    this.#clearBatch();
    this.#step++;
    this.#batchInEpoch++;
    if (isPointDue) this.#takePoint();
    if (this.#batchInEpoch < this.batchesPerEpoch) return "done";
    this.#batchInEpoch = 0;
    this.#epoch++;
    this.#lastEpochTrainingCost = this.#costSinceEpoch / this.#examplesSinceEpoch;
    this.#costSinceEpoch = 0;
    this.#examplesSinceEpoch = 0;
    this.#generatorAtEpochStart = this.#generator.state;
    this.#drawOrder();
    return "epochEnded";
  }

  #takePoint(): void {
    this.#lastTrainingCost = this.#costSincePoint / this.#examplesSincePoint;
    this.#points.push({
      step: this.#step,
      trainingCost: this.#lastTrainingCost,
      gradientLength: this.#gradientLength,
    });
    this.#costSincePoint = 0;
    this.#examplesSincePoint = 0;
  }

  #abandonBatch(): void {
    this.#next = undefined;
    this.#network.clearGradient();
    this.#clearBatch();
  }

  #clearBatch(): void {
    this.#carried = 0;
    this.#accumulated = 0;
    this.#batchCost = 0;
  }

  #drawOrder(): void {
    const order = this.#network.orderView(this.#order);
    for (let i = 0; i < order.length; i++) order[i] = i;
    this.#generator.shuffle(order);
  }
}
