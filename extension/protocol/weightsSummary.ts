import type { ActivationName } from "../network/networkShape.ts";
import type { DescribedTraining } from "./savedNetwork.ts";

/** The formats that can be read, by their names in this project. */
export const weightsFormatNames = [
  "safetensors",
  "safetensors-index",
  "npy",
  "npz",
  "onnx",
  "pytorch",
  "hdf5",
  "keras",
  "nielsen",
] as const;
export type WeightsFormatName = (typeof weightsFormatNames)[number];

/** What a tensor is, without its numbers. */
export interface TensorForm {
  /** unique in its file */
  readonly name: string;
  /** in safetensors' spelling where that has one: F32, BF16, I64, BOOL; else as its own format names it */
  readonly dtype: string;
  /** sizes of its dimensions, the slowest first (row-major); [] for a single number */
  readonly shape: readonly number[];
}

/** What is known of a weights file from its table of contents alone: no number of a tensor has been read. */
export interface WeightsSummary {
  readonly format: WeightsFormatName;
  /** of the file, or of all shards together, in bytes */
  readonly byteLength: number;
  /** in the file's order */
  readonly tensors: readonly TensorForm[];
  /** what the file says beside its tensors, in its order; long texts are cut, and of very many only the first are here */
  readonly metadata: readonly (readonly [name: string, text: string])[];
  /**
   * in a file of dicts in dicts, the keys to the only one that holds nothing but tensors, as a `state_dict()` does; [] where
   * the file is one, null where there is none, or several
   */
  readonly stateDict: readonly string[] | null;
  /** whether it is a program of PyTorch's, which is loaded otherwise than a checkpoint */
  readonly isTorchScript: boolean;
  readonly network: FoundNetwork | null;
  /** why there is no network, in one sentence; null when there is one */
  readonly noNetworkBecause: string | null;
  /** what Downhill wrote of how it was trained; null in a file from elsewhere */
  readonly training: DescribedTraining | null;
  /** what is odd about the file without keeping it from being shown, a sentence each */
  readonly remarks: readonly string[];
}

/** Dense layers that were recognised as a chain, each taking what the one before gives. */
export interface FoundNetwork {
  /** neurons per layer, the input first */
  readonly sizes: readonly number[];
  /** of each layer after the input; null where the file does not say */
  readonly activations: readonly (ActivationName | null)[];
  readonly layers: readonly FoundLayer[];
  /** weights and biases */
  readonly parameters: number;
  /** in words, what is not as a plain dense network has it: an activation that is not known here, tensors left over */
  readonly remarks: readonly string[];
}

export interface FoundLayer {
  /** index of its weights among the file's tensors */
  readonly weight: number;
  /** index of its biases; null where there are none */
  readonly bias: number | null;
  /** whether its weights are kept [inputs, neurons], as Keras and NumPy scripts do; else [neurons, inputs] */
  readonly isTransposed: boolean;
}

/** What a tensor's numbers are like, each counted once. */
export interface TensorStatistics {
  /** numbers in it */
  readonly count: number;
  /** of the finite numbers; null when there are none */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** √(Σ(x − mean)² / count) of the finite numbers */
  readonly deviation: number | null;
  /** numbers that are 0 or −0 */
  readonly zeros: number;
  readonly notANumber: number;
  /** infinities of either sign */
  readonly infinite: number;
  /** of the finite numbers, in bins of one width from `min` to `max`; empty when there are none */
  readonly histogram: readonly number[];
}

/** Which two dimensions of a tensor are seen, and where in the others. */
export interface SliceRequest {
  /** the dimension that runs down; null for a tensor of fewer than two, which is one row */
  readonly rowDimension: number | null;
  /** the dimension that runs across; null for a single number */
  readonly columnDimension: number | null;
  /** an index in each dimension; those of the two seen are ignored */
  readonly at: readonly number[];
  /** the part that is seen: from `firstRow`, `rows` rows, and so for columns */
  readonly firstRow: number;
  readonly firstColumn: number;
  readonly rows: number;
  readonly columns: number;
  /** the picture's size in its own pixels at most: larger parts are thinned */
  readonly mostRows: number;
  readonly mostColumns: number;
}

export interface TensorSlice {
  readonly rows: number;
  readonly columns: number;
  /** [rows, columns]; where the part is thinned, each is the number of largest size in its patch, NaN before all others */
  readonly values: Float32Array<ArrayBuffer>;
  /** how many rows and columns of the tensor each stands for */
  readonly rowsInEach: number;
  readonly columnsInEach: number;
}
