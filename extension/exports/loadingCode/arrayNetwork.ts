import type { ActivationName } from "../../network/networkShape.ts";
import type { FoundNetwork, TensorForm } from "../../protocol/weightsSummary.ts";
import { numpyActivationNames, numpyActivations } from "../scripts/numpyActivations.ts";
import { layerTexts, unknownActivation } from "./layerTexts.ts";
import type { PythonText } from "./pythonText.ts";

/** Python that has a network as a function of NumPy's or JAX's arrays, which takes its numbers from `tensors`. */
export function arrayNetwork(
  library: "numpy" | "jax",
  tensors: readonly TensorForm[],
  network: FoundNetwork,
): PythonText {
  const layers = layerTexts(tensors, network);
  const lines = layers.map(({ weight, bias, isTransposed, isBiasMatrix, activation }) => {
    const biases = bias === null ? "" : ` + tensors[${bias}]${isBiasMatrix ? ".reshape(-1)" : ""}`;
    const weightedSums = `a @ tensors[${weight}]${isTransposed ? "" : ".T"}${biases}`;
    if (activation === null) return `    a = ${weightedSums}  # ${unknownActivation}`;
    return `    a = ${library === "numpy" ? numpyActivationNames[activation] : jaxActivations[activation]}(${weightedSums})`;
  });
  const { sizes } = network;
  const text = `def network(a):
    """[examples, ${sizes[0]}] to [examples, ${sizes.at(-1)}]"""
${lines.join("\n")}
    return a`;
  if (library === "jax") return { imports: ["import jax"], text };
  const used = new Set(network.activations.flatMap((activation) => activation ?? []));
  const functions = [...used].map((activation) => `${numpyActivations[activation]}\n\n\n`).join("");
  return { imports: ["import numpy as np"], text: `\n${functions}${text}` };
}

/** On the last dimension, where it matters. */
const jaxActivations: Readonly<Record<ActivationName, string>> = {
  sigmoid: "jax.nn.sigmoid",
  relu: "jax.nn.relu",
  tanh: "jax.nn.tanh",
  leakyRelu: "jax.nn.leaky_relu",
  softmax: "jax.nn.softmax",
};
