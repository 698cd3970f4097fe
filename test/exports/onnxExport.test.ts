import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { readExportedNetwork } from "../../extension/exports/exportedNetwork.ts";
import { writeOnnx } from "../../extension/exports/onnxExport.ts";
import { forward } from "../../extension/network/forward.ts";
import { activationNames, type NetworkShape, outputsOfCost } from "../../extension/network/networkShape.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { bytesSource } from "../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../extension/weights/openWeightsFile.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { findPython, runPython } from "../weights/writers/python.ts";
import { drawnNetwork } from "./drawnNetwork.ts";

/** Every activation in a hidden layer and, with every cost that can judge it, in the output. */
const shapes: readonly NetworkShape[] = Object.entries(outputsOfCost).flatMap(([cost, outputs]) =>
  outputs.map((output): NetworkShape => {
    const hidden = activationNames.filter((name) => name !== "softmax");
    return {
      sizes: [784, 12, 11, 9, 8, 10],
      activations: [...hidden, output],
      cost: cost as NetworkShape["cost"],
    };
  }),
);

for (const shape of shapes) {
  const name = `${shape.activations.at(-1)} and ${shape.cost}`;
  test(`onnxruntime gives the same outputs for an exported network with ${name}`, async () => {
    const saved = drawnNetwork(shape);
    const session = await InferenceSession.create(writeOnnx(readExportedNetwork(writeSavedNetwork(saved))));
    assert.deepEqual(session.inputNames, ["pixels"]);
    assert.deepEqual(session.outputNames, ["outputs"]);
    const generator = new SeededGenerator(3);
    const count = 20;
    const pixels = Float32Array.from({ length: count * 784 }, () => Math.max(0, 2 * generator.nextUniform() - 1));
    const { outputs } = await session.run({ pixels: new Tensor("float32", pixels, [count, 784]) });
    assert.deepEqual(outputs.dims, [count, 10]);
    for (let example = 0; example < count; example++) {
      const expected = forward(shape, saved.parameters, pixels.subarray(example * 784, (example + 1) * 784)).at(-1);
      assert.ok(expected);
      for (const [j, activation] of expected.activations.entries()) {
        const found = Number(outputs.data[example * 10 + j]);
        const difference = Math.abs(found - activation);
        assert.ok(difference <= 1e-5 * Math.max(1, Math.abs(activation)), `${example}, ${j}: ${found}, ${activation}`);
      }
    }
    await session.release();
  });
}

const python = await findPython(["onnx"]);
const skip =
  python === undefined && "no Python that can import onnx was found; on Debian: sudo apt-get install -y python3-onnx";
test("ONNX's own checker finds nothing wrong with an exported network, nor with the shapes in it", {
  skip,
}, async (t) => {
  assert.ok(python);
  const folder = await mkdtemp(join(tmpdir(), "downhill-onnx-"));
  t.after(() => rm(folder, { recursive: true }));
  for (const [index, shape] of shapes.entries()) {
    const model = writeOnnx(readExportedNetwork(writeSavedNetwork(drawnNetwork(shape))));
    await writeFile(join(folder, `${index}.onnx`), model);
  }
  const script = `
import onnx
for index in range(${shapes.length}):
    onnx.checker.check_model(f"{index}.onnx", full_check=True)
print("checked")
`;
  assert.equal(await runPython(python, script, folder), "checked\n");
});

test("an exported network is read again with its layers, activations, numbers and settings", async () => {
  const saved = drawnNetwork(shapes[shapes.length - 1]);
  const { parameters, shape } = saved;
  const source = bytesSource(new Uint8Array(writeOnnx(readExportedNetwork(writeSavedNetwork(saved)))));
  const { format, tensors, metadata, declaredLayers, remarks } = await openWeightsFile(source, "digits.onnx");
  assert.equal(format, "onnx");
  assert.deepEqual(remarks, []);
  assert.deepEqual(
    declaredLayers,
    shape.activations.map((activation, layer) => ({
      weight: `${2 * layer}.weight`,
      bias: `${2 * layer}.bias`,
      isTransposed: false,
      activation,
    })),
  );
  assert.equal(metadata.get("activations"), shape.activations.join(","));
  assert.equal(metadata.get("producer"), "Downhill");
  assert.equal(metadata.get("opset"), "17");
  assert.equal(metadata.get("step"), "12345");
  for (const [layer, { weights, biases }] of parameters.entries()) {
    const [weight, bias] = tensors.slice(2 * layer);
    assert.deepEqual(weight.shape, [shape.sizes[layer + 1], shape.sizes[layer]]);
    assert.ok(weight.read(0, weights.length).every((value, i) => Object.is(value, weights[i])));
    assert.ok(bias.read(0, biases.length).every((value, i) => Object.is(value, biases[i])));
  }
});
