import { findOnnxDenseChain } from "../onnx/onnxDenseChain.ts";
import { readOnnxModel } from "../onnx/onnxModel.ts";
import { storedOnnxTensor } from "../onnx/onnxTensor.ts";
import { type ProtobufField, ProtobufReader } from "../onnx/protobufReader.ts";
import type { WeightsFormat } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * A model as a Protocol Buffers message: a graph of operations, the tensors they take among it, or in files beside it.
 *
 * @see https://onnx.ai/onnx/intro/concepts.html
 */
export const onnx: WeightsFormat = {
  name: "onnx",
  title: "ONNX model",
  recognises: (firstBytes) => {
    if (firstBytes[0] !== irVersionTag) return false;
    let found = 0;
    for (const { number, kind } of fieldsThatBeginIn(firstBytes)) {
      if (number === graphField && kind === "bytes") return true;
      if (kindsOfModelFields.get(number) !== kind) return false;
      found++;
    }
    return found > 1;
  },
  open: async (source, file, surroundings) => {
    const { metadata, graph } = readOnnxModel(new ProtobufReader(source, file), file);
    const remarks = new Set<string>();
    const tensors = graph.tensors.map((tensor) => storedOnnxTensor(tensor, source, file, surroundings, remarks));
    if (graph.sparseCount > 0) {
      remarks.add(`${graph.sparseCount} tensors of which only what is not zero is kept are not shown.`);
    }
    const chain = findOnnxDenseChain(graph);
    if ("because" in chain) remarks.add(chain.because);
    const declaredLayers = "layers" in chain ? chain.layers : null;
    return { format: "onnx", tensors, metadata, declaredLayers, remarks: [...remarks] };
  },
};

/** A model begins with the version of its own form. */
const irVersionTag = 0x08;
const graphField = 7;
/** Fields that may stand before the graph. */
const kindsOfModelFields: ReadonlyMap<number, ProtobufField["kind"]> = new Map([
  [1, "varint"],
  [2, "bytes"],
  [3, "bytes"],
  [4, "bytes"],
  [5, "varint"],
  [6, "bytes"],
  [8, "bytes"],
  [14, "bytes"],
]);

/** Of a message's first bytes the fields that begin in them, up to the first that cannot be told. */
function* fieldsThatBeginIn(firstBytes: Uint8Array): Generator<ProtobufField> {
  // As if zeros followed, which are no field: the last one may go on in them.
  const read = (start: number, length: number) => {
    const bytes = new Uint8Array(length);
    bytes.set(firstBytes.subarray(start, start + length));
    return bytes;
  };
  const reader = new ProtobufReader({ length: Number.MAX_SAFE_INTEGER, read }, "");
  try {
    yield* reader.fields(reader.whole, "the model");
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
  }
}
