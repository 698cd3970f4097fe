import { parameterCount } from "../network/networkShape.ts";
import type { DatasetName, NetworkSettings } from "../protocol/settings.ts";
import type { DatasetSource, NamedBytes, NetworkMade } from "../protocol/trainerMessages.ts";
import { TrainerGone } from "../trainer/trainerClient.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { CurrentState } from "./currentState.ts";
import type { FittedDataset } from "./fittedDataset.ts";
import type { HeldDataset } from "./heldDataset.ts";
import { NotNow } from "./notNow.ts";
import { epochsOf, type RunHistory } from "./runHistory.ts";
import type { TrainerOnDemand } from "./trainerOnDemand.ts";
import type { Training } from "./training.ts";
import type { TroubleWatch } from "./troubleWatch.ts";
import type { Watching } from "./watching.ts";

interface SuccessionParts {
  readonly current: CurrentState;
  readonly trainer: TrainerOnDemand;
  readonly dataset: HeldDataset;
  readonly history: RunHistory;
  readonly checkpoints: Checkpoints;
  readonly trouble: TroubleWatch;
  readonly training: Training;
  readonly watching: Watching;
}

/** A network that takes the place of the one before. */
interface Successor {
  readonly settings: NetworkSettings;
  readonly dataset: DatasetName;
  readonly found: FittedDataset;
  readonly made: NetworkMade;
  readonly file: string | null;
}

/**
 * How one network takes the place of another: made, opened from a file, brought back, or begun again. One at a time, in the
 * order in which they were asked for. When it fails, the earlier network is untouched.
 */
export class Succession {
  readonly #parts: SuccessionParts;
  #settled: Promise<void> = Promise.resolve();

  constructor(parts: SuccessionParts) {
    this.#parts = parts;
  }

  /** Settles when no network is being prepared. */
  get settled(): Promise<void> {
    return this.#settled;
  }

  create(settings: NetworkSettings, dataset: DatasetName): Promise<void> {
    return this.#succeed(dataset, settings.sizes, async (found) => {
      const made = await this.#parts.trainer.request(
        "createNetwork",
        { settings, datasetLabel: found.label, source: found.source },
        buffersOf(found.source),
      );
      this.#enterAsNewRun({ settings, dataset, found, made, file: null });
    });
  }

  open(weights: NamedBytes, settings: NetworkSettings, dataset: DatasetName, file: string | null): Promise<void> {
    return this.#succeed(dataset, settings.sizes, async (found) => {
      const made = await this.#openWeights(weights, settings, found);
      this.#enterAsNewRun({ settings: made.settings, dataset, found, made, file });
      if (made.notContinued !== null) this.#parts.current.change({ notice: made.notContinued });
    });
  }

  restore(checkpoint: Checkpoint): Promise<void> {
    const { current, trainer, history, checkpoints } = this.#parts;
    const { settings, dataset, file, runs, pace, followsTraining, shown, inspected } = checkpoint;
    return this.#succeed(dataset, settings.sizes, async (found) => {
      // A copy: should the trainer end again, the checkpoint is needed again.
      const weights = { name: "the checkpoint", bytes: checkpoint.weights.slice() };
      const made = await this.#openWeights(weights, settings, found);
      history.restore(runs, epochsOf(made.progress));
      current.change({ pace, followsTraining, inspected });
      this.#enter({ settings, dataset, found, made, file });
      // It may have been changed since the run began; the file has what it was changed to.
      current.change({ learningRate: made.settings.learningRate });
      // Its examples may have changed since, or its machine.
      if (made.notContinued !== null) current.change({ notice: made.notContinued });
      history.tellReplaced();
      checkpoints.cameBackFrom(checkpoint);
      const count = shown.set === "training" ? made.trainingCount : made.heldOutCount;
      if (shown.index < count) await trainer.request("showExample", { example: shown });
    });
  }

  /** @throws {NotNow} when none that had learnt anything was replaced */
  async bringBackReplaced(): Promise<void> {
    const { replaced } = this.#parts.checkpoints;
    if (!replaced) throw new NotNow("No network that had learnt anything was replaced by another.");
    await this.restore(replaced);
  }

  /** After the worker's unexpected end the run comes back from its last checkpoint. @param reason one sentence that says why it ended */
  async recover(reason: string): Promise<void> {
    const { current, dataset, checkpoints } = this.#parts;
    dataset.lose();
    const checkpoint = checkpoints.giveUpLast();
    current.empty(reason);
    if (!checkpoint) return;
    try {
      await this.restore(checkpoint);
      current.change({
        notice: `${reason} The run is back as it was at step ${checkpoint.step.toLocaleString("en")}.`,
      });
    } catch (error) {
      const cause = error instanceof Error ? error.message : error;
      current.change({ notice: `${reason} The run could not be brought back: ${cause}` });
    }
  }

  /** The same network with the initial weights that a seed gives, or with those that were opened, on the same examples. */
  async startAgain(seed: number): Promise<void> {
    const { current, trainer, checkpoints, training } = this.#parts;
    const { dataset } = current.requireNetwork();
    await training.pause();
    const made = await trainer.request("reset", { seed });
    const found = this.#parts.dataset.fitted;
    if (found) this.#enterAsNewRun({ settings: made.settings, dataset, found, made, file: null });
    current.change({ status: "paused", notice: null });
    await checkpoints.take();
  }

  /** Of the network that is being prepared. @param share that is done, 0…1 */
  notePreparation(what: string, share: number): void {
    const { current } = this.#parts;
    if (current.state.status === "preparing") current.change({ preparation: { what, share } });
  }

  /** @param sizes of the network that takes the place @param make it, and enter it */
  async #succeed(
    dataset: DatasetName,
    sizes: readonly number[],
    make: (found: FittedDataset) => Promise<void>,
  ): Promise<void> {
    // What became of an earlier one is its own caller's.
    const succeeding = this.#settled.then(() => this.#succeedNow(dataset, sizes, make));
    this.#settled = succeeding.catch(() => undefined);
    await succeeding;
  }

  async #succeedNow(
    dataset: DatasetName,
    sizes: readonly number[],
    make: (found: FittedDataset) => Promise<void>,
  ): Promise<void> {
    const { current, checkpoints, training, watching } = this.#parts;
    if (current.state.status === "training") await training.pause();
    const { status, past, progress } = current.state;
    const hasLearnt = ((past?.present ?? progress)?.step ?? 0) > 0;
    const replaced = hasLearnt ? await checkpoints.make() : undefined;
    current.change({ status: "preparing", preparation: { what: "reading examples", share: 0 }, notice: null });
    try {
      await make(await this.#parts.dataset.find(dataset, sizes));
      if (replaced) checkpoints.tookPlaceOf(replaced);
      current.change({ status: "paused", preparation: null });
      await watching.tellTrainer();
    } catch (error) {
      // When the trainer is gone, so is what was before: that is recovered elsewhere.
      if (!(error instanceof TrainerGone)) current.change({ status, preparation: null });
      throw error;
    }
    await checkpoints.take();
  }

  #openWeights(weights: NamedBytes, settings: NetworkSettings, found: FittedDataset): Promise<NetworkMade> {
    const { source, label: datasetLabel } = found;
    const buffers = [weights.bytes.buffer, ...buffersOf(source)];
    return this.#parts.trainer.request("openNetwork", { weights, settings, datasetLabel, source }, buffers);
  }

  #enterAsNewRun(successor: Successor): void {
    const { history } = this.#parts;
    const { settings, dataset, made } = successor;
    history.begin(settings, dataset, epochsOf(made.progress), made.points);
    this.#enter(successor);
    history.tellReplaced();
  }

  #enter({ settings, dataset, found, made, file }: Successor): void {
    const { current, history, trouble } = this.#parts;
    this.#parts.dataset.hold(dataset, found);
    trouble.judgeFrom(made.progress.step);
    const { inspected } = current.state;
    const isStillThere = inspected !== null && inspected.neuron < (settings.sizes[inspected.layer] ?? 0);
    current.change({
      network: {
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
      },
      progress: made.progress,
      past: null,
      firstStep: made.firstStep,
      learningRate: settings.learningRate,
      inspected: isStillThere ? inspected : null,
      run: history.last?.number ?? 0,
    });
  }
}

/** The bytes of a dataset, to be handed over. */
function buffersOf(source: DatasetSource): ArrayBuffer[] {
  return source.kind === "idx" ? source.files.map((file) => file.bytes.buffer) : [];
}
