import type { DeclaredLayer } from "../weightsFile.ts";
import { inWords } from "../weightsFileError.ts";
import type { OnnxGraph, OnnxNode } from "./onnxModel.ts";
import type { OnnxTensor } from "./onnxTensor.ts";

/** The dense layers that a graph is a chain of; or why it is none, in one sentence. */
export type OnnxDenseChain = { readonly layers: readonly DeclaredLayer[] } | { readonly because: string };

/**
 * Follows the one value that a graph is given through its operations: Gemm, or MatMul and Add, with an activation or none
 * behind each. Whatever else it comes to, and does more than rename or lay out the numbers anew, is no dense network.
 */
export function findOnnxDenseChain(graph: OnnxGraph): OnnxDenseChain {
  try {
    return { layers: new ChainWalk(graph).layers };
  } catch (error) {
    if (!(error instanceof NoChain)) throw error;
    return { because: `Its graph is no chain of dense layers: ${error.message}.` };
  }
}

/** The message goes on a sentence. */
class NoChain extends Error {}

/** Operations that change no number. */
const passedOver: ReadonlySet<string> = new Set(["Flatten", "Reshape", "Identity", "Dropout", "Cast"]);

/** Operations on each number, or softmax's on each row, by the names that this project or the field has for them. */
const activations: ReadonlyMap<string, string> = new Map([
  ["Sigmoid", "sigmoid"],
  ["Relu", "relu"],
  ["Tanh", "tanh"],
  ["Softmax", "softmax"],
  ["LogSoftmax", "logSoftmax"],
  ["Elu", "elu"],
  ["Selu", "selu"],
  ["Celu", "celu"],
  ["Gelu", "gelu"],
  ["Softplus", "softplus"],
  ["Softsign", "softsign"],
  ["HardSigmoid", "hardSigmoid"],
  ["HardSwish", "hardSwish"],
  ["Mish", "mish"],
]);

interface Layer {
  weight: string;
  bias: string | null;
  isTransposed: boolean;
  activation: string | null;
}

class ChainWalk {
  readonly layers: Layer[] = [];
  readonly #tensors: ReadonlyMap<string, OnnxTensor>;
  readonly #makers: ReadonlyMap<string, OnnxNode>;

  constructor(graph: OnnxGraph) {
    this.#tensors = new Map(graph.tensors.map((tensor) => [tensor.name, tensor]));
    this.#makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
    const takers = new Map<string, OnnxNode[]>();
    for (const node of graph.nodes) {
      for (const input of new Set(node.inputs)) {
        const others = takers.get(input);
        if (others) others.push(node);
        else takers.set(input, [node]);
      }
    }
    const given = graph.inputs.filter((name) => !this.#tensors.has(name));
    if (given.length !== 1) throw new NoChain(`it is given ${given.length} values`);
    let [value] = given;
    const visited = new Set<OnnxNode>();
    for (let next = takers.get(value); next !== undefined; next = takers.get(value)) {
      if (next.length > 1) throw new NoChain(`it branches at ${inWords(value)}`);
      const [node] = next;
      if (visited.has(node)) throw new NoChain(`it comes back to ${inWords(value)}`);
      visited.add(node);
      this.#apply(node, value);
      value = node.outputs[0] ?? "";
    }
    if (!graph.outputs.includes(value)) throw new NoChain(`it ends in ${inWords(value)}, which is no output`);
    if (this.layers.length === 0) throw new NoChain("it has none");
    for (const layer of this.layers) layer.activation ??= "linear";
  }

  #apply(node: OnnxNode, value: string): void {
    const { operation, inputs } = node;
    const activation = activationOf(node);
    const isFirstInput = inputs[0] === value;
    if (passedOver.has(operation) && isFirstInput) return;
    if (operation === "Gemm" && isFirstInput) this.#addGemm(node);
    else if (operation === "MatMul" && isFirstInput) this.#addLayer(inputs[1], false, null);
    else if (operation === "Add") this.#addBias(isFirstInput ? inputs[1] : inputs[0]);
    else if (activation !== undefined) this.#activate(activation);
    else throw new NoChain(`it has the operation ${operation}`);
  }

  #addGemm({ inputs, numbers }: OnnxNode): void {
    for (const name of ["alpha", "beta"]) {
      const factor = numbers.get(name) ?? 1;
      if (factor !== 1) throw new NoChain(`a Gemm has ${name} ${factor}`);
    }
    if ((numbers.get("transA") ?? 0) !== 0) throw new NoChain("a Gemm takes its input transposed");
    this.#addLayer(inputs[1], (numbers.get("transB") ?? 0) !== 0, inputs[2] || null);
  }

  /** @param isByRows whether the weights, as the operation takes them, are [neurons, inputs] */
  #addLayer(weightValue: string | undefined, isByRows: boolean, biasValue: string | null): void {
    const { tensor, isTurned } = this.#tensorOf(weightValue ?? "");
    if (tensor.shape.length !== 2) throw new NoChain(`the weights ${inWords(tensor.name)} are no matrix`);
    const isTransposed = isByRows === isTurned;
    this.layers.push({ weight: tensor.name, bias: null, isTransposed, activation: null });
    if (biasValue !== null) this.#addBias(biasValue);
  }

  #addBias(value: string | undefined): void {
    const layer = this.layers.at(-1);
    if (!layer || layer.bias !== null || layer.activation !== null) throw new NoChain("it has the operation Add");
    const { tensor } = this.#tensorOf(value ?? "");
    const neurons = this.#tensors.get(layer.weight)?.shape[layer.isTransposed ? 1 : 0] ?? 0;
    const isRow = tensor.shape.at(-1) === neurons && tensor.shape.slice(0, -1).every((size) => size === 1);
    if (!isRow) throw new NoChain(`the biases ${inWords(tensor.name)} are not ${neurons}`);
    layer.bias = tensor.name;
  }

  #activate(activation: string): void {
    const layer = this.layers.at(-1);
    if (!layer) throw new NoChain(`it begins with the activation ${activation}`);
    if (layer.activation !== null) throw new NoChain(`${activation} follows ${layer.activation}`);
    layer.activation = activation;
  }

  /** The tensor behind a value: itself, or under another name, or turned. */
  #tensorOf(value: string): { tensor: OnnxTensor; isTurned: boolean } {
    let isTurned = false;
    let name = value;
    for (let steps = 0; steps < mostRenamings; steps++) {
      const tensor = this.#tensors.get(name);
      if (tensor) return { tensor, isTurned };
      const maker = this.#makers.get(name);
      if (maker?.operation === "Transpose" && isTurning(maker)) isTurned = !isTurned;
      else if (maker?.operation !== "Identity" && maker?.operation !== "Cast") break;
      name = maker.inputs[0] ?? "";
    }
    throw new NoChain(`${inWords(value)} is no tensor of the file`);
  }
}

const mostRenamings = 16;

/** Whether a Transpose makes columns of rows, which it does to a matrix unless it says otherwise. */
function isTurning({ lists }: OnnxNode): boolean {
  const order = lists.get("perm") ?? [];
  return order.length === 0 || (order.length === 2 && order[0] === 1 && order[1] === 0);
}

function activationOf({ operation, numbers }: OnnxNode): string | undefined {
  if (operation !== "LeakyRelu") return activations.get(operation);
  const alpha = numbers.get("alpha") ?? downhillsLeak;
  return Math.fround(alpha) === Math.fround(downhillsLeak) ? "leakyRelu" : `leakyRelu(${alpha.toPrecision(3)})`;
}

/** ONNX's own default is the same. */
const downhillsLeak = 0.01;
