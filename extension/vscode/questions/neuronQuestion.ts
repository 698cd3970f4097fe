import { counted } from "../../protocol/counted.ts";
import type { NetworkSummary } from "../../protocol/liveState.ts";
import { askToPick, type Choice, firstAnswer } from "./questionSequence.ts";

const title = "Inspect Neuron";

/**
 * Asks for a neuron: its layer, then its place there.
 *
 * @returns its address, such as `1.5`
 * @throws {Cancelled}
 */
export async function askForNeuron({ shape, outputNames }: NetworkSummary): Promise<string> {
  const last = shape.sizes.length - 1;
  const layers = shape.sizes.slice(1).map((size, index): Choice<number> => {
    const layer = index + 1;
    const kind = layer === last ? "output" : "hidden";
    return {
      label: `Layer ${layer}`,
      description: `${kind} · ${counted(size, "neuron")} · ${shape.activations[index]}`,
      value: layer,
    };
  });
  for (;;) {
    const layer = firstAnswer(await askToPick({ title, step: 1, totalSteps: 2 }, "Which layer", layers, 1));
    const neurons = Array.from({ length: shape.sizes[layer] }, (_, neuron): Choice<number> => {
      const description = layer === last ? `says “${outputNames[neuron]}”` : "";
      return { label: `${layer}.${neuron}`, description, value: neuron };
    });
    const neuron = await askToPick({ title, step: 2, totalSteps: 2 }, "Which neuron", neurons, undefined);
    if (neuron !== "back") return `${layer}.${neuron.value}`;
  }
}
