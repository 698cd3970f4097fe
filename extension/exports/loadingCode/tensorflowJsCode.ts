import type { ActivationName } from "../../network/networkShape.ts";
import type { FoundNetwork, TensorForm, WeightsSummary } from "../../protocol/weightsSummary.ts";
import { quoted } from "../sourceText.ts";
import { layerTexts, unknownActivation } from "./layerTexts.ts";

/**
 * JavaScript for Node that makes TensorFlow.js's tensors of a file, and a function of its network.
 *
 * @throws {Error} when its numbers are of another kind than single precision
 */
export function tensorflowJsCode(path: string, { format, tensors, network }: WeightsSummary): string {
  const other = tensors.find(({ dtype }) => dtype !== "F32");
  if (format === "safetensors" && other) {
    throw new Error(`TensorFlow.js: expected single precision (F32), found ${other.dtype} in ${quoted(other.name)}.`);
  }
  return `import { readFile } from "node:fs/promises";
import * as tf from "@tensorflow/tfjs";

${format === "nielsen" ? fromNielsen(path) : fromSafetensors(path)}

${network === null ? listing : networkFunction(tensors, network)}
`;
}

/** The length of a header, the header in JSON, the numbers. */
function fromSafetensors(path: string): string {
  return `const file = await readFile(${quoted(path)});
const start = 8 + Number(file.readBigUInt64LE(0));
const { __metadata__, ...header } = JSON.parse(file.subarray(8, start).toString());
const tensors = Object.fromEntries(
  Object.entries(header).map(([name, { shape, data_offsets: [from, to] }]) => {
    const bytes = Uint8Array.from(file.subarray(start + from, start + to)); // at the beginning of a buffer of its own
    return [name, tf.tensor(new Float32Array(bytes.buffer), shape)];
  }),
);`;
}

function fromNielsen(path: string): string {
  return `const { weights, biases } = JSON.parse(await readFile(${quoted(path)}, "utf8"));
const tensors = Object.fromEntries([
  ...weights.map((rows, layer) => [\`weights[\${layer}]\`, tf.tensor(rows)]),
  ...biases.map((rows, layer) => [\`biases[\${layer}]\`, tf.tensor(rows)]),
]);`;
}

const listing = "for (const [name, { shape, dtype }] of Object.entries(tensors)) console.log(name, shape, dtype);";

function networkFunction(tensors: readonly TensorForm[], network: FoundNetwork): string {
  const lines = layerTexts(tensors, network).map(({ weight, bias, isTransposed, isBiasMatrix, activation }) => {
    const product = `tf.matMul(a, tensors[${weight}], false, ${!isTransposed})`;
    const biases = bias === null ? "" : `.add(tensors[${bias}]${isBiasMatrix ? ".flatten()" : ""})`;
    if (activation === null) return `    a = ${product}${biases}; // ${unknownActivation}`;
    return `    a = ${activations[activation](`${product}${biases}`)};`;
  });
  return `/** [examples, ${network.sizes[0]}] to [examples, ${network.sizes.at(-1)}] */
function network(a) {
  return tf.tidy(() => {
${lines.join("\n")}
    return a;
  });
}`;
}

const activations: Readonly<Record<ActivationName, (sums: string) => string>> = {
  sigmoid: (sums) => `tf.sigmoid(${sums})`,
  relu: (sums) => `tf.relu(${sums})`,
  tanh: (sums) => `tf.tanh(${sums})`,
  leakyRelu: (sums) => `tf.leakyRelu(${sums}, 0.01)`,
  softmax: (sums) => `tf.softmax(${sums})`,
};
