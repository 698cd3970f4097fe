import { assertNever } from "../protocol/assertNever.ts";
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
import { EvaluationClient } from "./evaluationClient.ts";
import type { EvaluationPort } from "./evaluationPort.ts";
import { type LabelledDataset, readLabelledDataset } from "./labelledDataset.ts";
import { openedSettings } from "./openedSettings.ts";
import { Pacing } from "./pacing.ts";
import { SnapshotSender } from "./snapshotSender.ts";
import { type Goal, progressIntervalMs, sliceMs, TrainingLoop } from "./trainingLoop.ts";
import { TrainingSession } from "./trainingSession.ts";

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
  readonly #pacing = new Pacing();
  #followsTraining = true;
  #loop: TrainingLoop | undefined;
  /** resolves when the loop under way has ended */
  #training: Promise<TrainingEnd> | undefined;
  #isDiagnosing = false;
  /** counts the requests for another step to be shown: the newest wins */
  #stepRequests = 0;

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
        const settings = openedSettings(saved, message.settings, weights.name);
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
          this.#start(message.epochs === null ? null : { epochs: message.epochs }, message.isPaced);
        }
        return this.#standing;
      case "pause":
        await this.#stop();
        return this.#standing;
      case "step":
        while (this.#training !== undefined) await this.#stop();
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
        this.#pacing.pace = message.pace;
        this.#loop?.wake();
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
        await session.evaluations.whenDone();
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
    return readLabelledDataset(source, label, sizes, this.#module, (what, share) =>
      this.#post({ type: "preparing", what, share }),
    );
  }

  /** The session takes the place of the one before. */
  async #enter(session: TrainingSession): Promise<NetworkMade> {
    while (this.#training !== undefined) await this.#stop();
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
    if (this.#evaluation) session.evaluations.evaluateIn(this.#evaluation, () => this.#noteEvaluated(session));
  }

  /** While training goes on this is told with its progress. */
  #noteEvaluated(session: TrainingSession): void {
    if (this.#training !== undefined) return;
    session.evaluations.handOver();
    this.#tellEvaluations(session);
    this.#snapshots.noteChange();
    this.#offerSnapshot();
  }

  #tellEvaluations(session: TrainingSession): void {
    if (session !== this.#session || !session.evaluations.hasNewPoints) return;
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
    const end = await this.#run({ examples: unit === "example" ? 1 : session.examplesLeftInBatch }, false);
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
  #start(goal: Goal, isPaced: boolean): void {
    void this.#run(goal, isPaced).then((end) => this.#tellEnd(end));
  }

  #tellEnd(end: TrainingEnd): void {
    this.#post({ type: "trainingEnded", end, ...this.#standing });
    this.#offerSnapshot();
  }

  /** Ends the training under way. Of those that wait for this one may have begun another when it is the next one's turn. */
  async #stop(): Promise<void> {
    this.#loop?.stop();
    await this.#training;
  }

  async #run(goal: Goal, isPaced: boolean): Promise<TrainingEnd> {
    const session = this.#requireSession();
    this.#stepRequests++;
    session.backToPresent();
    this.#pacing.begin();
    if (this.#evaluation) this.#evaluateBeside(session);
    const observer = {
      // Not before: a thread that starts takes the other core from the engine, which is still optimising the kernels.
      onEpoch: () => this.#evaluateBeside(session),
      onSlice: (examples: number, hasWorked: boolean) => {
        const { pace } = this.#pacing;
        if (examples > 0 && isPaced && pace !== null && pace <= watchablePace) this.#followTraining();
        if (hasWorked) this.#snapshots.noteChange();
        this.#offerSnapshot();
      },
      onProgress: () => this.#post({ type: "progressed", ...this.#standing }),
    };
    const pacing = isPaced ? this.#pacing : null;
    this.#loop = new TrainingLoop(session, goal, pacing, observer, this.#thread.yieldToMessages);
    this.#training = this.#loop.run();
    const end = await this.#training;
    this.#training = undefined;
    this.#loop = undefined;
    session.examplesPerSecond = null;
    this.#snapshots.noteChange();
    return end;
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
