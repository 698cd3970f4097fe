import { inWords, UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";
import { readOnnxEntry } from "./onnxEntry.ts";
import { type OnnxTensor, readOnnxTensor } from "./onnxTensor.ts";
import type { ProtobufReader, Stretch } from "./protobufReader.ts";

/** What is read of a model: all but its tensors' numbers, and the graphs within its graph. */
export interface OnnxModel {
  readonly metadata: ReadonlyMap<string, string>;
  readonly graph: OnnxGraph;
}

export interface OnnxGraph {
  /** in the file's order: the initializers, then numbers that stand in the graph itself; each name once */
  readonly tensors: readonly OnnxTensor[];
  readonly nodes: readonly OnnxNode[];
  /** values that it is given, by name; older files name their initializers among them */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** how many more initializers there are of which only what is not zero is kept */
  readonly sparseCount: number;
}

/** One operation. */
export interface OnnxNode {
  /** "Gemm"; with its domain before it where that is not ONNX's own */
  readonly operation: string;
  /** values by name; an empty name stands for an input that is left out */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly lists: ReadonlyMap<string, readonly number[]>;
}

/**
 * @param file its name, for error messages
 * @throws {WeightsFileError} when it is no model, or something in it is not as ONNX defines it
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3
 */
export function readOnnxModel(reader: ProtobufReader, file: string): OnnxModel {
  const metadata = new Map<string, string>();
  const opsets: string[] = [];
  const about = new Map<string, string>();
  let graph: OnnxGraph | undefined;
  for (const field of reader.fields(reader.whole, "the model")) {
    switch (field.number) {
      case 1:
        about.set("irVersion", String(field.value));
        break;
      case 2:
        about.set("producer", reader.text(field, "the producer's name"));
        break;
      case 3:
        about.set("producerVersion", reader.text(field, "the producer's version"));
        break;
      case 7:
        if (graph) throw new WeightsFileError(file, "expected one graph, found two.");
        graph = readGraph(reader, field, file);
        break;
      case 8:
        opsets.push(readOpset(reader, field));
        break;
      case 14: {
        const [key, text] = readOnnxEntry(reader, field);
        if (metadata.has(key)) {
          throw new WeightsFileError(file, `expected every name in its metadata once, found ${inWords(key)} twice.`);
        }
        metadata.set(key, text);
      }
    }
  }
  if (!graph) throw new WeightsFileError(file, "expected an ONNX model with a graph, found none: it may be cut short.");
  if (opsets.length > 0) about.set("opset", opsets.join(", "));
  for (const [key, text] of about) if (!metadata.has(key)) metadata.set(key, text);
  return { metadata, graph };
}

/** "17", or "ai.onnx.ml 3" for another set of operations than ONNX's own. */
function readOpset(reader: ProtobufReader, message: Stretch): string {
  let domain = "";
  let version = 0;
  for (const field of reader.fields(message, "an opset")) {
    if (field.number === 1) domain = reader.text(field, "an opset's domain");
    if (field.number === 2) version = field.value;
  }
  return ownDomains.has(domain) ? String(version) : `${domain} ${version}`;
}

const ownDomains: ReadonlySet<string> = new Set(["", "ai.onnx"]);

function readGraph(reader: ProtobufReader, message: Stretch, file: string): OnnxGraph {
  const initializers: OnnxTensor[] = [];
  const constants: OnnxTensor[] = [];
  const nodes: OnnxNode[] = [];
  const inputs: string[] = [];
  const outputs: string[] = [];
  let sparseCount = 0;
  for (const field of reader.fields(message, "the graph")) {
    if (field.number === 1) nodes.push(readNode(reader, field, constants, file));
    if (field.number === 5) initializers.push(readOnnxTensor(reader, field, file));
    if (field.number === 11) inputs.push(readValueName(reader, field));
    if (field.number === 12) outputs.push(readValueName(reader, field));
    if (field.number === 15) sparseCount++;
    if (nodes.length + initializers.length > mostInGraph) {
      throw new UnsupportedWeightsError(file, `expected at most ${mostInGraph} operations and tensors, found more.`);
    }
  }
  const tensors = [...initializers, ...constants];
  const names = new Set<string>();
  for (const { name } of tensors) {
    if (names.has(name)) {
      throw new WeightsFileError(file, `expected every tensor's name once, found ${inWords(name)} twice.`);
    }
    names.add(name);
  }
  return { tensors, nodes, inputs, outputs, sparseCount };
}

/** The largest models have some ten thousand. */
const mostInGraph = 50_000;

/** Reads a ValueInfoProto's name. */
function readValueName(reader: ProtobufReader, message: Stretch): string {
  let name = "";
  for (const field of reader.fields(message, "a value")) {
    if (field.number === 1) name = reader.text(field, "a value's name");
  }
  return name;
}

/** @param constants is given the tensor that a Constant node stands for */
function readNode(reader: ProtobufReader, message: Stretch, constants: OnnxTensor[], file: string): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Attribute[] = [];
  let type = "";
  let domain = "";
  for (const field of reader.fields(message, "a node")) {
    if (field.number === 1) inputs.push(reader.text(field, "an input's name"));
    if (field.number === 2) outputs.push(reader.text(field, "an output's name"));
    if (field.number === 4) type = reader.text(field, "an operation's name");
    if (field.number === 5) attributes.push(readAttribute(reader, field));
    if (field.number === 7) domain = reader.text(field, "a node's domain");
  }
  const operation = ownDomains.has(domain) ? type : `${domain}.${type}`;
  const value = attributes.find(({ name, tensor }) => name === "value" && tensor !== null)?.tensor;
  if (operation === "Constant" && value && outputs.length > 0) {
    const tensor = readOnnxTensor(reader, value, file, outputs[0]);
    // Its name is that of the node's output, whatever the tensor calls itself. Single numbers are not shown as tensors.
    if (tensor.shape.length > 0) constants.push({ ...tensor, name: outputs[0] });
  }
  if (attributes.length === 0) return { operation, inputs, outputs, numbers: none, lists: none };
  const numbers = new Map(attributes.flatMap(({ name, number }) => (number === null ? [] : [[name, number]])));
  const lists = new Map(attributes.map(({ name, list }) => [name, list]));
  return { operation, inputs, outputs, numbers, lists };
}

/** One for all nodes without attributes: a map of its own takes more than all else of a node. */
const none: ReadonlyMap<string, never> = new Map<string, never>();

interface Attribute {
  readonly name: string;
  readonly number: number | null;
  readonly list: readonly number[];
  readonly tensor: Stretch | null;
}

/** Reads an AttributeProto that is a number, whole numbers or a tensor; others, graphs among them, are passed over. */
function readAttribute(reader: ProtobufReader, message: Stretch): Attribute {
  let name = "";
  let number: number | null = null;
  const list: number[] = [];
  let tensor: Stretch | null = null;
  for (const field of reader.fields(message, "an attribute")) {
    if (field.number === 1) name = reader.text(field, "an attribute's name");
    if (field.number === 2) number = reader.float(field, "an attribute");
    if (field.number === 3) number = field.value;
    if (field.number === 5) tensor = field;
    if (field.number === 8 && list.length < mostListed) list.push(...firstOf(reader.wholeNumbers(field, "a list")));
  }
  return { name, number, list, tensor };
}

/** Lists that matter here have an entry a dimension. */
const mostListed = 64;

function firstOf(numbers: Iterable<number>): number[] {
  const first: number[] = [];
  for (const number of numbers) {
    if (first.length === mostListed) break;
    first.push(number);
  }
  return first;
}
