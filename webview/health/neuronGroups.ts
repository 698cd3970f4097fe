import type { ActivationName, NetworkShape } from "../../extension/network/networkShape.ts";
import { type LayerDiagnostics, type NeuronCondition, neuronConditions } from "../../extension/protocol/snapshot.ts";

/** Neurons of a layer that do the same, and what that means. */
export interface NeuronGroup {
  readonly condition: Exclude<NeuronCondition, "lively">;
  /** lowest first */
  readonly neurons: readonly number[];
  /** "5 of 16 are always near 1" */
  readonly what: string;
  /** "they hardly learn" */
  readonly soWhat: string;
}

/** The neurons of a layer (1…) that stand out, most telling first. */
export function neuronGroups(
  { conditions }: LayerDiagnostics,
  layer: number,
  { sizes, activations }: NetworkShape,
): NeuronGroup[] {
  const isOutput = layer === sizes.length - 1;
  return groupedConditions.flatMap((condition) => {
    const code = neuronConditions.indexOf(condition);
    const neurons = [...conditions.keys()].filter((neuron) => conditions[neuron] === code);
    if (neurons.length === 0) return [];
    const isOne = neurons.length === 1;
    const words = wordsOf(condition, activations[layer - 1], isOutput, isOne);
    const what = `${neurons.length} of ${conditions.length} ${isOne ? "is" : "are"} ${words.are}`;
    return [{ condition, neurons, what, soWhat: words.soWhat }];
  });
}

/** Whether a group learns next to nothing. Who switches between its ends may have learnt all it has to. */
export function isIdle({ condition }: NeuronGroup): boolean {
  return condition !== "switching";
}

const groupedConditions = ["dead", "alwaysLow", "alwaysHigh", "switching"] as const;

function wordsOf(
  condition: NeuronGroup["condition"],
  activation: ActivationName,
  isOutput: boolean,
  isOne: boolean,
): { are: string; soWhat: string } {
  const low = activation === "tanh" ? "−1" : "0";
  const say = (one: string, many: string) => (isOne ? `it ${one}` : `they ${many}`);
  const hardly = say("hardly learns", "hardly learn");
  switch (condition) {
    case "dead": {
      const effect = activation === "leakyRelu" ? hardly : say("does not learn", "do not learn");
      return { are: "dead", soWhat: `active on no example, ${effect}` };
    }
    case "alwaysLow":
      return { are: `always near ${low}`, soWhat: hardly };
    case "alwaysHigh":
      return { are: "always near 1", soWhat: hardly };
    case "switching": {
      const effect = isOutput ? say("is sure", "are sure") : say("learns slowly", "learn slowly");
      return { are: `always near ${low} or 1`, soWhat: effect };
    }
  }
}
