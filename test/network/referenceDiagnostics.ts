import { forward } from "../../extension/network/forward.ts";
import { gradientLength, miniBatchGradient, type ReferenceExample } from "../../extension/network/miniBatchDescent.ts";
import type { ActivationName, NetworkShape } from "../../extension/network/networkShape.ts";
import type { Parameters } from "../../extension/network/parameters.ts";
import {
  type LayerDiagnostics,
  type NeuronCondition,
  neuronConditions,
  type WeightHistogram,
} from "../../extension/protocol/snapshot.ts";

/** What diagnostics say of each layer on these examples, by the reference. */
export function referenceDiagnostics(
  shape: NetworkShape,
  parameters: Parameters,
  sample: readonly ReferenceExample[],
): LayerDiagnostics[] {
  const gradient = miniBatchGradient(shape, parameters, sample);
  const states = sample.map(({ input }) => forward(shape, parameters, input));
  return parameters.map((layer, index) => {
    const conditions = Uint8Array.from(layer.biases, (_, neuron) => {
      const activations = states.map((state) => state[index].activations[neuron]);
      return neuronConditions.indexOf(conditionOf(shape.activations[index], activations));
    });
    return {
      gradientLength: gradientLength([gradient[index]]),
      parameterLength: gradientLength([layer]),
      conditions,
      histogram: histogramOf(layer.weights),
    };
  });
}

/** @param activations of one neuron, an example each */
function conditionOf(name: ActivationName, activations: readonly number[]): NeuronCondition {
  const share = (fits: (activation: number) => boolean) => activations.filter(fits).length / activations.length;
  switch (name) {
    case "softmax":
      return "lively";
    case "relu":
    case "leakyRelu":
      return activations.every((activation) => activation <= 0) ? "dead" : "lively";
    case "sigmoid":
    case "tanh": {
      // As a share of the way from the lower end to the upper.
      const least = name === "tanh" ? -1 : 0;
      const low = share((activation) => (activation - least) / (1 - least) < 0.0256584);
      const high = share((activation) => (activation - least) / (1 - least) > 1 - 0.0256584);
      if (low >= 0.99) return "alwaysLow";
      if (high >= 0.99) return "alwaysHigh";
      return low + high >= 0.99 ? "switching" : "lively";
    }
  }
}

function histogramOf(weights: ArrayLike<number>): WeightHistogram {
  const all = Array.from(weights);
  const largest = all.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  let limit = 2 ** -100;
  while (limit <= largest) limit *= 2;
  const counts = new Uint32Array(64);
  for (const weight of all) counts[Math.floor(((weight + limit) / (2 * limit)) * 64)]++;
  return { limit, counts };
}
