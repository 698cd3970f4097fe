import type { TensorForm, WeightsFormatName } from "../protocol/weightsSummary.ts";
import type { ByteSource } from "./byteSource.ts";

/** A weights file that was opened: its table of contents, and the way to its tensors' numbers. */
export interface WeightsFile {
  readonly format: WeightsFormatName;
  /** in the file's order, each name once */
  readonly tensors: readonly StoredTensor[];
  readonly metadata: ReadonlyMap<string, string>;
  /** how the file itself says that its tensors make a chain of dense layers; null where it does not say */
  readonly declaredLayers: readonly DeclaredLayer[] | null;
  /** whether files that belong to it are not there: what they hold nobody knows */
  readonly isPartial?: boolean;
  /** see `WeightsSummary`; left out by formats that have no dicts */
  readonly stateDict?: readonly string[] | null;
  /** see `WeightsSummary` */
  readonly isTorchScript?: boolean;
  /** what is odd about it without keeping it from being shown, a sentence each */
  readonly remarks: readonly string[];
  /** Gives back what the reader holds beside the source. */
  dispose?(): void;
}

/** A tensor whose numbers are read when they are asked for. */
export interface StoredTensor extends TensorForm {
  /** whether its dtype's numbers can be read; else only its bytes can be shown */
  readonly isReadable: boolean;
  /**
   * Reads numbers in row-major order, whatever the file's own order. To read on from where the last reading ended is
   * cheap in every format; to go back may mean to begin anew in a compressed one.
   *
   * @param from index of the first
   * @returns `count` numbers; those of 64-bit whole numbers are the nearest doubles; true is 1
   * @throws {WeightsFileError} when the file does not hold what its table of contents promised, or the dtype is not readable
   */
  read(from: number, count: number): Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
}

/** A dense layer as a file describes it, by its tensors' names. */
export interface DeclaredLayer {
  readonly weight: string;
  readonly bias: string | null;
  /** whether the weights are [inputs, neurons]; else [neurons, inputs] */
  readonly isTransposed: boolean;
  /** as the file calls it: "relu", "softmax", "linear"; null where it does not say */
  readonly activation: string | null;
}

/** One format of weights files: how it is known, and how it is opened. */
export interface WeightsFormat {
  readonly name: WeightsFormatName;
  /** for people: "PyTorch checkpoint" */
  readonly title: string;
  /**
   * Whether a file is of this format, by what stands in it and not by its name. Cheap: it reads no more than it must.
   *
   * @param firstBytes the source's first {@link recognisedBytes}, or all of a shorter one
   */
  recognises(firstBytes: Uint8Array, source: ByteSource): boolean;
  /**
   * Reads the table of contents and checks it against the source's length before anything large is allocated.
   *
   * @param file its name, for error messages
   * @throws {WeightsFileError} one sentence: what, where, expected, found
   */
  open(source: ByteSource, file: string, surroundings: Surroundings): Promise<WeightsFile>;
}

/** What a file may need beside itself. */
export interface Surroundings {
  /** A file in the same folder, for shards; undefined where there is none. `name` has no folders in it. */
  sibling(name: string): ByteSource | undefined;
}

/** How many first bytes a format is recognised by. */
export const recognisedBytes = 512;
