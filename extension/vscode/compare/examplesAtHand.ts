import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import type { OfferedExamples } from "../../protocol/compareMessages.ts";
import type { NetworkSummary } from "../../protocol/liveState.ts";
import type { ExamplesSource } from "../../protocol/weightsMessages.ts";
import type { EditorDatasetShelf } from "../editorDatasetShelf.ts";

const builtIn: OfferedExamples = { dataset: "built-in", label: "built-in digits" };

/** The datasets that can be read at once: the live network's own first, the built-in digits, and what was downloaded. */
export async function offeredExamples(
  liveNetwork: LiveNetwork,
  shelf: Pick<EditorDatasetShelf, "downloaded">,
): Promise<OfferedExamples[]> {
  const { network } = liveNetwork.state;
  const known = [builtIn, ...(await shelf.downloaded())];
  // The live network's label of a dataset says how large its own pictures are made, which is not that of those compared.
  const ofLive = network && (known.find(({ dataset }) => dataset === network.dataset) ?? offeredBy(network));
  const all = ofLive === null ? known : [ofLive, ...known];
  return all.filter(({ dataset }, place) => all.findIndex((other) => other.dataset === dataset) === place);
}

function offeredBy({ dataset, datasetLabel }: NetworkSummary): OfferedExamples {
  return { dataset, label: datasetLabel };
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
