import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import type { OfferedExamples } from "../../protocol/compareMessages.ts";
import type { ExamplesSource } from "../../protocol/weightsMessages.ts";
import type { EditorDatasetShelf } from "../datasets/editorDatasetShelf.ts";

/** The datasets that can be read at once: the live network's own first, the built-in digits, and what was downloaded. */
export async function offeredExamples(
  liveNetwork: LiveNetwork,
  shelf: Pick<EditorDatasetShelf, "downloaded" | "labelOf">,
): Promise<OfferedExamples[]> {
  const { network } = liveNetwork.state;
  const datasets = new Set([...(network === null ? [] : [network.dataset]), "built-in", ...(await shelf.downloaded())]);
  // The live network's own label says how large its pictures are made, which is not that of those compared.
  return [...datasets].map((dataset) => ({ dataset, label: shelf.labelOf(dataset) }));
}

/** @throws with one sentence to show, when the dataset cannot be had */
export async function findExamples(
  shelf: Pick<EditorDatasetShelf, "find">,
  dataset: string,
): Promise<{ readonly source: ExamplesSource; readonly outputNames: readonly string[] }> {
  const { source, outputNames } = await shelf.find(dataset);
  if (source.kind === "same") throw new Error(`Examples: expected ${dataset} on the shelf, found none.`);
  return { source, outputNames };
}
