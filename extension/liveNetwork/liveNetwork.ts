import { parameterCount } from "../network/networkShape.ts";
import { assertNever } from "../protocol/assertNever.ts";
import type { CurvePoints, Run } from "../protocol/curves.ts";
import type { LiveState, NetworkSummary, NoticeAction } from "../protocol/liveState.ts";
import type { DatasetName, NetworkSettings, Pace, StepUnit } from "../protocol/settings.ts";
import {
  type ExampleAddress,
  type ExampleSet,
  type NeuronAddress,
  nothingObserved,
  type Observation,
  type Progress,
  type Snapshot,
} from "../protocol/snapshot.ts";
import type {
  DatasetSource,
  NamedBytes,
  NetworkMade,
  SavedWeights,
  Standing,
  TrainerReply,
  TrainerRequest,
  TrainerRequestType,
  TrainingEnd,
} from "../protocol/trainerMessages.ts";
import { TrainerClient, type TrainerEvent, TrainerGone } from "../trainer/trainerClient.ts";
import type { TrainerPort } from "../trainer/trainerPort.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { DatasetShelf } from "./datasetShelf.ts";
import { type Disposable, Emitter } from "./emitter.ts";
import { type FittedDataset, fittedTo, type HeldDataset, isFittedFor } from "./fittedDataset.ts";
import { NotNow } from "./notNow.ts";
import { RunHistory } from "./runHistory.ts";
import { lastGoodStep } from "./trouble/lastGoodStep.ts";
import { smallerLearningRate } from "./trouble/otherLearningRate.ts";
import { runSince, troubleOf } from "./trouble/trouble.ts";

/** A network that takes the place of the one before. */
interface EnteringNetwork {
  readonly settings: NetworkSettings;
  readonly dataset: DatasetName;
  readonly found: FittedDataset;
  readonly made: NetworkMade;
  readonly file: string | null;
}

const emptyState: LiveState = {
  status: "empty",
  network: null,
  progress: null,
  past: null,
  firstStep: null,
  learningRate: 0,
  pace: null,
  followsTraining: true,
  inspected: null,
  run: 0,
  preparation: null,
  notice: null,
  noticeAction: null,
};

/** Datasets that are always the same under their name. */
const lastingDatasets: ReadonlySet<DatasetName> = new Set(["built-in", "mnist", "fashion-mnist"]);

/** A checkpoint is taken at each pause, and while training at most this often. */
const checkpointIntervalMs = 5000;
/** And so seldom that they take no larger share of the time: millions of weights take a second to write. */
const mostCheckpointShare = 0.02;

/**
 * The one network being explored: its state, its runs, its trainer. Commands come in here, and every view is told here
 * what changed. It holds no weights: those are the trainer's.
 */
export class LiveNetwork implements Disposable {
  readonly #startTrainer: () => TrainerPort;
  readonly #shelf: DatasetShelf;
  readonly #log: (line: string) => void;

  readonly #stateChanged = new Emitter<LiveState>();
  readonly #snapshotTaken = new Emitter<Snapshot>();
  readonly #runsReplaced = new Emitter<readonly Run[]>();
  readonly #pointsAdded = new Emitter<CurvePoints>();
  readonly #checkpointTaken = new Emitter<Checkpoint>();

  readonly onDidChangeState = this.#stateChanged.event;
  /** Snapshots of what is {@link observe}d; after each the observer calls {@link snapshotDrawn}. */
  readonly onDidTakeSnapshot = this.#snapshotTaken.event;
  readonly onDidReplaceRuns = this.#runsReplaced.event;
  readonly onDidAddPoints = this.#pointsAdded.event;
  /** Something worth keeping on disk: see {@link restore}. */
  readonly onDidTakeCheckpoint = this.#checkpointTaken.event;

  readonly #history = new RunHistory();
  #client: TrainerClient | undefined;
  #state: LiveState = emptyState;
  #observation: Observation = nothingObserved;
  /** what the trainer holds, so that it need not be read again */
  #heldDataset: HeldDataset | undefined;
  #lastCheckpoint: Checkpoint | undefined;
  /** not before then is one taken while training */
  #nextCheckpointMs = 0;
  /** the last network that had learnt something when another took its place */
  #replaced: Checkpoint | undefined;
  /** the step from which on training is judged: the run's first, or where it was told to go on differently */
  #judgedFrom = 0;
  /** what is wrong is said once */
  #isTroubleTold = false;
  /** counts the wishes to see another step: the newest wins */
  #stepWishes = 0;
  /** settles when the step that was asked for last is shown */
  #showing: Promise<void> = Promise.resolve();
  /** settles when no earlier step is about to become the beginning of a new run */
  #branching: Promise<void> = Promise.resolve();
  /** a learning rate was chosen for the step that is shown: what follows from it is not what followed */
  #isPastChanged = false;
  /** settles when no network is being prepared */
  #replacing: Promise<void> = Promise.resolve();
  #isDisposed = false;

  /**
   * @param startTrainer starts a worker; called when there is first something to do, and again after a crash
   * @param shelf where datasets are found
   * @param log one line for the output channel
   */
  constructor(startTrainer: () => TrainerPort, shelf: DatasetShelf, log: (line: string) => void) {
    this.#startTrainer = startTrainer;
    this.#shelf = shelf;
    this.#log = log;
  }

  get state(): LiveState {
    return this.#state;
  }

  /** The one under way last. */
  get runs(): readonly Run[] {
    return this.#history.runs;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#lastCheckpoint;
  }

  /** Makes a network and begins a run. When that fails, the earlier network is untouched. */
  async create(settings: NetworkSettings, dataset: DatasetName): Promise<void> {
    await this.#replaceNetwork(dataset, settings.sizes, async (found) => {
      const made = await this.#request(
        "createNetwork",
        { settings, datasetLabel: found.label, source: found.source },
        buffersOf(found.source),
      );
      this.#enter({ settings, dataset, found, made, file: null });
    });
  }

  /**
   * Opens a weights file and begins a run that goes on from it: to the bit, when the file says where training stood and
   * the dataset is the same.
   *
   * @param weights the file's name, for error messages, and its bytes, which are handed over
   * @param settings for what the file does not say; its sizes are the file's
   * @param file to show as the network's origin
   */
  async open(weights: NamedBytes, settings: NetworkSettings, dataset: DatasetName, file: string | null): Promise<void> {
    await this.#replaceNetwork(dataset, settings.sizes, async (found) => {
      const made = await this.#openWeights(weights, settings, found);
      this.#enter({ settings: made.settings, dataset, found, made, file });
      if (made.notContinued !== null) this.#change({ notice: made.notContinued });
    });
  }

  /** Brings back a checkpoint, with the curves of its runs. */
  async restore(checkpoint: Checkpoint): Promise<void> {
    const { settings, dataset, file, runs, pace, followsTraining, shown, inspected } = checkpoint;
    await this.#replaceNetwork(dataset, settings.sizes, async (found) => {
      // A copy: should the trainer end again, the checkpoint is needed again.
      const weights = { name: "the checkpoint", bytes: checkpoint.weights.slice() };
      const made = await this.#openWeights(weights, settings, found);
      this.#history.restore(runs);
      this.#change({ pace, followsTraining, inspected });
      this.#summarise({ settings, dataset, found, made, file });
      // It may have been changed since the run began; the file has what it was changed to.
      this.#change({ learningRate: made.settings.learningRate });
      // Its examples may have changed since, or its machine.
      if (made.notContinued !== null) this.#change({ notice: made.notContinued });
      this.#runsReplaced.fire(this.runs);
      this.#lastCheckpoint = checkpoint;
      const count = shown.set === "training" ? made.trainingCount : made.heldOutCount;
      if (shown.index < count) await this.#request("showExample", { example: shown });
    });
  }

  async #openWeights(weights: NamedBytes, settings: NetworkSettings, found: FittedDataset): Promise<NetworkMade> {
    const { source, label: datasetLabel } = found;
    const buffers = [weights.bytes.buffer, ...buffersOf(source)];
    return this.#request("openNetwork", { weights, settings, datasetLabel, source }, buffers);
  }

  /** Whether there is a network to {@link bringBackReplaced}. */
  get hasReplaced(): boolean {
    return this.#replaced !== undefined;
  }

  /** Brings back the network that had learnt something when another took its place; that one can be brought back in turn. */
  async bringBackReplaced(): Promise<void> {
    if (!this.#replaced) throw new NotNow("No network that had learnt anything was replaced by another.");
    await this.restore(this.#replaced);
  }

  /**
   * Trains what is shown: an earlier step as a new run, see {@link trainOnFromHere}.
   *
   * @param epochs how many more, null to train until paused. Resolves when training has begun.
   */
  train(epochs: number | null = null): Promise<void> {
    return this.#train(epochs, true);
  }

  async #train(epochs: number | null, isPaced: boolean): Promise<void> {
    await this.#replacing;
    this.#requireLabels();
    await this.#branchFromPast();
    const { status } = this.#state;
    // It may have been asked for twice.
    if (status === "training") return;
    this.#stepWishes++; // what was asked for meanwhile is not shown: it would be over at once
    this.#change({ status: "training", past: null, notice: null });
    try {
      this.#follow(await this.#request("train", { epochs, isPaced }));
    } catch (error) {
      if (!(error instanceof TrainerGone)) this.#change({ status });
      throw error;
    }
  }

  /** Resolves when training ends, at once if there is none under way. */
  whenTrainingEnds(): Promise<void> {
    if (this.#state.status !== "training") return Promise.resolve();
    return new Promise((resolve) => {
      const listening = this.#stateChanged.event((state) => {
        if (state.status === "training") return;
        listening.dispose();
        resolve();
      });
    });
  }

  async pause(): Promise<void> {
    if (this.#state.status !== "training") return;
    this.#follow(await this.#request("pause", {}));
    if (this.#state.status === "training") this.#change({ status: "paused" });
    await this.takeCheckpoint();
  }

  async step(unit: StepUnit): Promise<void> {
    await this.#replacing;
    this.#requireLabels();
    if (this.#state.status === "training") throw new NotNow("Downhill is training: pause it to go step by step.");
    await this.#showing;
    const { past } = this.#state;
    // What is known is walked again; what would be new begins a new run.
    if (past !== null && unit === "miniBatch" && !this.#isPastChanged) return this.showStep(past.step + 1);
    await this.#branchFromPast();
    if (unit === "epoch") {
      await this.#train(1, false);
      await this.whenTrainingEnds();
      return;
    }
    this.#follow(await this.#request("step", { unit }));
    if (this.#state.status === "diverged") return;
    await this.takeCheckpoint();
  }

  /**
   * Shows the network as it was after an earlier step, null as it is at present. Training is paused; the present waits
   * untouched. Resolves when the step is shown, or another was asked for meanwhile.
   *
   * @throws {RangeError} when the run did not have that step, or does not know it any more
   */
  async showStep(step: number | null): Promise<void> {
    this.#requireNetwork();
    const wish = ++this.#stepWishes;
    const showing = this.#showStep(step, wish, this.#branching);
    this.#showing = showing.catch(() => undefined);
    await showing;
  }

  /** @param branching settles when the run has begun of which a step is wanted */
  async #showStep(wanted: number | null, wish: number, branching: Promise<void>): Promise<void> {
    await this.#replacing;
    await branching;
    if (wish !== this.#stepWishes) return;
    if (this.#state.status === "training") await this.pause();
    const { progress, past, firstStep } = this.#state;
    if (wish !== this.#stepWishes || progress === null) return;
    const present = past?.present ?? progress;
    if (wanted !== null && firstStep === null) {
      throw new NotNow("Earlier steps of this network cannot be shown: it is so large that they are not kept.");
    }
    if (wanted !== null && (wanted < (firstStep ?? 0) || wanted > present.step)) {
      throw new RangeError(
        `Step ${wanted}: expected one from ${firstStep} to ${present.step}, the steps of this run that are known.`,
      );
    }
    const step = wanted === present.step ? null : wanted;
    const isShown = step === null ? past === null : past?.step === step && past.share === 1;
    if (isShown) return;
    if (step !== null) this.#change({ past: { step, share: 0, present } });
    try {
      const shown = await this.#request("showStep", { step });
      if (!shown.isShown || wish !== this.#stepWishes) return;
      const { progress, learningRate } = shown;
      this.#isPastChanged = false;
      const latest = this.#state.past?.present ?? present;
      this.#change({ past: step === null ? null : { step, share: 1, present: latest }, progress, learningRate });
    } catch (error) {
      if (!(error instanceof TrainerGone)) this.#change({ past });
      throw error;
    }
  }

  /** Shows the network as it was one mini-batch before the step that is shown. */
  async stepBack(): Promise<void> {
    this.#requireNetwork();
    if (this.#state.status === "training") throw new NotNow("Downhill is training: pause it to go step by step.");
    const { progress, past, firstStep } = this.#state;
    const step = past?.step ?? progress?.step ?? 0;
    if (step === firstStep) throw new NotNow(`Step ${step} is the first that is known: there is none before it.`);
    await this.showStep(step - 1);
  }

  /**
   * The earlier step that is shown becomes the beginning of a new run, that waits to be trained. The curves of the run
   * before stay, and the network that it had come to can be brought back.
   */
  async trainOnFromHere(): Promise<void> {
    this.#requireNetwork();
    if (this.#state.past === null)
      throw new NotNow("This is the present: show an earlier step to train on from there.");
    await this.#branchFromPast();
  }

  /** As {@link trainOnFromHere}; in the present there is nothing to do. */
  async #branchFromPast(): Promise<void> {
    // After the step that is asked for now, and before any that is asked for later: it is of the new run.
    const earlier = Promise.all([this.#showing, this.#branching]);
    const branching = earlier.then(() => this.#branchNow());
    this.#branching = branching.catch(() => undefined);
    await branching;
  }

  async #branchNow(): Promise<void> {
    const { network, past } = this.#state;
    if (!network || past === null) return;
    const replaced = await this.#makeCheckpoint();
    this.#follow(await this.#request("trainOnFromPast", {}));
    const { learningRate } = this.#state;
    this.#replaced = replaced;
    this.#history.branch(past.step, learningRate);
    this.#judgeFrom(past.step);
    this.#change({
      status: "paused",
      network: { ...network, settings: { ...network.settings, learningRate } },
      past: null,
      run: this.#history.runs.at(-1)?.number ?? 0,
      notice: null,
    });
    this.#runsReplaced.fire(this.runs);
    await this.takeCheckpoint();
  }

  /** Does what the notice offers. */
  async takeNoticeAction(): Promise<void> {
    const { noticeAction } = this.#state;
    if (noticeAction !== null) await this.rollBack(noticeAction);
  }

  /** A new run from the last good step, when training came to no good: it waits to be trained. */
  async rollBack({ step, learningRate }: NoticeAction): Promise<void> {
    await this.showStep(step);
    await this.setLearningRate(learningRate);
    await this.#branchFromPast();
    this.#change({ status: "paused", notice: null });
  }

  /** Back to the initial weights; the run so far is kept as an earlier one. */
  async reset(): Promise<void> {
    await this.#startAgain(({ seed }) => seed);
  }

  /** Other initial weights. @param seed chosen at random when left out */
  async reseed(seed: number = crypto.getRandomValues(new Uint32Array(1))[0]): Promise<void> {
    await this.#startAgain(() => seed);
  }

  /** Takes effect at the next mini-batch; while an earlier step is shown, at the next one that is trained on from there. */
  async setLearningRate(learningRate: number): Promise<void> {
    this.#requireNetwork();
    await this.#showing;
    this.#follow(await this.#request("setLearningRate", { learningRate }));
    this.#change({ learningRate });
    // What is chosen in the past is for another run.
    if (this.#state.past === null) this.#judgeFrom(this.#state.progress?.step ?? 0);
    else this.#isPastChanged = true;
  }

  async setPace(pace: Pace): Promise<void> {
    if (this.#client) await this.#request("setPace", { pace });
    this.#change({ pace });
  }

  async setFollowsTraining(followsTraining: boolean): Promise<void> {
    if (this.#client) await this.#request("setFollowsTraining", { followsTraining });
    this.#change({ followsTraining });
  }

  /** Shows this example. While training, which would show another at once, it is not followed any more. */
  async showExample(example: ExampleAddress): Promise<void> {
    this.#requireNetwork();
    await this.#stopFollowing();
    await this.#request("showExample", { example });
  }

  /** Shows the next example that is read wrong. Null when every example of the set is read right. */
  async showNextWrong(set: ExampleSet): Promise<ExampleAddress | null> {
    this.#requireNetwork();
    await this.#stopFollowing();
    const { example } = await this.#request("showNextWrong", { set });
    return example;
  }

  async #stopFollowing(): Promise<void> {
    if (this.#state.status === "training" && this.#state.followsTraining) await this.setFollowsTraining(false);
  }

  /** @throws {RangeError} when the network has no such neuron, or it is an input */
  inspectNeuron(address: NeuronAddress | null): void {
    if (address !== null) {
      const { sizes } = this.#requireNetwork().shape;
      const { layer, neuron } = address;
      if (layer < 1 || layer >= sizes.length || neuron >= sizes[layer]) {
        const last = sizes.length - 1;
        throw new RangeError(
          `Neuron ${layer}.${neuron}: expected a layer from 1 to ${last} and a neuron it has, in a network ${sizes.join("–")}.`,
        );
      }
    }
    this.#change({ inspected: address });
  }

  /** What the panel wants to see in snapshots from now on. */
  async observe(observation: Observation): Promise<void> {
    this.#observation = observation;
    if (this.#client && this.#state.network) await this.#request("observe", { observation });
  }

  snapshotDrawn(): void {
    this.#client?.snapshotTaken();
  }

  /** One snapshot, beside those that are observed. */
  async takeSnapshot(observation: Observation): Promise<Snapshot> {
    this.#requireNetwork();
    await this.#showing;
    return this.#request("takeSnapshot", { observation });
  }

  /** The weights that are shown, and all it takes to go on training from them, as a `.safetensors` file. */
  async save(): Promise<SavedWeights> {
    this.#requireNetwork();
    await this.#showing;
    return this.#request("save", { which: "shown" });
  }

  /** The network's weights are in this file now. */
  savedTo(file: string): void {
    if (this.#state.network) this.#change({ network: { ...this.#state.network, file } });
  }

  dismissNotice(): void {
    this.#change({ notice: null });
  }

  /** One sentence to show in the panel. */
  notify(notice: string): void {
    this.#change({ notice });
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#client?.dispose();
    for (const emitter of [
      this.#stateChanged,
      this.#snapshotTaken,
      this.#runsReplaced,
      this.#pointsAdded,
      this.#checkpointTaken,
    ]) {
      emitter.dispose();
    }
  }

  /** @param sizes of the network that takes the place */
  async #replaceNetwork(
    dataset: DatasetName,
    sizes: readonly number[],
    make: (found: FittedDataset) => Promise<void>,
  ): Promise<void> {
    // One at a time, in the order in which they were asked for; what became of an earlier one is its own caller's.
    const replacing = this.#replacing.then(() => this.#replaceNow(dataset, sizes, make));
    this.#replacing = replacing.catch(() => undefined);
    await replacing;
  }

  async #replaceNow(
    dataset: DatasetName,
    sizes: readonly number[],
    make: (found: FittedDataset) => Promise<void>,
  ): Promise<void> {
    if (this.#state.status === "training") await this.pause();
    const before = this.#state.status;
    const hasLearnt = ((this.#state.past?.present ?? this.#state.progress)?.step ?? 0) > 0;
    const replaced = hasLearnt ? await this.#makeCheckpoint() : undefined;
    this.#change({ status: "preparing", preparation: { what: "reading examples", share: 0 }, notice: null });
    try {
      await make(await this.#findDataset(dataset, sizes));
      this.#replaced = replaced ?? this.#replaced;
      this.#change({ status: "paused", preparation: null });
      // A trainer started just now has not been told yet.
      await this.#request("setPace", { pace: this.#state.pace });
      await this.#request("setFollowsTraining", { followsTraining: this.#state.followsTraining });
      await this.#request("observe", { observation: this.#observation });
    } catch (error) {
      // When the trainer is gone, so is what was before: that is recovered elsewhere.
      if (!(error instanceof TrainerGone)) this.#change({ status: before, preparation: null });
      throw error;
    }
    await this.takeCheckpoint();
  }

  async #findDataset(name: DatasetName, sizes: readonly number[]): Promise<FittedDataset> {
    const held = this.#heldDataset;
    // What is in a folder may have changed since it was read.
    if (held?.name === name && lastingDatasets.has(name) && isFittedFor(held, sizes)) return held;
    return fittedTo(await this.#shelf.find(name), sizes);
  }

  #enter(entering: EnteringNetwork): void {
    const { settings, dataset, made } = entering;
    this.#history.begin(settings, dataset, made.batchesPerEpoch, made.points);
    this.#summarise(entering);
    this.#runsReplaced.fire(this.runs);
  }

  #summarise({ settings, dataset, found, made, file }: EnteringNetwork): void {
    this.#heldDataset = { ...found, name: dataset, source: { kind: "same" } };
    const network: NetworkSummary = {
      shape: made.shape,
      settings,
      parameterCount: parameterCount(settings.sizes),
      dataset,
      datasetLabel: found.label,
      outputNames: found.outputNames,
      isLabelled: found.fitting.isLabelled,
      trainingCount: made.trainingCount,
      heldOutCount: made.heldOutCount,
      file,
    };
    this.#judgeFrom(made.progress.step);
    const { inspected } = this.#state;
    const isStillThere = inspected !== null && inspected.neuron < (settings.sizes[inspected.layer] ?? 0);
    this.#change({
      network,
      progress: made.progress,
      past: null,
      firstStep: made.firstStep,
      learningRate: settings.learningRate,
      inspected: isStillThere ? inspected : null,
      run: this.#history.runs.at(-1)?.number ?? 0,
    });
  }

  async #startAgain(seedFor: (settings: NetworkSettings) => number): Promise<void> {
    await this.#replacing;
    await this.#branching;
    await this.#showing;
    const network = this.#requireNetwork();
    const seed = seedFor(network.settings);
    if (this.#state.status === "training") await this.pause();
    const made = await this.#request("reset", { seed });
    const { settings } = made;
    const found = this.#heldDataset;
    if (found) this.#enter({ settings, dataset: network.dataset, found, made, file: null });
    this.#change({ status: "paused", notice: null });
    await this.takeCheckpoint();
  }

  /** Keeps the run as it is now. */
  async takeCheckpoint(): Promise<void> {
    if (!this.#state.network) return;
    const startMs = performance.now();
    this.#nextCheckpointMs = startMs + checkpointIntervalMs;
    this.#lastCheckpoint = await this.#makeCheckpoint();
    const durationMs = performance.now() - startMs;
    this.#nextCheckpointMs = startMs + Math.max(checkpointIntervalMs, durationMs / mostCheckpointShare);
    this.#checkpointTaken.fire(this.#lastCheckpoint);
  }

  async #makeCheckpoint(): Promise<Checkpoint> {
    const { bytes: weights, step, shown } = await this.#request("save", { which: "present" });
    const { settings, dataset, file } = this.#requireNetwork();
    const { inspected, pace, followsTraining } = this.#state;
    const runs = this.#history.upTo(step);
    return { weights, step, settings, dataset, file, runs, shown, inspected, pace, followsTraining };
  }

  #requireNetwork(): NetworkSummary {
    if (!this.#state.network) throw new NotNow("There is no network yet: run “Downhill: New Network” first.");
    return this.#state.network;
  }

  /** What nobody knows the truth of can be looked at, but not learnt. */
  #requireLabels(): void {
    const { shape, isLabelled } = this.#requireNetwork();
    if (isLabelled) return;
    const { sizes } = shape;
    throw new NotNow(
      `This network has nothing to learn from here: it takes ${sizes[0]} inputs and gives ${sizes.at(-1)} outputs, ` +
        "and the examples are square pictures with 10 labels. It can be looked at.",
    );
  }

  #request<Type extends TrainerRequestType>(
    type: Type,
    request: TrainerRequest<Type>,
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<TrainerReply<Type>> {
    this.#client ??= this.#startClient();
    return this.#client.request(type, request, transfer);
  }

  #startClient(): TrainerClient {
    return new TrainerClient(
      this.#startTrainer(),
      (event) => this.#receive(event),
      (reason) => void this.#recover(reason),
    );
  }

  #receive(event: TrainerEvent): void {
    switch (event.type) {
      case "preparing":
        if (this.#state.status === "preparing") {
          this.#change({ preparation: { what: event.what, share: event.share } });
        }
        return;
      case "progressed":
        this.#addPoints(event.points);
        this.#noteProgress(event.progress);
        if (performance.now() > this.#nextCheckpointMs) this.#logFailure(this.takeCheckpoint());
        return;
      case "replayed": {
        const { past } = this.#state;
        if (past?.step === event.step && past.share < 1) this.#change({ past: { ...past, share: event.share } });
        return;
      }
      case "snapshot":
        this.#snapshotTaken.fire(event.snapshot);
        return;
      case "trainingEnded":
        this.#addPoints(event.points);
        this.#endTraining(event.end, event.progress);
        return;
      default:
        assertNever(event);
    }
  }

  /** An evaluation may arrive after a pause, when an earlier step is shown already. */
  #noteProgress(progress: Progress): void {
    const { past } = this.#state;
    this.#change(past === null ? { progress } : { past: { ...past, present: progress } });
  }

  #endTraining(end: TrainingEnd, progress: Progress): void {
    if (end.reason === "diverged") {
      const rate = this.#state.learningRate;
      const smaller = smallerLearningRate(rate, this.#requireNetwork().settings);
      const notice =
        `Training stopped: the gradient of layer ${end.layer} was not finite at learning rate ${rate}. ` +
        `The weights before it are kept; try a smaller learning rate, such as ${smaller}.`;
      this.#change({ status: "diverged", progress, notice, noticeAction: this.#rollBackTo(smaller) });
    } else {
      this.#change({ status: "paused", progress });
    }
    if (end.reason !== "paused") this.#logFailure(this.takeCheckpoint());
  }

  #addPoints(points: CurvePoints): void {
    if (points.training.length + points.evaluations.length === 0) return;
    this.#history.add(points);
    this.#pointsAdded.fire(points);
    this.#lookForTrouble();
  }

  #lookForTrouble(): void {
    const run = this.runs.at(-1);
    if (!run || this.#isTroubleTold) return;
    const trouble = troubleOf(runSince(run, this.#judgedFrom), this.#state.learningRate);
    if (!trouble) return;
    this.#isTroubleTold = true;
    this.#change({ notice: trouble.words, noticeAction: this.#rollBackTo(trouble.learningRate) });
  }

  /** The way back to the last good step of the run under way; null when there is none. @param learningRate to go on with */
  #rollBackTo(learningRate: number | null): NoticeAction | null {
    const run = this.runs.at(-1);
    const { firstStep } = this.#state;
    if (!run || learningRate === null || firstStep === null) return null;
    const step = lastGoodStep(runSince(run, this.#judgedFrom));
    return step < firstStep ? null : { type: "rollBack", step, learningRate };
  }

  /** From now on training is judged anew, by what comes after this step. */
  #judgeFrom(step: number): void {
    this.#judgedFrom = step;
    this.#isTroubleTold = false;
  }

  /** Takes in where a request left training. */
  #follow({ progress, points }: Standing): void {
    this.#addPoints(points);
    this.#change({ progress });
  }

  /** After the worker's unexpected end: the run comes back from its last checkpoint. */
  async #recover(reason: string): Promise<void> {
    this.#log(reason);
    this.#client = undefined;
    this.#heldDataset = undefined;
    const checkpoint = this.#lastCheckpoint;
    this.#lastCheckpoint = undefined; // so that weights that end every worker are tried once, not for ever
    this.#change({
      ...emptyState,
      pace: this.#state.pace,
      followsTraining: this.#state.followsTraining,
      notice: reason,
    });
    if (!checkpoint || this.#isDisposed) return;
    try {
      await this.restore(checkpoint);
      this.notify(`${reason} The run is back as it was at step ${checkpoint.step.toLocaleString("en")}.`);
    } catch (error) {
      this.notify(`${reason} The run could not be brought back: ${error instanceof Error ? error.message : error}`);
    }
  }

  #logFailure(work: Promise<void>): void {
    work.catch((error: unknown) => this.#log(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  }

  #change(change: Partial<LiveState>): void {
    // Another notice wants another action, or none.
    const action = "notice" in change ? { noticeAction: null } : {};
    this.#state = { ...this.#state, ...action, ...change };
    this.#stateChanged.fire(this.#state);
  }
}

/** The bytes of a dataset, to be handed over. */
function buffersOf(source: DatasetSource): ArrayBuffer[] {
  return source.kind === "idx" ? source.files.map((file) => file.bytes.buffer) : [];
}
