import type { ActivationName } from "../../network/networkShape.ts";
import type { FoundNetwork, TensorForm } from "../../protocol/weightsSummary.ts";
import { type LayerText, layerTexts, unknownActivation } from "./layerTexts.ts";
import type { PythonText } from "./pythonText.ts";

/** Python that puts a network together of PyTorch's modules, and its `tensors` into it. */
export function pytorchNetwork(tensors: readonly TensorForm[], network: FoundNetwork): PythonText {
  const layers = layerTexts(tensors, network);
  const modules: string[] = [];
  const entries: string[] = [];
  let place = 0;
  for (const layer of layers) {
    const { inputs, neurons, bias, activation } = layer;
    const withoutBias = bias === null ? ", bias=False" : "";
    const remark = activation === null ? `  # ${unknownActivation}` : "";
    modules.push(`    Linear(${inputs}, ${neurons}${withoutBias}),${remark}`);
    if (activation !== null) modules.push(`    ${moduleOf[activation]},`);
    entries.push(...stateEntries(layer, place));
    place += activation === null ? 1 : 2;
  }
  const isAsItIs =
    entries.every((entry) => /^("[^"]+"): tensors\[\1\]$/.test(entry)) && entries.length === tensors.length;
  const state = isAsItIs ? "tensors" : `{\n${entries.map((entry) => `    ${entry},\n`).join("")}}`;
  const used = new Set(layers.flatMap(({ activation }) => (activation === null ? [] : [moduleName(activation)])));
  return {
    imports: [`from torch.nn import ${["Linear", "Sequential", ...used].sort().join(", ")}`],
    text: `network = Sequential(
${modules.join("\n")}
)
network.load_state_dict(${state})
network.eval()`,
  };
}

const moduleOf: Readonly<Record<ActivationName, string>> = {
  sigmoid: "Sigmoid()",
  relu: "ReLU()",
  tanh: "Tanh()",
  leakyRelu: "LeakyReLU(0.01)",
  softmax: "Softmax(dim=1)",
};

function moduleName(activation: ActivationName): string {
  return moduleOf[activation].replace(/\(.*/, "");
}

/** @param place of its module in the Sequential */
function stateEntries({ weight, bias, isTransposed, isBiasMatrix }: LayerText, place: number): string[] {
  const entries = [`"${place}.weight": tensors[${weight}]${isTransposed ? ".T" : ""}`];
  if (bias !== null) entries.push(`"${place}.bias": tensors[${bias}]${isBiasMatrix ? ".reshape(-1)" : ""}`);
  return entries;
}
