import { externalTensorBytes, onnxBytes, tensorBytes } from "./onnxBytes.ts";
import { field, floatField, joined, varint } from "./protobufBytes.ts";

/** Small valid models, to be changed at random: together they have all that the reader looks at. */
export const onnxSamples: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[] = [
  {
    name: "chain.onnx",
    bytes: onnxBytes(
      {
        initializers: [tensorBytes("0.weight", [3, 4]), tensorBytes("0.bias", [3]), tensorBytes("turned", [3, 2])],
        nodes: [
          { operation: "Flatten", inputs: ["x"], outputs: ["flat"] },
          { operation: "Gemm", inputs: ["flat", "0.weight", "0.bias"], outputs: ["z"], attributes: { transB: 1 } },
          { operation: "LeakyRelu", inputs: ["z"], outputs: ["a"], attributes: { alpha: "0.01f" } },
          { operation: "Constant", inputs: [], outputs: ["C"], attributes: { value: tensorBytes("", [2, 3]) } },
          { operation: "Transpose", inputs: ["C"], outputs: ["D"], attributes: { perm: [1, 0] } },
          { operation: "MatMul", inputs: ["a", "D"], outputs: ["y"] },
        ],
      },
      [field(14, [field(1, "author"), field(2, "somebody")])],
    ),
  },
  {
    name: "kinds.onnx",
    bytes: onnxBytes({
      initializers: [
        joined([field(1, 2), field(2, 1), field(8, "floats"), floatField(4, 1), floatField(4, -2)]),
        joined([field(1, 3), field(2, 10), field(8, "halves"), field(5, [0x3c00, 0xc000, 0x7e00].map(varint))]),
        joined([field(1, 2), field(2, 7), field(8, "wholes"), field(7, [varint(-1), varint(2n ** 40n)])]),
        joined([field(1, 1), field(2, 11), field(8, "double"), field(10, new Uint8Array(8))]),
        joined([field(1, 1), field(2, 8), field(8, "text"), field(6, "one")]),
        externalTensorBytes("elsewhere", [2, 2], { location: "beside.bin", offset: "0", length: "16" }),
      ],
    }),
  },
];
