import { assertNever } from "../protocol/assertNever.ts";
import type { Run } from "../protocol/curves.ts";
import type { LiveState, NoticeAction } from "../protocol/liveState.ts";
import type { DatasetName, NetworkSettings, Pace, StepUnit } from "../protocol/settings.ts";
import type { ExampleAddress, ExampleSet, NeuronAddress, Observation, Snapshot } from "../protocol/snapshot.ts";
import type { NamedBytes, SavedWeights } from "../protocol/trainerMessages.ts";
import type { TrainerEvent } from "../trainer/trainerClient.ts";
import type { TrainerPort } from "../trainer/trainerPort.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { Checkpoints } from "./checkpoints.ts";
import { CurrentState } from "./currentState.ts";
import type { DatasetShelf } from "./datasetShelf.ts";
import { EarlierSteps } from "./earlierSteps.ts";
import { type Disposable, Emitter } from "./emitter.ts";
import { HeldDataset } from "./heldDataset.ts";
import { NotNow } from "./notNow.ts";
import { RunHistory } from "./runHistory.ts";
import { StepQueue } from "./stepQueue.ts";
import { Succession } from "./succession.ts";
import { TrainerOnDemand } from "./trainerOnDemand.ts";
import { Training } from "./training.ts";
import { TroubleWatch } from "./troubleWatch.ts";
import { Watching } from "./watching.ts";

/**
 * The one network being explored: its state, its runs, its trainer. Commands come in here, in whatever order, and wait for
 * those they depend on; every view is told here what changed. It holds no weights: those are the trainer's.
 */
export class LiveNetwork implements Disposable {
  readonly #snapshotTaken = new Emitter<Snapshot>();
  readonly #current = new CurrentState();
  readonly #history = new RunHistory();
  readonly #trouble = new TroubleWatch(this.#current, this.#history);
  readonly #trainer: TrainerOnDemand;
  readonly #watching: Watching;
  readonly #checkpoints: Checkpoints;
  readonly #training: Training;
  readonly #succession: Succession;
  readonly #earlierSteps: EarlierSteps;
  readonly #steps = new StepQueue();

  readonly onDidChangeState = this.#current.onDidChange;
  /** Snapshots of what is {@link observe}d; after each the observer calls {@link snapshotDrawn}. */
  readonly onDidTakeSnapshot = this.#snapshotTaken.event;
  readonly onDidReplaceRuns = this.#history.onDidReplace;
  readonly onDidAddPoints = this.#history.onDidAddPoints;
  /** Something worth keeping on disk: see {@link restore}. */
  readonly onDidTakeCheckpoint: Emitter<Checkpoint>["event"];

  /**
   * @param startTrainer starts a worker; called when there is first something to do, and again after a crash
   * @param shelf where datasets are found
   * @param log one line for the output channel
   */
  constructor(startTrainer: () => TrainerPort, shelf: DatasetShelf, log: (line: string) => void) {
    this.#trainer = new TrainerOnDemand(
      startTrainer,
      (event) => this.#receive(event),
      (reason) => {
        log(reason);
        void this.#succession.recover(reason);
      },
    );
    this.#watching = new Watching(this.#current, this.#trainer);
    this.#checkpoints = new Checkpoints(this.#current, this.#trainer, this.#history);
    const parts = {
      current: this.#current,
      trainer: this.#trainer,
      dataset: new HeldDataset(shelf),
      history: this.#history,
      trouble: this.#trouble,
      checkpoints: this.#checkpoints,
      watching: this.#watching,
      log,
    };
    this.#training = new Training(parts);
    this.#succession = new Succession({ ...parts, training: this.#training });
    this.#earlierSteps = new EarlierSteps({ ...parts, training: this.#training, succession: this.#succession });
    this.onDidTakeCheckpoint = this.#checkpoints.onDidTake;
  }

  get state(): LiveState {
    return this.#current.state;
  }

  /** The one under way last. */
  get runs(): readonly Run[] {
    return this.#history.runs;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoints.last;
  }

  /** Makes a network and begins a run. When that fails, the earlier network is untouched. */
  async create(settings: NetworkSettings, dataset: DatasetName): Promise<void> {
    await this.#steps.settled;
    return this.#succession.create(settings, dataset);
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
    await this.#steps.settled;
    return this.#succession.open(weights, settings, dataset, file);
  }

  /** Brings back a checkpoint, with the curves of its runs. */
  async restore(checkpoint: Checkpoint): Promise<void> {
    await this.#steps.settled;
    return this.#succession.restore(checkpoint);
  }

  /** Whether there is a network to {@link bringBackReplaced}. */
  get hasReplaced(): boolean {
    return this.#checkpoints.replaced !== undefined;
  }

  /** Brings back the network that had learnt something when another took its place; that one can be brought back in turn. */
  async bringBackReplaced(): Promise<void> {
    await this.#steps.settled;
    return this.#succession.bringBackReplaced();
  }

  /** Back to the initial weights; the run so far is kept as an earlier one. */
  async reset(): Promise<void> {
    await this.#startAgain(({ seed }) => seed);
  }

  /** Other initial weights. @param seed chosen at random when left out */
  async reseed(seed: number = crypto.getRandomValues(new Uint32Array(1))[0]): Promise<void> {
    await this.#startAgain(() => seed);
  }

  async #startAgain(seedFor: (settings: NetworkSettings) => number): Promise<void> {
    await this.#steps.settled;
    await this.#succession.settled;
    await this.#earlierSteps.branched;
    await this.#earlierSteps.shown;
    await this.#succession.startAgain(seedFor(this.#current.requireNetwork().settings));
  }

  /**
   * Trains what is shown: an earlier step as a new run, see {@link trainOnFromHere}.
   *
   * @param epochs how many more, null to train until paused. Resolves when training has begun.
   */
  async train(epochs: number | null = null): Promise<void> {
    await this.#steps.settled;
    return this.#train(epochs, true);
  }

  async #train(epochs: number | null, isPaced: boolean): Promise<void> {
    await this.#succession.settled;
    this.#current.requireLabels();
    await this.#earlierSteps.branch();
    // It may have been asked for twice.
    if (this.state.status === "training") return;
    this.#earlierSteps.forgetWishes(); // what was asked for meanwhile is not shown: it would be over at once
    await this.#training.begin(epochs, isPaced);
  }

  /** Resolves when training ends, at once if there is none under way. */
  whenTrainingEnds(): Promise<void> {
    return this.#training.whenOver();
  }

  pause(): Promise<void> {
    return this.#training.pause();
  }

  /** Resolves when the step is over, an epoch's with its training. Each that is asked for counts: see {@link StepQueue}. */
  async step(unit: StepUnit): Promise<void> {
    await this.#steps.take(() => this.#step(unit));
    if (unit === "epoch") await this.whenTrainingEnds();
  }

  async #step(unit: StepUnit): Promise<void> {
    await this.#succession.settled;
    this.#current.requireLabels();
    this.#current.requireStandstill();
    await this.#earlierSteps.shown;
    const { past } = this.state;
    // What is known is walked again; what would be new begins a new run.
    if (past !== null && unit === "miniBatch" && !this.#earlierSteps.isChanged) {
      return this.#earlierSteps.show(past.step + 1);
    }
    await this.#earlierSteps.branch();
    if (unit === "epoch") return this.#train(1, false);
    await this.#training.step(unit);
    // The step that follows takes one of its own.
    if (this.state.status !== "diverged" && !this.#steps.isAnotherWaiting) await this.#checkpoints.take();
  }

  /**
   * Shows the network as it was after an earlier step, null as it is at present. Training is paused; the present waits
   * untouched. Resolves when the step is shown, or another was asked for meanwhile.
   *
   * @throws {RangeError} when the run did not have that step, or does not know it any more
   */
  async showStep(step: number | null): Promise<void> {
    await this.#steps.settled;
    return this.#earlierSteps.show(step);
  }

  /** Shows the network as it was one mini-batch before the step that is shown. */
  async stepBack(): Promise<void> {
    await this.#steps.settled;
    return this.#earlierSteps.showPrevious();
  }

  /**
   * The earlier step that is shown becomes the beginning of a new run, that waits to be trained. The curves of the run
   * before stay, and the network that it had come to can be brought back.
   */
  async trainOnFromHere(): Promise<void> {
    await this.#steps.settled;
    this.#current.requireNetwork();
    if (this.state.past === null) throw new NotNow("This is the present: show an earlier step to train on from there.");
    await this.#earlierSteps.branch();
  }

  /** Does what the notice offers. */
  async takeNoticeAction(): Promise<void> {
    const { noticeAction } = this.state;
    if (noticeAction !== null) await this.rollBack(noticeAction);
  }

  /** A new run from the last good step, when training came to no good: it waits to be trained. */
  async rollBack({ step, learningRate }: NoticeAction): Promise<void> {
    await this.showStep(step);
    await this.setLearningRate(learningRate);
    await this.#earlierSteps.branch();
    this.#current.change({ status: "paused", notice: null });
  }

  /** Takes effect at the next mini-batch; while an earlier step is shown, at the next one that is trained on from there. */
  async setLearningRate(learningRate: number): Promise<void> {
    this.#current.requireNetwork();
    await this.#earlierSteps.shown;
    this.#training.follow(await this.#trainer.request("setLearningRate", { learningRate }));
    this.#current.change({ learningRate });
    // What is chosen in the past is for another run.
    if (this.state.past === null) this.#trouble.judgeFrom(this.state.progress?.step ?? 0);
    else this.#earlierSteps.noteChange();
  }

  setPace(pace: Pace): Promise<void> {
    return this.#watching.setPace(pace);
  }

  setFollowsTraining(followsTraining: boolean): Promise<void> {
    return this.#watching.setFollowsTraining(followsTraining);
  }

  /** Shows this example. While training, which would show another at once, it is not followed any more. */
  showExample(example: ExampleAddress): Promise<void> {
    return this.#watching.showExample(example);
  }

  /** Shows the next example that is read wrong. Null when every example of the set is read right. */
  showNextWrong(set: ExampleSet): Promise<ExampleAddress | null> {
    return this.#watching.showNextWrong(set);
  }

  /** @throws {RangeError} when the network has no such neuron, or it is an input */
  inspectNeuron(address: NeuronAddress | null): void {
    this.#watching.inspect(address);
  }

  /** What the panel wants to see in snapshots from now on. */
  observe(observation: Observation): Promise<void> {
    return this.#watching.observe(observation);
  }

  snapshotDrawn(): void {
    this.#trainer.snapshotDrawn();
  }

  /** One snapshot, beside those that are observed. */
  async takeSnapshot(observation: Observation): Promise<Snapshot> {
    this.#current.requireNetwork();
    await this.#earlierSteps.shown;
    return this.#trainer.request("takeSnapshot", { observation });
  }

  /** The weights that are shown, and all it takes to go on training from them, as a `.safetensors` file. */
  async save(): Promise<SavedWeights> {
    this.#current.requireNetwork();
    await this.#earlierSteps.shown;
    return this.#trainer.request("save", { which: "shown" });
  }

  /** The network's weights are in this file now. */
  savedTo(file: string): void {
    const { network } = this.state;
    if (network) this.#current.change({ network: { ...network, file } });
  }

  /** Keeps the run as it is now. */
  takeCheckpoint(): Promise<void> {
    return this.#checkpoints.take();
  }

  /** One sentence to show in the panel. */
  notify(notice: string): void {
    this.#current.change({ notice });
  }

  dismissNotice(): void {
    this.#current.change({ notice: null });
  }

  dispose(): void {
    for (const part of [this.#trainer, this.#current, this.#history, this.#checkpoints, this.#snapshotTaken]) {
      part.dispose();
    }
  }

  #receive(event: TrainerEvent): void {
    switch (event.type) {
      case "preparing":
        this.#succession.notePreparation(event.what, event.share);
        return;
      case "progressed":
        this.#training.noteProgress(event);
        return;
      case "replayed":
        this.#earlierSteps.noteReplayed(event.step, event.share);
        return;
      case "snapshot":
        this.#snapshotTaken.fire(event.snapshot);
        return;
      case "trainingEnded":
        this.#training.noteEnd(event.end, event);
        return;
      default:
        assertNever(event);
    }
  }
}
