import { builtInDataset } from "../datasets/builtInDigits.ts";
import { type Dataset, releaseDataset } from "../datasets/examples.ts";
import { fingerprintOf } from "../datasets/fingerprint.ts";
import { fitDataset, noiseDataset } from "../datasets/fittedExamples.ts";
import { readIdxDataset } from "../datasets/idx.ts";
import { assertNever } from "../protocol/assertNever.ts";
import { fittingOf } from "../protocol/fitting.ts";
import type { SavedNetwork } from "../protocol/savedNetwork.ts";
import { type NetworkSettings, type Pace, settingsProblem } from "../protocol/settings.ts";
import type { Observation, Snapshot } from "../protocol/snapshot.ts";
import type {
  BriefStepUnit,
  DatasetSource,
  HostToTrainer,
  NetworkMade,
  ShownStep,
  Standing,
  TrainerReply,
  TrainerRequestType,
  TrainerToHost,
  TrainingEnd,
} from "../protocol/trainerMessages.ts";
import { readSavedNetwork, writeSavedNetwork } from "../weights/savedNetwork/savedNetworkFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { EvaluationClient } from "./evaluationClient.ts";
import type { EvaluationPort } from "./evaluationPort.ts";
import { PlacedDataset } from "./placedDataset.ts";
import { SnapshotSender } from "./snapshotSender.ts";
import { type LabelledDataset, TrainingSession } from "./trainingSession.ts";

/** Milliseconds of work between two looks at the messages: a pause need not wait for longer. */
const sliceMs = 8;
/** Milliseconds between two messages of progress while training. */
const progressIntervalMs = 100;
/** Milliseconds over which the rate of training is measured. */
const rateIntervalMs = 500;
/** Paces up to this many examples a second can be followed by eye: the shown example is the one being learnt from. */
const watchablePace = 30;

/** What the trainer needs from the thread it runs in. */
export interface TrainerThread {
  /** Buffers in `transfer` are handed over. */
  post(message: TrainerToHost, transfer: readonly ArrayBuffer[]): void;
  /** Resolves after the messages that have arrived were handled. */
  yieldToMessages(): Promise<void>;
  /** Starts a thread that evaluates while this one trains; undefined where there is no second core for it, or none can be had. */
  startEvaluation(): EvaluationPort | undefined;
}

/** How far training is to go: so many examples, or epochs that end; null is until paused. */
type Goal = { readonly examples: number } | { readonly epochs: number } | null;

/**
 * The trainer: answers the host's requests as they come, and trains in between. A request that fails leaves the
 * network and everything else as it was.
 */
export class Trainer {
  readonly #thread: TrainerThread;
  readonly #module: WebAssembly.Module;
  readonly #snapshots: SnapshotSender;
  #session: TrainingSession | undefined;
  /** begun after the first epoch on a dataset, and ended with the dataset; null where there can be none */
  #evaluation: EvaluationClient | null | undefined;
  #pace: Pace = null;
  #followsTraining = true;
  /** the loop under way: resolves when it has ended */
  #training: Promise<TrainingEnd> | undefined;
  #isStopping = false;
  #isDiagnosing = false;
  /** counts the requests for another step to be shown: the newest wins */
  #stepRequests = 0;
  /** ends the wait for the next example's time, or for an evaluation */
  #wake: () => void = () => undefined;
  #paceStartMs = 0;
  #examplesSincePaceStart = 0;

  /** @param module compiled from `kernels.wasm` */
  constructor(module: WebAssembly.Module, thread: TrainerThread) {
    this.#module = module;
    this.#thread = thread;
    this.#snapshots = new SnapshotSender((snapshot) => this.#post({ type: "snapshot", snapshot }));
  }

  receive(message: HostToTrainer): void {
    if (message.type === "snapshotTaken") {
      this.#snapshots.noteTaken();
      this.#offerSnapshot();
      return;
    }
    const { id } = message;
    this.#answer(message).then(
      (reply) => {
        this.#post({ type: "replied", id, reply });
        this.#offerSnapshot();
      },
      (error: unknown) => {
        const { message, stack } = error instanceof Error ? error : new Error(String(error));
        this.#post({ type: "refused", id, message, stack: stack ?? message });
      },
    );
  }

  async #answer(message: Exclude<HostToTrainer, { type: "snapshotTaken" }>): Promise<TrainerReply<TrainerRequestType>> {
    switch (message.type) {
      case "createNetwork": {
        const { settings, datasetLabel, source } = message;
        const dataset = await this.#readDataset(source, datasetLabel, settings.sizes);
        return this.#enter(TrainingSession.create(settings, dataset));
      }
      case "openNetwork": {
        const { weights, datasetLabel, source } = message;
        const saved = readSavedNetwork(weights.bytes, weights.name);
        const settings = settingsOf(saved, message.settings, weights.name);
        const dataset = await this.#readDataset(source, datasetLabel, saved.shape.sizes);
        return this.#enter(TrainingSession.open(saved, settings, dataset));
      }
      case "reset": {
        const session = this.#requireSession();
        return this.#enter(session.startAgain(message.seed, session.shownLearningRate));
      }
      case "train":
        this.#requireSession();
        if (!this.#training) {
          this.#start(message.epochs === null ? null : { epochs: message.epochs }, message.isPaced ? "chosen" : null);
        }
        return this.#standing;
      case "pause":
        await this.#stop();
        return this.#standing;
      case "step":
        await this.#stop();
        await this.#step(message.unit);
        return this.#standing;
      case "showStep":
        return this.#showStep(message.step);
      case "trainOnFromPast":
        this.#requireSession().trainOnFromPast();
        this.#snapshots.noteChange();
        return this.#standing;
      case "setLearningRate":
        this.#requireSession().shownLearningRate = message.learningRate;
        return { ...this.#standing, progress: this.#requireSession().shownProgress };
      case "setPace":
        this.#pace = message.pace;
        this.#startPace();
        this.#wake();
        return {};
      case "setFollowsTraining":
        this.#followsTraining = message.followsTraining;
        return {};
      case "showExample":
        this.#requireSession().show(message.example);
        this.#snapshots.noteChange();
        return {};
      case "showNextWrong": {
        const session = this.#requireSession();
        const example = await session.findNextWrong(message.set, this.#thread.yieldToMessages);
        if (example) session.show(example);
        this.#snapshots.noteChange();
        return { example };
      }
      case "observe":
        this.#snapshots.observe(message.observation);
        return {};
      case "takeSnapshot":
        return this.#takeWholeSnapshot(message.observation);
      case "save": {
        const session = this.#requireSession();
        const saved = session.save(message.which);
        const { step } = message.which === "shown" ? session.shownProgress : session.progress;
        const reply = { bytes: writeSavedNetwork(saved), step, shown: session.shown };
        // What is kept with the file is to have every evaluation of the steps before.
        await session.whenEvaluated();
        this.#tellEvaluations(session);
        return reply;
      }
      default:
        return assertNever(message);
    }
  }

  /** @param sizes of the network that the examples are for */
  async #readDataset(source: DatasetSource, label: string, sizes: readonly number[]): Promise<LabelledDataset> {
    if (source.kind === "same") return this.#requireSession().dataset;
    const fitting = fittingOf(sizes);
    const dataset =
      fitting.kind === "noise" ? noiseDataset(fitting.inputs) : fitDataset(await this.#readExamples(source), fitting);
    const trainingFingerprint = await fingerprintOf(dataset.training);
    const placed = new PlacedDataset(this.#module, dataset);
    releaseDataset(dataset);
    return { placed, label, trainingFingerprint };
  }

  async #readExamples(source: Exclude<DatasetSource, { kind: "same" }>): Promise<Dataset> {
    switch (source.kind) {
      case "builtIn":
        return builtInDataset((share) => this.#post({ type: "preparing", what: "drawing digits", share }));
      case "idx":
        this.#post({ type: "preparing", what: `reading ${source.folder}`, share: 0 });
        try {
          return await readIdxDataset(source.files, source.folder);
        } finally {
          // They were handed over, and would stay until garbage is collected.
          for (const { bytes } of source.files) bytes.buffer.transfer(0);
        }
      default:
        return assertNever(source);
    }
  }

  /** The session takes the place of the one before. */
  async #enter(session: TrainingSession): Promise<NetworkMade> {
    await this.#stop();
    this.#stepRequests++;
    this.#session?.dispose();
    this.#session = session;
    if (this.#evaluation && this.#evaluation.dataset !== session.dataset.placed) {
      this.#evaluation.dispose();
      this.#evaluation = undefined;
    }
    this.#snapshots.noteChange();
    return session.made;
  }

  /** Has the session's epochs evaluated in a thread beside this one, where there can be one. */
  #evaluateBeside(session: TrainingSession): void {
    if (this.#evaluation === undefined) {
      const port = this.#thread.startEvaluation();
      const { placed } = session.dataset;
      this.#evaluation = port ? new EvaluationClient(port, this.#module, placed, this.#thread.yieldToMessages) : null;
    }
    if (this.#evaluation) session.evaluateIn(this.#evaluation, () => this.#noteEvaluated(session));
  }

  /** While training goes on this is told with its progress. */
  #noteEvaluated(session: TrainingSession): void {
    if (this.#training !== undefined) return;
    session.handOverEvaluation();
    this.#tellEvaluations(session);
    this.#snapshots.noteChange();
    this.#offerSnapshot();
  }

  #tellEvaluations(session: TrainingSession): void {
    if (session !== this.#session || !session.hasNewEvaluations) return;
    this.#post({ type: "progressed", ...this.#standing });
  }

  get #standing(): Standing {
    const session = this.#requireSession();
    return { progress: session.progress, points: session.takePoints() };
  }

  #requireSession(): TrainingSession {
    if (!this.#session) throw new Error("There is no network yet: make one first.");
    return this.#session;
  }

  async #step(unit: BriefStepUnit): Promise<void> {
    const session = this.#requireSession();
    const end = await this.#run({ examples: unit === "example" ? 1 : session.examplesLeftInBatch }, null);
    if (end.reason === "diverged") this.#tellEnd(end);
    if (unit === "example") this.#followTraining();
  }

  async #showStep(step: number | null): Promise<ShownStep> {
    const session = this.#requireSession();
    const request = ++this.#stepRequests;
    if (this.#training !== undefined) throw new Error("Training goes on: pause it to look back.");
    if (step === null) session.backToPresent();
    else session.aimAt(step);
    for (let toldMs = performance.now(); !session.isThere; ) {
      const startMs = performance.now();
      do session.replay();
      while (!session.isThere && performance.now() - startMs < sliceMs);
      if (step !== null && !session.isThere && startMs - toldMs >= progressIntervalMs) {
        toldMs = startMs;
        this.#post({ type: "replayed", step, share: session.shareReplayed });
      }
      await this.#thread.yieldToMessages();
      if (request !== this.#stepRequests) break;
    }
    this.#snapshots.noteChange();
    return {
      isShown: request === this.#stepRequests,
      progress: session.shownProgress,
      learningRate: session.shownLearningRate,
    };
  }

  /** Trains in the background until the goal is reached. A fault in it ends the thread, and the host is told so. */
  #start(goal: Goal, pace: null | "chosen"): void {
    void this.#run(goal, pace).then((end) => this.#tellEnd(end));
  }

  #tellEnd(end: TrainingEnd): void {
    this.#post({ type: "trainingEnded", end, ...this.#standing });
    this.#offerSnapshot();
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    this.#wake();
    await this.#training;
  }

  async #run(goal: Goal, pace: null | "chosen"): Promise<TrainingEnd> {
    const session = this.#requireSession();
    this.#stepRequests++;
    session.backToPresent();
    this.#isStopping = false;
    this.#startPace();
    const training = this.#trainAndEvaluate(session, goal, pace);
    this.#training = training;
    const end = await training;
    this.#training = undefined;
    session.examplesPerSecond = null;
    this.#snapshots.noteChange();
    return end;
  }

  /** Training that ended by itself has its last evaluation; one that was paused is told of it later. */
  async #trainAndEvaluate(session: TrainingSession, goal: Goal, pace: null | "chosen"): Promise<TrainingEnd> {
    if (this.#evaluation) this.#evaluateBeside(session);
    const end = await this.#train(session, goal, pace);
    if (end.reason === "paused") session.handOverEvaluation();
    else if (!this.#isStopping) await this.#unlessWoken(session.whenEvaluated());
    return end;
  }

  async #train(session: TrainingSession, goal: Goal, pace: null | "chosen"): Promise<TrainingEnd> {
    let examplesLeft = goal && "examples" in goal ? goal.examples : Number.POSITIVE_INFINITY;
    // The end of an epoch that was paused in its evaluation was not asked for.
    let epochsLeft = goal && "epochs" in goal ? goal.epochs + (session.isEvaluating ? 1 : 0) : Number.POSITIVE_INFINITY;
    let lastProgressMs = performance.now();
    let rateExamples = 0;
    let rateMs = 0;
    while (!this.#isStopping) {
      const startMs = performance.now();
      const isEvaluating = session.isEvaluating;
      let examples = 0;
      let isWaiting = false;
      let hasWorked = false;
      do {
        const most = isEvaluating ? 0 : Math.min(examplesLeft, pace === null ? examplesLeft : this.#allowedExamples());
        if (!isEvaluating && most === 0 && !session.isUnderWay && !session.isDiagnosing) break;
        const work = session.work(most);
        hasWorked = true;
        if (work.kind === "diverged") return { reason: "diverged", layer: work.layer };
        if (work.kind === "carriedBack") {
          examples += work.examples;
          examplesLeft -= work.examples;
          this.#examplesSincePaceStart += work.examples;
        } else if (work.kind === "epochDone") {
          epochsLeft--;
          // Not before: a thread that starts takes the other core from the engine, which is still optimising the kernels.
          if (epochsLeft > 0) this.#evaluateBeside(session);
        } else if (work.kind === "waiting") {
          isWaiting = true;
          break;
        }
      } while (performance.now() - startMs < sliceMs && session.isEvaluating === isEvaluating && epochsLeft > 0);

      const isDone = examplesLeft === 0 && !session.isUnderWay && !session.isEvaluating;
      if (epochsLeft === 0 || isDone) return { reason: "goalReached" };
      if (examples > 0 && pace !== null && this.#pace !== null && this.#pace <= watchablePace) this.#followTraining();
      if (hasWorked) this.#snapshots.noteChange();
      this.#offerSnapshot();
      if (startMs - lastProgressMs >= progressIntervalMs) {
        lastProgressMs = startMs;
        this.#post({ type: "progressed", ...this.#standing });
      }
      if (isWaiting) await this.#unlessWoken(session.whenEvaluated());
      else await (hasWorked ? this.#thread.yieldToMessages() : this.#untilNextExample());
      if (isEvaluating) continue;
      const elapsedMs = performance.now() - startMs;
      session.noteTime(examples, elapsedMs);
      rateExamples += examples;
      rateMs += elapsedMs;
      if (rateMs >= rateIntervalMs) {
        session.examplesPerSecond = (rateExamples / rateMs) * 1000;
        rateExamples = 0;
        rateMs = 0;
      }
    }
    return { reason: "paused" };
  }

  #startPace(): void {
    this.#paceStartMs = performance.now();
    this.#examplesSincePaceStart = 0;
  }

  /** Examples whose time has come. */
  #allowedExamples(): number {
    if (this.#pace === null) return Number.POSITIVE_INFINITY;
    const due = Math.floor(((performance.now() - this.#paceStartMs) / 1000) * this.#pace) + 1;
    // Who cannot keep up does not owe the past.
    if (due - this.#examplesSincePaceStart > this.#pace + 1) {
      this.#startPace();
      return 1;
    }
    return Math.max(0, due - this.#examplesSincePaceStart);
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
    const pace = this.#pace ?? Number.POSITIVE_INFINITY;
    const dueMs = this.#paceStartMs + (this.#examplesSincePaceStart / pace) * 1000;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, Math.max(1, dueMs - performance.now()));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #followTraining(): void {
    const session = this.#requireSession();
    const example = session.lastTrained;
    if (this.#followsTraining && example) session.show(example, example.learntInEpoch);
  }

  #offerSnapshot(): void {
    const session = this.#session;
    if (!session?.isThere) return;
    const isTraining = this.#training !== undefined;
    this.#snapshots.offer(isTraining, (observation) => {
      session.prepareSnapshot(observation, isTraining);
      return session.takeSnapshot(observation, isTraining);
    });
    if (!isTraining && session.isDiagnosing && !this.#isDiagnosing) void this.#diagnose(session);
  }

  /** Diagnoses the rest in pieces, unless training does; then shows it. */
  async #diagnose(session: TrainingSession): Promise<void> {
    this.#isDiagnosing = true;
    while (session === this.#session && session.isDiagnosing) {
      session.advanceDiagnosis();
      await this.#thread.yieldToMessages();
    }
    this.#isDiagnosing = false;
    this.#snapshots.noteChange();
    this.#offerSnapshot();
  }

  /** A snapshot with its diagnostics, however long they take. */
  async #takeWholeSnapshot(observation: Observation): Promise<Snapshot> {
    const session = this.#requireSession();
    session.prepareSnapshot(observation, false);
    while (session === this.#session && session.isDiagnosing) {
      session.advanceDiagnosis();
      await this.#thread.yieldToMessages();
    }
    if (session !== this.#session) return this.#takeWholeSnapshot(observation);
    return session.takeSnapshot(observation, false);
  }

  #post(message: TrainerToHost): void {
    const payload = message.type === "snapshot" || message.type === "replied" ? message : undefined;
    this.#thread.post(message, payload ? buffersOf(payload) : []);
  }
}

/**
 * What the file says about the run, completed by `settings` where it is silent.
 *
 * @throws {WeightsFileError} when they do not go together: a network may be too large for a descent
 */
function settingsOf({ shape, training }: SavedNetwork, settings: NetworkSettings, file: string): NetworkSettings {
  const { initialisation, learningRate, batchSize, seed, descent, momentum, l2, schedule, scheduleEpochs, augment } =
    training ?? settings;
  const whole = {
    ...shape,
    ...{ initialisation, learningRate, batchSize, seed, descent, momentum, l2, schedule, scheduleEpochs },
    // Only pictures can be bent.
    augment: augment && fittingOf(shape.sizes).kind === "whole",
  };
  const problem = settingsProblem(whole);
  if (problem !== undefined) throw new WeightsFileError(file, problem);
  return whole;
}

/** Every buffer in a message, once: all were made for it. */
function buffersOf(message: object): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer as ArrayBuffer);
    else if (Array.isArray(value)) for (const entry of value) visit(entry);
    else if (typeof value === "object" && value !== null) for (const entry of Object.values(value)) visit(entry);
  };
  visit(message);
  return [...buffers];
}
