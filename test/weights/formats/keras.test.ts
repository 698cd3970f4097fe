import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { hdf5Samples } from "../samples/hdf5Samples.ts";
import { writeZip } from "../samples/writeZip.ts";
import { writeWithPython } from "../writers/writeWithPython.ts";

/**
 * Lays files out with h5py as Keras does, which Debian has not: a whole model of Keras 2, of Keras 1 and of Keras 3 in `.h5`,
 * weights alone in either, and a `.keras` archive.
 *
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/legacy/saving/legacy_h5_format.py, `save_weights_to_hdf5_group`
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/saving/saving_lib.py, `_save_model_to_fileobj`
 */
const script = `
import json, zipfile, h5py, numpy as np
generator = np.random.default_rng(1)
kernels = [generator.standard_normal(size).astype("f4") for size in [(784, 16), (16, 10)]]
biases = [generator.standard_normal(size).astype("f4") for size in [16, 10]]

def save_weights(group, layers):
    group.attrs["layer_names"] = [name.encode() for name, _ in layers]
    group.attrs["backend"] = b"tensorflow"
    for name, weights in layers:
        layer = group.create_group(name)
        layer.attrs["weight_names"] = np.array([weight.encode() for weight, _ in weights], dtype="S64")
        for weight, value in weights:
            layer.create_dataset(weight, data=value)

def config(*layers):
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": list(layers)}}

def layer(class_name, name, **settings):
    return {"class_name": class_name, "config": {"name": name, **settings}}

hidden, digits = [layer("Dense", "hidden", activation="relu"), layer("Dense", "digits", activation="softmax")]
with h5py.File("keras2.h5", "w") as file:
    file.attrs["model_config"] = json.dumps(config(layer("Flatten", "flatten"), hidden, layer("Dropout", "dropout"), digits)).encode()
    file.attrs["keras_version"] = "2.15.0"
    file.attrs["training_config"] = json.dumps({"loss": "categorical_crossentropy"})
    save_weights(file.create_group("model_weights"), [("flatten", [])] + [
        (name, [(name + "/kernel:0", kernel), (name + "/bias:0", bias)])
        for name, kernel, bias in zip(["hidden", "digits"], kernels, biases)])
    file.create_group("optimizer_weights").attrs["weight_names"] = [b"iteration:0"]
    file["optimizer_weights"].create_dataset("iteration:0", data=np.int64(938))
with h5py.File("keras1.h5", "w") as file:
    file.attrs["model_config"] = json.dumps({"class_name": "Sequential", "config": [
        layer("Dense", "dense_1", activation="relu"), layer("Dense", "dense_2", activation="linear"),
        layer("Activation", "activation_1", activation="softmax")]}).encode()
    save_weights(file.create_group("model_weights"), [
        (name, [(name + "_W", kernel), (name + "_b", bias)])
        for name, kernel, bias in zip(["dense_1", "dense_2"], kernels, biases)])
with h5py.File("keras3.h5", "w") as file:
    history = lambda name: [{"args": [{"class_name": "__keras_tensor__", "config": {"shape": [None, 1], "keras_history": [name, 0, 0]}}], "kwargs": {}}]
    chain = [("input", "InputLayer", {}, []), ("scaled", "Rescaling", {"scale": 0.5, "offset": 0}, history("input")),
             ("hidden", "Dense", {"activation": "relu"}, history("scaled")), ("digits", "Dense", {"activation": "softmax"}, history("hidden"))]
    described = [{"class_name": kind, "name": name, "config": {"name": name, **settings}, "inbound_nodes": nodes} for name, kind, settings, nodes in chain]
    file.attrs["model_config"] = json.dumps({"class_name": "Functional", "config": {"layers": described[::-1]}})
    save_weights(file.create_group("model_weights"), [("input", []), ("scaled", [])] + [
        (name, [("model/" + name + "/kernel", kernel), ("model/" + name + "/bias", bias)])
        for name, kernel, bias in zip(["hidden", "digits"], kernels, biases)])
with h5py.File("named.weights.h5", "w") as file:
    save_weights(file, [(name, [(name + "/kernel:0", kernel), (name + "/bias:0", bias)])
        for name, kernel, bias in zip(["second", "first"], kernels, biases)])
with h5py.File("model.weights.h5", "w") as file:
    for name, kernel, bias in zip(["dense", "dense_1"], kernels, biases):
        file.create_dataset("layers/" + name + "/vars/0", data=kernel)
        file.create_dataset("layers/" + name + "/vars/1", data=bias)
    file.create_dataset("layers/dropout/seed_generator/vars/0", data=np.array([1, 2], "u4"))
    file.create_dataset("optimizer/vars/0", data=np.int64(938))
with zipfile.ZipFile("model.keras", "w") as archive:
    archive.writestr("metadata.json", json.dumps({"keras_version": "3.11.0", "date_saved": "2026-01-01@00:00:00"}))
    archive.writestr("config.json", json.dumps(config(layer("InputLayer", "input"), hidden, layer("Dropout", "dropout"), digits)))
    archive.write("model.weights.h5")
print(json.dumps({"kernels": [kernel.reshape(-1).tolist() for kernel in kernels], "biases": [bias.tolist() for bias in biases]}))
`;

test("the dense layers of Keras 1, 2 and 3 are found as the model has them", async (t) => {
  const { folder, printed } = await writeWithPython(t, ["h5py", "numpy"], script);
  const expected: { kernels: number[][]; biases: number[][] } = JSON.parse(printed);
  const known = ["relu", "softmax"];
  const files = [
    { name: "keras2.h5", activations: known, first: "model_weights/hidden/hidden/kernel:0" },
    { name: "keras1.h5", activations: known, first: "model_weights/dense_1/dense_1_W" },
    { name: "keras3.h5", activations: known, first: "model_weights/hidden/model/hidden/kernel" },
    { name: "named.weights.h5", activations: [null, null], first: "second/second/kernel:0" },
    { name: "model.weights.h5", activations: [null, null], first: "layers/dense/vars/0" },
    { name: "model.keras", activations: known, first: "layers/dense/vars/0" },
  ];
  for (const { name, activations, first } of files) {
    const { declaredLayers, tensors, dispose } = await openBytes(
      new Uint8Array(await readFile(join(folder, name))),
      name,
    );
    assert.ok(declaredLayers !== null, name);
    assert.deepEqual(
      declaredLayers.map(({ activation }) => activation),
      activations,
      name,
    );
    assert.equal(declaredLayers[0].weight, first);
    for (const [i, { weight, bias, isTransposed }] of declaredLayers.entries()) {
      assert.ok(isTransposed, name);
      for (const [path, numbers] of [
        [weight, expected.kernels[i]],
        [bias, expected.biases[i]],
      ] as const) {
        const read = tensors.find((tensor) => tensor.name === path)?.read(0, numbers.length);
        assert.ok(
          read?.every((number, place) => number === numbers[place]),
          `${name}, ${path}`,
        );
      }
    }
    dispose?.();
  }
  const scaled = await openBytes(new Uint8Array(await readFile(join(folder, "keras3.h5"))), "keras3.h5");
  assert.match(scaled.remarks.join(), /takes its inputs times 0\.5 plus 0 \(Rescaling\)/);
  const whole = await openBytes(new Uint8Array(await readFile(join(folder, "keras2.h5"))), "keras2.h5");
  assert.equal(whole.metadata.get("keras_version"), "2.15.0");
});

test("a .keras file whose weights were deflated is read as well", async () => {
  const weights = hdf5Samples.find(({ name }) => name === "model.weights.h5") ?? assert.fail();
  const archive = writeZip([{ name: "model.weights.h5", bytes: weights.bytes, isDeflated: true }]);
  const file = await openBytes(archive, "some.keras");
  assert.equal(file.format, "keras");
  assert.deepEqual([...file.tensors[1].read(0, 2)], [-1, -0.75]);
});

test("an archive whose weights are no HDF5 is refused with where they stand", async () => {
  const archive = writeZip([{ name: "model.weights.h5", bytes: new Uint8Array(600) }]);
  await assert.rejects(
    openBytes(archive, "some.keras"),
    /^WeightsFileError: some\.keras, model\.weights\.h5: expected a file that HDF5 can read, found one of which it says: /,
  );
});

function openBytes(bytes: Uint8Array<ArrayBuffer>, name: string) {
  return openWeightsFile(bytesSource(bytes), name);
}
