import assert from "node:assert/strict";
import { test } from "node:test";
import { findOnnxDenseChain } from "../../../extension/weights/onnx/onnxDenseChain.ts";
import type { OnnxNode } from "../../../extension/weights/onnx/onnxModel.ts";

test("each operation of a graph is looked at a few times, however many there are", () => {
  let looks = 0;
  const count = 10_000;
  const nodes = Array.from({ length: count }, (_, i): OnnxNode => {
    const node = { operation: "Identity", outputs: [`v${i + 1}`], numbers: new Map(), lists: new Map() };
    return Object.defineProperty({ ...node, inputs: [] }, "inputs", {
      get: () => {
        looks++;
        return [`v${i}`];
      },
    });
  });
  const graph = { tensors: [], nodes, inputs: ["v0"], outputs: [`v${count}`], sparseCount: 0 };
  assert.deepEqual(findOnnxDenseChain(graph), { because: "Its graph is no chain of dense layers: it has none." });
  assert.ok(looks >= count && looks <= 10 * count, `${looks} looks`);
});
