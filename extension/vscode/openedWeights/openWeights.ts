import { posix } from "node:path";
import type { Uri } from "vscode";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import type { ActivationName, HiddenActivationName } from "../../network/networkShape.ts";
import { activationWords } from "../../protocol/choiceNames.ts";
import { completedShape } from "../../protocol/completedShape.ts";
import { percentText } from "../../protocol/percentText.ts";
import { suggestedLearningRate } from "../../protocol/settings.ts";
import type { TriedActivation } from "../../protocol/weightsMessages.ts";
import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import type { NewNetwork } from "../questions/newNetworkSettings.ts";
import type { OpenedWeights } from "./openedWeights.ts";

/** What neurons do in a file that does not say it. */
export interface AssumedActivations {
  readonly hidden: HiddenActivationName;
  readonly output: ActivationName;
}

/** What became of a file that was opened. */
export interface OpenedNetwork {
  readonly uri: Uri;
  /** for what the file does not say */
  readonly settings: NewNetwork["settings"];
  /** what to train on and to show */
  readonly dataset: string;
}

/**
 * Opens the network of a weights file of any format as the live network.
 *
 * @param choose what neurons are to do where the file does not say it; left out, that with which the network reads most
 *   digits right is assumed, and the panel says so
 * @throws with one sentence to show when there is no such network in it
 */
export async function openWeights(
  liveNetwork: LiveNetwork,
  openedWeights: OpenedWeights,
  { uri, settings, dataset }: OpenedNetwork,
  choose?: (tried: readonly TriedActivation[], network: FoundNetwork) => Promise<AssumedActivations>,
): Promise<void> {
  const name = posix.basename(uri.path);
  const opened = await openedWeights.open(uri);
  try {
    const { network, noNetworkBecause } = opened.summary;
    if (network === null) {
      throw new Error(
        `${noNetworkBecause ?? `${name}: expected a dense network, found none.`} Its tensors can be looked at in the editor.`,
      );
    }
    const isSilent = network.activations.includes(null);
    const tried = isSilent ? await opened.tryActivations() : [];
    const assumed = choose && isSilent ? await choose(tried, network) : likeliest(tried, network);
    const shape = completedShape(network, assumed.hidden, assumed.output);
    const weights = { name, bytes: await opened.readNetwork(shape.activations) };
    const learningRate = suggestedLearningRate({ ...settings, ...shape });
    await liveNetwork.open(weights, { ...settings, ...shape, learningRate }, dataset, uri.toString());
    if (isSilent && !choose) liveNetwork.notify(assumptionInWords(name, assumed, tried));
  } finally {
    opened.dispose();
  }
}

/** Layers that share outputs out among them are mostly meant where hidden neurons are no sigmoids, or there are none. */
export function outputWith(hidden: HiddenActivationName, { sizes }: FoundNetwork): ActivationName {
  return hidden === "sigmoid" && sizes.length > 2 ? "sigmoid" : "softmax";
}

function likeliest(tried: readonly TriedActivation[], network: FoundNetwork): AssumedActivations {
  // What most people use, where there is nothing to try it on.
  const hidden = tried[0]?.hidden ?? "relu";
  return { hidden, output: outputWith(hidden, network) };
}

function assumptionInWords(
  name: string,
  { hidden, output }: AssumedActivations,
  [best]: readonly TriedActivation[],
): string {
  const proof = best
    ? `, with which it reads ${percentText(best.right / best.examples, 0)} of ${best.examples} drawn digits right`
    : "";
  const { title } = activationWords[hidden];
  return (
    `${name} does not say what its neurons do: ${title} is assumed, and ${activationWords[output].title} for the outputs${proof}. ` +
    "“Downhill: Load into the Panel, Choosing Activations…” takes others."
  );
}
