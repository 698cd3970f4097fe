import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { field, floatField, joined } from "./protobufBytes.ts";

/** An operation of a made graph. */
export interface MadeNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** a fraction or a text ending in f is written as a float: "0.01f" */
  readonly attributes?: Readonly<Record<string, number | string | readonly number[] | Uint8Array>>;
}

export interface MadeGraph {
  readonly nodes?: readonly MadeNode[];
  /** TensorProtos */
  readonly initializers?: readonly Uint8Array[];
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
}

/** A ModelProto, byte by byte. @param more further fields of the model */
export function onnxBytes(graph: MadeGraph, more: readonly Uint8Array[] = []): Uint8Array<ArrayBuffer> {
  const { nodes = [], initializers = [], inputs = ["x"], outputs = ["y"] } = graph;
  const graphBytes = [
    ...nodes.map((node) => field(1, nodeBytes(node))),
    field(2, "made"),
    ...initializers.map((tensor) => field(5, tensor)),
    ...inputs.map((name) => field(11, field(1, name))),
    ...outputs.map((name) => field(12, field(1, name))),
  ];
  return joined([field(1, 8), field(2, "a test"), field(7, graphBytes), field(8, field(2, 17)), ...more]);
}

/** A TensorProto with its numbers in `raw_data`, of single precision unless `dataType` says otherwise. */
export function tensorBytes(
  name: string,
  shape: readonly number[],
  bytes: Uint8Array = new Uint8Array(4 * numberCount(shape)),
  dataType = 1,
): Uint8Array {
  return joined([...shape.map((size) => field(1, size)), field(2, dataType), field(8, name), field(9, bytes)]);
}

/** A TensorProto with its numbers in another file. */
export function externalTensorBytes(
  name: string,
  shape: readonly number[],
  entries: Readonly<Record<string, string>>,
): Uint8Array {
  const places = Object.entries(entries).map(([key, text]) => field(13, [field(1, key), field(2, text)]));
  return joined([...shape.map((size) => field(1, size)), field(2, 1), field(8, name), ...places, field(14, 1)]);
}

function nodeBytes({ operation, inputs, outputs, attributes = {} }: MadeNode): Uint8Array[] {
  return [
    ...inputs.map((name) => field(1, name)),
    ...outputs.map((name) => field(2, name)),
    field(4, operation),
    ...Object.entries(attributes).map(([name, value]) => field(5, [field(1, name), attributeValue(value)])),
  ];
}

function attributeValue(value: number | string | readonly number[] | Uint8Array): Uint8Array {
  if (typeof value === "number") return field(3, value);
  if (typeof value === "string") return floatField(2, Number.parseFloat(value));
  if (value instanceof Uint8Array) return field(5, value);
  return joined(value.map((entry) => field(8, entry)));
}
