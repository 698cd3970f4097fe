import type { NetworkShape } from "../network/networkShape.ts";
import type { DatasetName, NetworkSettings, Pace } from "./settings.ts";
import type { NeuronAddress, Progress } from "./snapshot.ts";

/**
 * - `empty`: there is no network
 * - `preparing`: a dataset is being read or a network made; there may be an earlier network still
 * - `paused`: there is a network and it waits, at step 0 or later
 * - `training`: it trains
 * - `diverged`: a gradient was not finite; the weights before it are kept
 */
export type Status = "empty" | "preparing" | "paused" | "training" | "diverged";

/** The network being explored, without its numbers. */
export interface NetworkSummary {
  readonly shape: NetworkShape;
  readonly settings: NetworkSettings;
  readonly parameterCount: number;
  readonly dataset: DatasetName;
  /** for people: "built-in digits", "MNIST", a folder's name */
  readonly datasetLabel: string;
  /** names of the outputs: digits, or kinds of clothing, or numbers where the examples have no labels for them */
  readonly outputNames: readonly string[];
  /** whether the examples say what is right; else there is nothing to learn from, and nothing to be judged by */
  readonly isLabelled: boolean;
  readonly trainingCount: number;
  readonly heldOutCount: number;
  /** the file the network was opened from or last saved to; null if neither */
  readonly file: string | null;
}

/** The network is shown as it was after an earlier step. The present one waits, untouched. */
export interface ShownPast {
  /** the step asked for; until it is there what is shown stays */
  readonly step: number;
  /** of the way to it that is replayed, 0…1; 1 when it is shown */
  readonly share: number;
  /** how far training had come */
  readonly present: Progress;
}

/** What one click can do about a notice. */
export interface NoticeAction {
  readonly type: "rollBack";
  /** the last good step, from which a new run goes on */
  readonly step: number;
  /** η that it goes on with: the old one would lead to the same end, bit for bit */
  readonly learningRate: number;
}

/** What every view knows at all times. Small: it is sent whole whenever it changes. */
export interface LiveState {
  readonly status: Status;
  readonly network: NetworkSummary | null;
  /** how far training had come in what is shown: of the present, unless `past` says otherwise */
  readonly progress: Progress | null;
  /** not null while an earlier step is shown or on its way */
  readonly past: ShownPast | null;
  /** the earliest step that can be shown; null when there is none, or states so large that they are not kept */
  readonly firstStep: number | null;
  /** η of what is shown, which may have been changed since the network was made */
  readonly learningRate: number;
  readonly pace: Pace;
  /** whether the shown example follows training when it goes slowly enough to watch */
  readonly followsTraining: boolean;
  readonly inspected: NeuronAddress | null;
  /** number of the run under way, 0 when there is none */
  readonly run: number;
  /** what is being prepared ("drawing digits") and how much of it is done, 0…1 */
  readonly preparation: { readonly what: string; readonly share: number } | null;
  /** one sentence to show in the panel: why training stopped, what failed and what to try */
  readonly notice: string | null;
  /** null when there is nothing to be done with one click */
  readonly noticeAction: NoticeAction | null;
}
