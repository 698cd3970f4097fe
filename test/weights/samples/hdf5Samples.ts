import type * as H5wasm from "h5wasm";
import type { WeightsSample } from "./weightsSamples.ts";
import { writeZip } from "./writeZip.ts";

// As `import("h5wasm")`, but with a memory of its own: what is written here must not stand where files are read.
const h5wasm: typeof H5wasm = await import(`${import.meta.resolve("h5wasm")}?instance=samples`);
const { FS: files } = await h5wasm.ready;

/** Writes an HDF5 file, the same at all times: HDF5 keeps in it when each of its objects was made. */
export function hdf5Bytes(write: (file: H5wasm.File) => void): Uint8Array<ArrayBuffer> {
  const { now } = Date;
  Date.now = () => 1_700_000_000_000;
  try {
    const file = new h5wasm.File("made.h5", "w");
    write(file);
    file.close();
  } finally {
    Date.now = now;
  }
  const bytes = files.readFile("made.h5").slice();
  files.unlink("made.h5");
  return bytes;
}

/** A Sequential model of Keras 3 as it describes itself. */
export const kerasConfig = {
  class_name: "Sequential",
  config: {
    name: "sequential",
    layers: [
      { class_name: "InputLayer", config: { batch_shape: [null, 2, 3], name: "input_layer" } },
      { class_name: "Flatten", config: { name: "flatten" } },
      { class_name: "Dense", config: { name: "hidden", units: 4, activation: "relu" } },
      { class_name: "Dropout", config: { name: "dropout", rate: 0.5 } },
      { class_name: "Dense", config: { name: "digits", units: 2, activation: "softmax" } },
    ],
  },
};

/** The same as a Functional model: each layer is called on the one before. */
const functionalConfig = {
  class_name: "Functional",
  config: {
    layers: kerasConfig.config.layers.map((layer, i, layers) => {
      const before = layers[i - 1]?.config.name;
      const called = { class_name: "__keras_tensor__", config: { keras_history: [before, 0, 0] } };
      return { ...layer, name: layer.config.name, inbound_nodes: before === undefined ? [] : [{ args: [called] }] };
    }),
  },
};

const kernels = [numbers(24), numbers(8)];
const biases = [numbers(4), numbers(2)];
const shapes = [
  [6, 4],
  [4, 2],
];

/** As Keras 3 keeps weights by themselves, and in a `.keras` file. */
const countedWeights = hdf5Bytes((file) => {
  file.create_group("layers");
  for (const [i, name] of ["dense", "dense_1"].entries()) {
    file.create_group(`layers/${name}`);
    const group = file.create_group(`layers/${name}/vars`) as H5wasm.Group;
    group.create_dataset({ name: "0", data: kernels[i], shape: shapes[i] });
    group.create_dataset({ name: "1", data: biases[i] });
  }
});

/** As Keras 2 keeps a whole model. */
const namedWeights = hdf5Bytes((file) => {
  file.create_attribute("keras_version", "2.15.0");
  file.create_attribute("model_config", JSON.stringify(kerasConfig));
  const weights = file.create_group("model_weights") as H5wasm.Group;
  weights.create_attribute("layer_names", ["flatten", "hidden", "dropout", "digits"]);
  for (const [i, name] of ["hidden", "digits"].entries()) {
    const layer = weights.create_group(name) as H5wasm.Group;
    layer.create_attribute("weight_names", [`${name}/kernel:0`, `${name}/bias:0`]);
    const inner = layer.create_group(name) as H5wasm.Group;
    inner.create_dataset({ name: "kernel:0", data: kernels[i], shape: shapes[i] });
    inner.create_dataset({ name: "bias:0", data: biases[i] });
  }
});

const kinds = hdf5Bytes((file) => {
  file.create_dataset({ name: "doubles", data: Float64Array.of(1, 2, 3) });
  file.create_dataset({ name: "wholes", data: new BigInt64Array([1n, -2n]) });
  file.create_dataset({ name: "texts", data: ["a", "bc"] });
  file.create_dataset({ name: "chunks", data: numbers(60), shape: [10, 6], chunks: [4, 4], compression: 4 });
  file.create_soft_link("/chunks", "linked");
});

/** Small valid files of HDF5 and of Keras. */
export const hdf5Samples: readonly WeightsSample[] = [
  { name: "model.h5", bytes: namedWeights },
  { name: "model.weights.h5", bytes: countedWeights },
  { name: "kinds.h5", bytes: kinds },
  {
    name: "model.keras",
    bytes: writeZip([
      { name: "metadata.json", bytes: json({ keras_version: "3.11.0", date_saved: "2026-01-01@00:00:00" }) },
      { name: "config.json", bytes: json(kerasConfig) },
      { name: "model.weights.h5", bytes: countedWeights },
    ]),
  },
  {
    name: "functional.keras",
    bytes: writeZip([
      { name: "config.json", bytes: json(functionalConfig) },
      { name: "model.weights.h5", bytes: countedWeights },
    ]),
  },
];

function numbers(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => i / 4 - 1);
}

function json(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
