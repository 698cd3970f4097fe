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
  /** names of the ten outputs, [10]: digits, or kinds of clothing */
  readonly outputNames: readonly string[];
  readonly trainingCount: number;
  readonly heldOutCount: number;
  /** the file the network was opened from or last saved to; null if neither */
  readonly file: string | null;
}

/** What every view knows at all times. Small: it is sent whole whenever it changes. */
export interface LiveState {
  readonly status: Status;
  readonly network: NetworkSummary | null;
  readonly progress: Progress | null;
  /** η, which may have been changed since the network was made */
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
}
