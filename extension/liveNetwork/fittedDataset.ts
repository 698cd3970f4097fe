import { type Fitting, fittingOf, sideOf } from "../protocol/fitting.ts";
import type { DatasetName } from "../protocol/settings.ts";
import type { FoundDataset } from "./datasetShelf.ts";

/** A dataset as it is fitted to a network. */
export interface FittedDataset extends FoundDataset {
  readonly fitting: Fitting;
}

/** How to speak of a dataset that is fitted to a network of these sizes. */
export function fittedTo({ source, label, outputNames }: FoundDataset, sizes: readonly number[]): FittedDataset {
  const fitting = fittingOf(sizes);
  const outputs = sizes[sizes.length - 1];
  return {
    source,
    fitting,
    label: fittedLabel(label, fitting),
    outputNames: fitting.isLabelled ? outputNames : Array.from({ length: outputs }, (_, output) => `${output}`),
  };
}

/** What the trainer holds, so that it need not be read again. */
export interface HeldDataset extends FittedDataset {
  readonly name: DatasetName;
}

/** Whether what the trainer holds is what a network of these sizes is to have. */
export function isFittedFor({ fitting }: HeldDataset, sizes: readonly number[]): boolean {
  const { inputs, isLabelled } = fittingOf(sizes);
  return fitting.inputs === inputs && fitting.isLabelled === isLabelled;
}

function fittedLabel(label: string, { kind, inputs }: Fitting): string {
  if (kind === "noise") return "random inputs";
  const side = sideOf(inputs);
  return kind === "scaled" ? `${label}, ${side}×${side}` : label;
}
