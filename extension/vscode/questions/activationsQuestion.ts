import { activationNames, hiddenActivationNames } from "../../network/networkShape.ts";
import { activationWords } from "../../protocol/choiceNames.ts";
import { percentText } from "../../protocol/percentText.ts";
import { sizesInWords } from "../../protocol/typedSizes.ts";
import type { TriedActivation } from "../../protocol/weightsMessages.ts";
import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import { type AssumedActivations, outputWith } from "../openedWeights/openWeights.ts";
import { askToPick, firstAnswer } from "./questionSequence.ts";

/**
 * Asks what neurons do in a file that does not say it: those of the hidden layers, then the outputs.
 *
 * @param tried what the network reads with each, the best first; empty where it reads no digits
 * @throws {Cancelled}
 */
export async function askForActivations(
  tried: readonly TriedActivation[],
  network: FoundNetwork,
): Promise<AssumedActivations> {
  const title = `Open Weights: ${sizesInWords(network.sizes)}`;
  const hasHidden = network.activations.slice(0, -1).includes(null);
  const hasOutput = network.activations.at(-1) === null;
  const totalSteps = Number(hasHidden) + Number(hasOutput);
  for (;;) {
    const hidden = hasHidden ? firstAnswer(await askForHidden({ title, step: 1, totalSteps }, tried)) : "sigmoid";
    const output = outputWith(hidden, network);
    if (!hasOutput) return { hidden, output };
    const place = "What do its outputs do? The file does not say.";
    const choices = activationNames.map((value) => ({
      label: activationWords[value].title,
      description: activationWords[value].meaning,
      value,
    }));
    const answer = await askToPick({ title, step: totalSteps, totalSteps }, place, choices, output);
    if (answer !== "back") return { hidden, output: answer.value };
  }
}

function askForHidden(position: Parameters<typeof askToPick>[0], tried: readonly TriedActivation[]) {
  const order = tried.length > 0 ? tried.map(({ hidden }) => hidden) : hiddenActivationNames;
  const choices = order.map((value, place) => {
    const { title, meaning } = activationWords[value];
    const trial = tried[place];
    const reads =
      trial && `reads ${percentText(trial.right / trial.examples, 0)} of ${trial.examples} drawn digits right`;
    return { label: title, description: reads ?? meaning, value };
  });
  return askToPick(position, "What do its hidden neurons do? The file does not say.", choices, order[0]);
}
