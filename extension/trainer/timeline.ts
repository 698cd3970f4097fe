import type { DescentState } from "./descent.ts";

/** Memory that the states of a timeline may take together. */
export const timelineBytes = 64 * 2 ** 20;
/**
 * Training examples between two states that are kept at first: to learn from as many takes a hundred times as long as to copy
 * a state into memory that was never touched, and still no longer than a person waits for a click.
 */
const examplesBetweenStates = 8192;
/** More would make the past no nearer than a person can tell. */
const mostStates = 1024;
/** With fewer, most of a run would have to be learnt again to show one step of it. */
const leastStates = 4;
/** The share of the room that is filled once states were thinned out. */
const thinnedShare = 0.75;

/**
 * What it takes to bring back any step of a run: whole states at some of its steps, and the learning rates that were chosen
 * on the way. The steps between follow from the state before by learning again, to the bit.
 *
 * A state is kept every few thousand examples until there is no room for another. Then they are thinned out by age: twice
 * as old, half as dense. So the way from a kept state to any step is at most a small share of that step's age. The first
 * state is always kept.
 */
export class Timeline {
  /** mini-batches between two states as they are taken */
  readonly stride: number;
  /** states that there is room for; 0 when they are so large that hardly any would fit */
  readonly capacity: number;
  /** by step; the first is where the timeline begins */
  #states: DescentState[] = [];
  /** buffers of states that were thinned out: to ask the machine for others takes longer than to fill these */
  readonly #spare: Float32Array<ArrayBuffer>[] = [];
  /** states of that many strides back are as dense as they were taken; from there on half as dense at each doubling of age */
  #denseStrides = mostStates;
  #rates: LearningRateChange[] = [];

  /**
   * @param stateBytes of one state
   * @param bytes that all states may take
   */
  constructor(stateBytes: number, batchSize: number, bytes = timelineBytes) {
    const fitting = Math.min(mostStates, Math.floor(bytes / stateBytes));
    this.capacity = fitting < leastStates ? 0 : fitting;
    this.stride = Math.ceil(examplesBetweenStates / batchSize);
  }

  /** Steps at which states are kept, the first one first. */
  get keptSteps(): readonly number[] {
    return this.#states.map(({ position }) => position.step);
  }

  /** The earliest step that can be brought back; null when none can. */
  get firstStep(): number | null {
    return this.#states[0]?.position.step ?? null;
  }

  /** Whether the state at this step, which is new, is to be kept. */
  isDue(step: number): boolean {
    if (this.capacity === 0) return false;
    const first = this.#states[0];
    return first === undefined || (step - first.position.step) % this.stride === 0;
  }

  /** Makes room for another state. @returns a buffer to hold it; undefined when a new one has its place */
  makeRoom(): Float32Array<ArrayBuffer> | undefined {
    if (this.#states.length >= this.capacity) this.#thinOut();
    return this.#spare.pop();
  }

  /** @param state of a step that {@link isDue}, later than all before */
  keep(state: DescentState): void {
    if (this.#states.length === 0) this.#rates = [{ step: state.position.step, learningRate: state.learningRate }];
    this.#states.push(state);
  }

  /** The last state at or before a step. @throws {RangeError} when the step is earlier than the first */
  nearest(step: number): DescentState {
    const state = this.#states.findLast(({ position }) => position.step <= step);
    if (!state) throw new RangeError(`Step ${step}: expected one from ${this.firstStep} on.`);
    return state;
  }

  /** A person chose another learning rate; `step` is the first whose nudge it makes. */
  noteLearningRate(step: number, learningRate: number): void {
    const last = this.#rates.at(-1);
    if (last?.step === step) this.#rates.pop();
    this.#rates.push({ step, learningRate });
  }

  /** η, before its schedule, of the mini-batch that follows a step. */
  learningRateAfter(step: number): number {
    const change = this.#rates.findLast((rate) => rate.step <= step);
    if (!change) throw new RangeError(`Step ${step}: expected one from ${this.firstStep} on.`);
    return change.learningRate;
  }

  /** Forgets what came after a step: the run takes another way from there. */
  forgetAfter(step: number): void {
    const forgotten = this.#states.filter(({ position }) => position.step > step);
    this.#spare.push(...forgotten.map(({ network }) => network));
    this.#states = this.#states.slice(0, this.#states.length - forgotten.length);
    this.#rates = this.#rates.filter((rate) => rate.step <= step);
    this.#denseStrides = mostStates; // there is room again
  }

  #thinOut(): void {
    const first = this.#states[0].position.step;
    const strideOf = ({ position }: DescentState) => Math.round((position.step - first) / this.stride);
    const now = strideOf(this.#states[this.#states.length - 1]) + 1;
    const isKept = (state: DescentState) => {
      const stride = strideOf(state);
      let spacing = 1;
      for (let dense = this.#denseStrides; now - stride > dense; dense *= 2) spacing *= 2;
      return stride % spacing === 0;
    };
    let kept = this.#states.filter(isKept);
    while (kept.length > this.capacity * thinnedShare) {
      this.#denseStrides /= 2;
      kept = this.#states.filter(isKept);
    }
    for (const state of this.#states) if (!isKept(state)) this.#spare.push(state.network);
    this.#states = kept;
  }
}

interface LearningRateChange {
  /** mini-batches applied before the first that it makes */
  readonly step: number;
  readonly learningRate: number;
}
