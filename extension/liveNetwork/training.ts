import type { BriefStepUnit, Standing, TrainingEnd } from "../protocol/trainerMessages.ts";
import { TrainerGone } from "../trainer/trainerClient.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { CurrentState } from "./currentState.ts";
import type { RunHistory } from "./runHistory.ts";
import type { TrainerOnDemand } from "./trainerOnDemand.ts";
import type { TroubleWatch } from "./troubleWatch.ts";

interface TrainingParts {
  readonly current: CurrentState;
  readonly trainer: TrainerOnDemand;
  readonly history: RunHistory;
  readonly checkpoints: Checkpoints;
  readonly trouble: TroubleWatch;
  /** one line for the output channel */
  readonly log: (line: string) => void;
}

/** The training of the present network: begins, pauses, goes a step, and takes in what the trainer tells of it. */
export class Training {
  readonly #parts: TrainingParts;

  constructor(parts: TrainingParts) {
    this.#parts = parts;
  }

  /** @param epochs how many more, null to train until paused @param isPaced whether it keeps the pace, or goes as fast as it can */
  async begin(epochs: number | null, isPaced: boolean): Promise<void> {
    const { current, trainer } = this.#parts;
    const { status } = current.state;
    current.change({ status: "training", past: null, notice: null });
    try {
      this.follow(await trainer.request("train", { epochs, isPaced }));
    } catch (error) {
      if (!(error instanceof TrainerGone)) current.change({ status });
      throw error;
    }
  }

  /** Resolves when it ends, at once if there is none under way. */
  whenOver(): Promise<void> {
    const { current } = this.#parts;
    if (current.state.status !== "training") return Promise.resolve();
    return new Promise((resolve) => {
      const listening = current.onDidChange((state) => {
        if (state.status === "training") return;
        listening.dispose();
        resolve();
      });
    });
  }

  /** If there is any under way. */
  async pause(): Promise<void> {
    const { current, trainer, checkpoints } = this.#parts;
    if (current.state.status !== "training") return;
    this.follow(await trainer.request("pause", {}));
    if (current.state.status === "training") current.change({ status: "paused" });
    await checkpoints.take();
  }

  async step(unit: BriefStepUnit): Promise<void> {
    this.follow(await this.#parts.trainer.request("step", { unit }));
  }

  /** Takes in where a request left training. */
  follow({ progress, points }: Standing): void {
    this.#addPoints(points);
    this.#parts.current.change({ progress });
  }

  noteProgress({ progress, points }: Standing): void {
    const { current, checkpoints } = this.#parts;
    this.#addPoints(points);
    // An evaluation may arrive after a pause, when an earlier step is shown already.
    const { past } = current.state;
    current.change(past === null ? { progress } : { past: { ...past, present: progress } });
    if (checkpoints.isDue) this.#takeCheckpoint();
  }

  noteEnd(end: TrainingEnd, { progress, points }: Standing): void {
    const { current, trouble } = this.#parts;
    this.#addPoints(points);
    if (end.reason === "diverged") current.change({ status: "diverged", progress, ...trouble.divergedIn(end.layer) });
    else current.change({ status: "paused", progress });
    // Who pauses takes one.
    if (end.reason !== "paused") this.#takeCheckpoint();
  }

  #addPoints(points: Standing["points"]): void {
    if (points.training.length + points.evaluations.length === 0) return;
    this.#parts.history.add(points);
    this.#parts.trouble.look();
  }

  #takeCheckpoint(): void {
    const { checkpoints, log } = this.#parts;
    checkpoints
      .take()
      .catch((error: unknown) => log(error instanceof Error ? (error.stack ?? error.message) : `${error}`));
  }
}
