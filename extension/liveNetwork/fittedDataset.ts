import { type Fitting, fittingOf } from "../protocol/fitting.ts";
import { pictureSideOf } from "../protocol/pictureSide.ts";
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

function fittedLabel(label: string, { kind, inputs }: Fitting): string {
  if (kind === "noise") return "random inputs";
  const side = pictureSideOf(inputs);
  return kind === "scaled" ? `${label}, ${side}×${side}` : label;
}
