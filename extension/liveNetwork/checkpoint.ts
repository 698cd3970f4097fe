import type { Run } from "../protocol/curves.ts";
import type { DatasetName, NetworkSettings, Pace } from "../protocol/settings.ts";
import type { ExampleAddress, NeuronAddress } from "../protocol/snapshot.ts";

/** All that gives the run under way back after a crash or a reload, and the panel with it. */
export interface Checkpoint {
  /** a `.safetensors` file that says where training stood */
  readonly weights: Uint8Array<ArrayBuffer>;
  /** mini-batches applied */
  readonly step: number;
  readonly settings: NetworkSettings;
  readonly dataset: DatasetName;
  readonly file: string | null;
  readonly runs: readonly Run[];
  readonly shown: ExampleAddress;
  readonly inspected: NeuronAddress | null;
  readonly pace: Pace;
  readonly followsTraining: boolean;
}
