import { Writer } from "protobufjs/minimal.js";
import type { ActivationName } from "../network/networkShape.ts";
import { writeNetworkMetadata } from "../weights/savedNetwork/networkMetadata.ts";
import type { ExportedNetwork } from "./exportedNetwork.ts";

/**
 * Writes a network as an ONNX model: for each layer a Gemm and its activation. It takes `pixels` [batch, inputs], from 0 (black)
 * to 1 (white), and gives `outputs` [batch, outputs]. Tensors are named as in Downhill's own files, whose metadata the model
 * has too, but for what momentum and Adam remember. The same network gives the same bytes.
 *
 * @see https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 for the numbers of the fields
 * @see https://onnx.ai/onnx/operators for the operations
 */
export function writeOnnx(network: ExportedNetwork): Uint8Array {
  const { shape, training } = network;
  const writer = Writer.create();
  writer.uint32(tag(1, "varint")).int64(irVersion);
  writer.uint32(tag(2, "bytes")).string("Downhill");
  writeMessage(writer, 7, () => writeGraph(writer, network));
  writeMessage(writer, 8, () => writer.uint32(tag(2, "varint")).int64(opsetVersion));
  const remembersNothing = training && { ...training, moments: { steps: 0 } };
  for (const [key, text] of writeNetworkMetadata({ shape, training: remembersNothing })) {
    writeMessage(writer, 14, () => {
      writer.uint32(tag(1, "bytes")).string(key);
      writer.uint32(tag(2, "bytes")).string(text);
    });
  }
  return writer.finish();
}

/** Of 2022: what has come since is not needed, and older runtimes take it. */
const irVersion = 8;
const opsetVersion = 17;

const wireTypes = { varint: 0, bytes: 2, fixed32: 5 } as const;

function tag(field: number, kind: keyof typeof wireTypes): number {
  return field * 8 + wireTypes[kind];
}

function writeMessage(writer: Writer, field: number, write: () => void): void {
  writer.uint32(tag(field, "bytes")).fork();
  write();
  writer.ldelim();
}

/** A GraphProto. */
function writeGraph(writer: Writer, { shape, layers }: ExportedNetwork): void {
  const last = layers.length - 1;
  let value = "pixels";
  for (const [layer, activation] of shape.activations.entries()) {
    const [weightedSums, activations] = [`weightedSums.${layer + 1}`, `activations.${layer + 1}`];
    const output = layer === last ? "outputs" : activations;
    const [weight, bias] = [`${2 * layer}.weight`, `${2 * layer}.bias`];
    writeNode(writer, { operation: "Gemm", inputs: [value, weight, bias], output: weightedSums, attributes: turned });
    writeNode(writer, { inputs: [weightedSums], output, ...operationOf[activation] });
    value = output;
  }
  writer.uint32(tag(2, "bytes")).string(shape.sizes.join("-"));
  for (const [layer, { weights, biases }] of layers.entries()) {
    const [inputs, neurons] = [shape.sizes[layer], shape.sizes[layer + 1]];
    writeTensor(writer, `${2 * layer}.weight`, [neurons, inputs], weights);
    writeTensor(writer, `${2 * layer}.bias`, [neurons], biases);
  }
  writeValue(writer, 11, "pixels", shape.sizes[0]);
  writeValue(writer, 12, "outputs", shape.sizes[last + 1]);
}

interface Attribute {
  readonly name: string;
  readonly value: number;
  readonly kind: "whole" | "float";
}

/** Gemm takes weights [inputs, neurons] unless it is told that they are turned. */
const turned: readonly Attribute[] = [{ name: "transB", value: 1, kind: "whole" }];

const operationOf: Readonly<
  Record<ActivationName, { readonly operation: string; readonly attributes: readonly Attribute[] }>
> = {
  sigmoid: { operation: "Sigmoid", attributes: [] },
  relu: { operation: "Relu", attributes: [] },
  tanh: { operation: "Tanh", attributes: [] },
  leakyRelu: { operation: "LeakyRelu", attributes: [{ name: "alpha", value: 0.01, kind: "float" }] },
  softmax: { operation: "Softmax", attributes: [{ name: "axis", value: 1, kind: "whole" }] },
};

interface Node {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: readonly Attribute[];
}

/** A NodeProto. */
function writeNode(writer: Writer, { operation, inputs, output, attributes }: Node): void {
  writeMessage(writer, 1, () => {
    for (const input of inputs) writer.uint32(tag(1, "bytes")).string(input);
    writer.uint32(tag(2, "bytes")).string(output);
    writer.uint32(tag(3, "bytes")).string(output);
    writer.uint32(tag(4, "bytes")).string(operation);
    for (const attribute of attributes) writeAttribute(writer, attribute);
  });
}

/** An AttributeProto. */
function writeAttribute(writer: Writer, { name, value, kind }: Attribute): void {
  const isWhole = kind === "whole";
  writeMessage(writer, 5, () => {
    writer.uint32(tag(1, "bytes")).string(name);
    if (isWhole) writer.uint32(tag(3, "varint")).int64(value);
    else writer.uint32(tag(2, "fixed32")).float(value);
    writer.uint32(tag(20, "varint")).int32(isWhole ? attributeTypes.whole : attributeTypes.float);
  });
}

const attributeTypes = { float: 1, whole: 2 } as const;

/** A TensorProto. */
function writeTensor(writer: Writer, name: string, shape: readonly number[], bytes: Uint8Array): void {
  writeMessage(writer, 5, () => {
    for (const size of shape) writer.uint32(tag(1, "varint")).int64(size);
    writer.uint32(tag(2, "varint")).int32(singlePrecision);
    writer.uint32(tag(8, "bytes")).string(name);
    writer.uint32(tag(9, "bytes")).bytes(bytes);
  });
}

/** TensorProto.DataType.FLOAT */
const singlePrecision = 1;

/** A ValueInfoProto: of single precision, [batch, size]. */
function writeValue(writer: Writer, field: number, name: string, size: number): void {
  writeMessage(writer, field, () => {
    writer.uint32(tag(1, "bytes")).string(name);
    writeMessage(writer, 2, () => {
      writeMessage(writer, 1, () => {
        writer.uint32(tag(1, "varint")).int32(singlePrecision);
        writeMessage(writer, 2, () => {
          writeMessage(writer, 1, () => writer.uint32(tag(2, "bytes")).string("batch"));
          writeMessage(writer, 1, () => writer.uint32(tag(1, "varint")).int64(size));
        });
      });
    });
  });
}
