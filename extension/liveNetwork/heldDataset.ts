import { fittingOf } from "../protocol/fitting.ts";
import type { DatasetName } from "../protocol/settings.ts";
import type { DatasetShelf } from "./datasetShelf.ts";
import { type FittedDataset, fittedTo } from "./fittedDataset.ts";

/** The dataset that the trainer holds, which need not be read again. */
export class HeldDataset {
  readonly #shelf: DatasetShelf;
  #name: DatasetName | undefined;
  #fitted: FittedDataset | undefined;

  constructor(shelf: DatasetShelf) {
    this.#shelf = shelf;
  }

  /** Undefined when the trainer holds none. */
  get fitted(): FittedDataset | undefined {
    return this.#fitted;
  }

  /**
   * The dataset for a network of these sizes: the one that is held, or from the shelf.
   *
   * @throws {Error} with one sentence to show, when it cannot be had
   */
  async find(name: DatasetName, sizes: readonly number[]): Promise<FittedDataset> {
    // What is in a folder may have changed since it was read.
    const isHeld = this.#name === name && lastingDatasets.has(name);
    if (this.#fitted && isHeld && isFittedFor(this.#fitted, sizes)) return this.#fitted;
    return fittedTo(await this.#shelf.find(name), sizes);
  }

  /** The trainer has it now. */
  hold(name: DatasetName, fitted: FittedDataset): void {
    this.#name = name;
    this.#fitted = { ...fitted, source: { kind: "same" } };
  }

  /** The trainer is gone, and with it what it held. */
  lose(): void {
    this.#fitted = undefined;
  }
}

/** Datasets that are always the same under their name. */
const lastingDatasets: ReadonlySet<DatasetName> = new Set(["built-in", "mnist", "fashion-mnist"]);

/** Whether a dataset is fitted as a network of these sizes has to have it. */
function isFittedFor({ fitting }: FittedDataset, sizes: readonly number[]): boolean {
  const { inputs, isLabelled } = fittingOf(sizes);
  return fitting.inputs === inputs && fitting.isLabelled === isLabelled;
}
