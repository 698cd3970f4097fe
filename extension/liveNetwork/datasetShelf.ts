import type { DatasetName } from "../protocol/settings.ts";
import type { DatasetSource } from "../protocol/trainerMessages.ts";

/** A dataset's bytes and how to speak of it. */
export interface FoundDataset {
  readonly source: DatasetSource;
  /** for people: "built-in digits", "MNIST", a folder's name */
  readonly label: string;
  /** names of the ten outputs, [10] */
  readonly outputNames: readonly string[];
}

/** Where datasets are kept: the editor's files and downloads, or a command line's folder. */
export interface DatasetShelf {
  /** @throws {Error} with one sentence to show, when the dataset cannot be had */
  find(name: DatasetName): Promise<FoundDataset>;
}
