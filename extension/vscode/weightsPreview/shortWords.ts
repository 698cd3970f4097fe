import { percentText } from "../../protocol/percentText.ts";
import { tensorsInWords } from "../../protocol/weightsInWords.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";

/** What a file holds, for beside its name: `784–16–16–10 · 93.1 %`, or `6 tensors`. */
export function shortWords({ tensors, network, training }: WeightsSummary): string {
  const what = network ? network.sizes.join("–") : tensorsInWords(tensors)[0];
  const accuracy = training?.accuracy ?? null;
  return accuracy === null ? what : `${what} · ${percentText(accuracy, 1)}`;
}
