import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { noNetworkInWords } from "../../../extension/protocol/weightsInWords.ts";
import type { WeightsFormatName } from "../../../extension/protocol/weightsSummary.ts";
import { type ContentsOfFile, findDenseNetwork } from "../../../extension/weights/denseNetwork/denseNetwork.ts";

type Form = readonly [name: string, shape: readonly number[], dtype?: string];

function contents(
  format: WeightsFormatName,
  forms: readonly Form[],
  rest: Partial<ContentsOfFile> = {},
): ContentsOfFile {
  const tensors = forms.map(([name, shape, dtype = "F32"]) => ({ name, dtype, shape }));
  return { format, tensors, metadata: new Map(), declaredLayers: null, ...rest };
}

/** Weights of each layer by their names, `ᵀ` behind those that are [inputs, neurons], and the biases'. */
function layersInWords(given: ContentsOfFile): { sizes: string; layers: string[]; remarks: readonly string[] } {
  const { network, because } = findDenseNetwork(given, "a file");
  assert.ok(network, because ?? "");
  const layers = network.layers.map(({ weight, bias, isTransposed }) => {
    const biasName = bias === null ? "no biases" : given.tensors[bias].name;
    return `${given.tensors[weight].name}${isTransposed ? "ᵀ" : ""} + ${biasName}`;
  });
  return { sizes: network.sizes.join("–"), layers, remarks: network.remarks };
}

const either = (tensor: string, way: string) =>
  `The shapes allow the weights to be read either way round: "${tensor}" is taken as ${way}.`;

interface Layout {
  readonly of: string;
  readonly format: WeightsFormatName;
  readonly forms: readonly Form[];
  readonly sizes: string;
  readonly layers: readonly string[];
  readonly remarks?: readonly string[];
}

const layouts: readonly Layout[] = [
  {
    of: "PyTorch's nn.Sequential, sorted by name as safetensors are",
    format: "safetensors",
    forms: [
      ["0.bias", [128]],
      ["0.weight", [128, 784]],
      ["10.bias", [10]],
      ["10.weight", [10, 64]],
      ["2.bias", [64]],
      ["2.weight", [64, 128]],
    ],
    sizes: "784–128–64–10",
    layers: ["0.weight + 0.bias", "2.weight + 2.bias", "10.weight + 10.bias"],
  },
  {
    of: "LeNet-300-100 as a module of its own, wrapped and compiled",
    format: "pytorch",
    forms: [
      ["_orig_mod.module.fc1.weight", [300, 784]],
      ["_orig_mod.module.fc1.bias", [300]],
      ["_orig_mod.module.fc2.weight", [100, 300]],
      ["_orig_mod.module.fc2.bias", [100]],
      ["_orig_mod.module.fc3.weight", [10, 100]],
      ["_orig_mod.module.fc3.bias", [10]],
    ],
    sizes: "784–300–100–10",
    layers: [1, 2, 3].map((n) => `_orig_mod.module.fc${n}.weight + _orig_mod.module.fc${n}.bias`),
  },
  {
    of: "a checkpoint of PyTorch's with its optimiser and its epoch",
    format: "pytorch",
    forms: [
      ["epoch", [], "I64"],
      ["model.fc1.weight", [16, 784]],
      ["model.fc1.bias", [16]],
      ["model.out.weight", [10, 16]],
      ["model.out.bias", [10]],
      ["optimizer.state.0.exp_avg", [16, 784]],
      ["optimizer.state.0.exp_avg_sq", [16, 784]],
    ],
    sizes: "784–16–10",
    layers: ["model.fc1.weight + model.fc1.bias", "model.out.weight + model.out.bias"],
    remarks: ['Left aside: 3 tensors such as "epoch".'],
  },
  {
    of: "layers without numbers in their names, in the file's order",
    format: "pytorch",
    forms: [
      ["input.weight", [20, 20]],
      ["input.bias", [20]],
      ["hidden.weight", [20, 20]],
      ["hidden.bias", [20]],
      ["head.weight", [20, 20]],
      ["head.bias", [20]],
    ],
    sizes: "20–20–20–20",
    layers: ["input.weight + input.bias", "hidden.weight + hidden.bias", "head.weight + head.bias"],
  },
  {
    of: "layers sorted by names that do not count: in the only order that their shapes allow",
    format: "safetensors",
    forms: [
      ["decoder.bias", [10]],
      ["decoder.weight", [10, 32]],
      ["encoder.bias", [32]],
      ["encoder.weight", [32, 784]],
    ],
    sizes: "784–32–10",
    layers: ["encoder.weight + encoder.bias", "decoder.weight + decoder.bias"],
  },
  {
    of: "a network and the running mean of its weights",
    format: "safetensors",
    forms: [
      ["ema.0.bias", [3]],
      ["ema.0.weight", [3, 8]],
      ["ema.2.bias", [2]],
      ["ema.2.weight", [2, 3]],
      ["net.0.bias", [3]],
      ["net.0.weight", [3, 8]],
      ["net.2.bias", [2]],
      ["net.2.weight", [2, 3]],
    ],
    sizes: "8–3–2",
    layers: ["net.0.weight + net.0.bias", "net.2.weight + net.2.bias"],
    remarks: ['The file holds 2 such networks: this is "net".', 'Left aside: 4 tensors such as "ema.0.bias".'],
  },
  {
    of: "Keras's HDF5, with its optimiser",
    format: "hdf5",
    forms: [
      ["model_weights/dense/sequential/dense/kernel:0", [784, 128]],
      ["model_weights/dense/sequential/dense/bias:0", [128]],
      ["model_weights/dense_1/sequential/dense_1/kernel:0", [128, 10]],
      ["model_weights/dense_1/sequential/dense_1/bias:0", [10]],
      ["optimizer_weights/adam/m/dense/kernel:0", [784, 128]],
    ],
    sizes: "784–128–10",
    layers: ["dense", "dense_1"].map((name) => {
      const path = `model_weights/${name}/sequential/${name}`;
      return `${path}/kernel:0ᵀ + ${path}/bias:0`;
    }),
    remarks: [`An optimiser's state is left aside: the tensor "optimizer_weights/adam/m/dense/kernel:0".`],
  },
  {
    of: "Flax, square hidden layers and all",
    format: "safetensors",
    forms: [
      ["params/Dense_0/kernel", [784, 64]],
      ["params/Dense_0/bias", [64]],
      ["params/Dense_1/kernel", [64, 64]],
      ["params/Dense_1/bias", [64]],
      ["params/Dense_2/kernel", [64, 10]],
      ["params/Dense_2/bias", [10]],
    ],
    sizes: "784–64–64–10",
    layers: [0, 1, 2].map((n) => `params/Dense_${n}/kernelᵀ + params/Dense_${n}/bias`),
  },
  {
    of: "weights that others than PyTorch called so: a square one is kept as its neighbours are",
    format: "safetensors",
    forms: [
      ["fc1.weight", [784, 64]],
      ["fc1.bias", [64]],
      ["fc2.weight", [64, 64]],
      ["fc2.bias", [64]],
      ["fc3.weight", [64, 10]],
      ["fc3.bias", [10]],
    ],
    sizes: "784–64–64–10",
    layers: ["fc1.weightᵀ + fc1.bias", "fc2.weightᵀ + fc2.bias", "fc3.weightᵀ + fc3.bias"],
  },
  {
    of: "Nielsen's book: biases are columns",
    format: "nielsen",
    forms: [
      ["weights.0", [30, 784], "F64"],
      ["biases.0", [30, 1], "F64"],
      ["weights.1", [10, 30], "F64"],
      ["biases.1", [10, 1], "F64"],
    ],
    sizes: "784–30–10",
    layers: ["weights.0 + biases.0", "weights.1 + biases.1"],
  },
  {
    of: "a NumPy script in Karpathy's manner: W1, b1, rows of biases",
    format: "npz",
    forms: [
      ["W1", [784, 100], "F64"],
      ["b1", [1, 100], "F64"],
      ["W2", [100, 10], "F64"],
      ["b2", [1, 10], "F64"],
    ],
    sizes: "784–100–10",
    layers: ["W1ᵀ + b1", "W2ᵀ + b2"],
  },
  {
    of: "a NumPy script that writes W @ x",
    format: "npz",
    forms: [
      ["w_0", [16, 784]],
      ["b_0", [16, 1]],
      ["w_1", [10, 16]],
      ["b_1", [10, 1]],
    ],
    sizes: "784–16–10",
    layers: ["w_0 + b_0", "w_1 + b_1"],
  },
  {
    of: "weights and biases in words behind",
    format: "npz",
    forms: [
      ["W_hidden", [784, 16]],
      ["W_output", [16, 10]],
      ["b_hidden", [16]],
      ["b_output", [10]],
    ],
    sizes: "784–16–10",
    layers: ["W_hiddenᵀ + b_hidden", "W_outputᵀ + b_output"],
  },
  {
    of: "Keras's get_weights() saved by NumPy",
    format: "npz",
    forms: [
      ["arr_0", [784, 30]],
      ["arr_1", [30]],
      ["arr_2", [30, 10]],
      ["arr_3", [10]],
    ],
    sizes: "784–30–10",
    layers: ["arr_0ᵀ + arr_1", "arr_2ᵀ + arr_3"],
  },
  {
    of: "all weights before all biases, none of them named",
    format: "npz",
    forms: [
      ["arr_0", [30, 784]],
      ["arr_1", [10, 30]],
      ["arr_2", [30, 1]],
      ["arr_3", [10, 1]],
    ],
    sizes: "784–30–10",
    layers: ["arr_0 + arr_2", "arr_1 + arr_3"],
  },
  {
    of: "scikit-learn's MLPClassifier",
    format: "npz",
    forms: [
      ["coefs_0", [784, 50], "F64"],
      ["coefs_1", [50, 10], "F64"],
      ["intercepts_0", [50], "F64"],
      ["intercepts_1", [10], "F64"],
    ],
    sizes: "784–50–10",
    layers: ["coefs_0ᵀ + intercepts_0", "coefs_1ᵀ + intercepts_1"],
  },
  {
    of: "half precision, one output",
    format: "safetensors",
    forms: [
      ["fc1.weight", [8, 4], "BF16"],
      ["fc1.bias", [8], "BF16"],
      ["fc2.weight", [1, 8], "BF16"],
      ["fc2.bias", [1], "BF16"],
    ],
    sizes: "4–8–1",
    layers: ["fc1.weight + fc1.bias", "fc2.weight + fc2.bias"],
  },
  {
    of: "linear layers, one without biases",
    format: "pytorch",
    forms: [
      ["fc1.weight", [8, 4]],
      ["fc2.weight", [3, 8]],
      ["fc2.bias", [3]],
    ],
    sizes: "4–8–3",
    layers: ["fc1.weight + no biases", "fc2.weight + fc2.bias"],
    remarks: ["Layer 1 has no biases: they are taken as 0."],
  },
  {
    of: "an autoencoder of two matrices of NumPy's, which fit either way round",
    format: "npz",
    forms: [
      ["W1", [784, 30]],
      ["W2", [30, 784]],
    ],
    sizes: "784–30–784",
    layers: ["W1ᵀ + no biases", "W2ᵀ + no biases"],
    remarks: [either("W1", "[inputs, neurons]"), "There are no biases: they are taken as 0."],
  },
  {
    of: "one square matrix that is called weights",
    format: "npz",
    forms: [["weights", [10, 10]]],
    sizes: "10–10",
    layers: ["weightsᵀ + no biases"],
    remarks: [either("weights", "[inputs, neurons]"), "There are no biases: they are taken as 0."],
  },
  {
    of: "layers kept in different ways round, as their biases tell",
    format: "npz",
    forms: [
      ["W1", [784, 30]],
      ["b1", [30]],
      ["W2", [10, 30]],
      ["b2", [10]],
    ],
    sizes: "784–30–10",
    layers: ["W1ᵀ + b1", "W2 + b2"],
  },
];

suite("a dense network is found in", () => {
  for (const { of, format, forms, sizes, layers, remarks = [] } of layouts) {
    test(of, () => {
      assert.deepEqual(layersInWords(contents(format, forms)), { sizes, layers, remarks });
    });
  }

  test("a graph that declares it, with the activations that are known here", () => {
    const forms: Form[] = [
      ["a", [4, 8]],
      ["b", [8]],
      ["c", [3, 8]],
    ];
    const declaredLayers = [
      { weight: "a", bias: "b", isTransposed: true, activation: "Relu" },
      { weight: "c", bias: null, isTransposed: false, activation: "linear" },
    ];
    const given = contents("onnx", forms, { declaredLayers });
    const { sizes, layers, remarks } = layersInWords(given);
    assert.deepEqual([sizes, layers], ["4–8–3", ["aᵀ + b", "c + no biases"]]);
    assert.deepEqual(remarks, [
      "Layer 2 has no biases: they are taken as 0.",
      'Layer 2 has the activation "linear", which Downhill does not have.',
    ]);
    assert.deepEqual(findDenseNetwork(given, "a file").network?.activations, ["relu", null]);
  });
});

const refusals: readonly { of: string; format?: WeightsFormatName; forms: readonly Form[]; because: string }[] = [
  {
    of: "a sharded BERT",
    format: "safetensors-index",
    forms: [
      ["bert.embeddings.word_embeddings.weight", [30522, 768]],
      ["bert.embeddings.LayerNorm.weight", [768]],
      ["bert.embeddings.LayerNorm.bias", [768]],
      ["bert.encoder.layer.0.attention.self.query.weight", [768, 768]],
      ["bert.encoder.layer.0.attention.self.query.bias", [768]],
      ["classifier.weight", [2, 768]],
      ["classifier.bias", [2]],
    ],
    because:
      'a file: expected only weights and biases of dense layers, found attention, "bert.encoder.layer.0.attention.self.query.weight" of the shape [768, 768].',
  },
  {
    of: "LeNet-5",
    forms: [
      ["conv1.weight", [6, 1, 5, 5]],
      ["conv1.bias", [6]],
      ["fc1.weight", [120, 400]],
      ["fc1.bias", [120]],
    ],
    because:
      'a file: expected only weights and biases of dense layers, found a convolution, "conv1.weight" of the shape [6, 1, 5, 5].',
  },
  {
    of: "dense layers with batch normalisation between them",
    forms: [
      ["0.weight", [16, 784]],
      ["0.bias", [16]],
      ["1.weight", [16]],
      ["1.bias", [16]],
      ["1.running_mean", [16]],
      ["3.weight", [10, 16]],
      ["3.bias", [10]],
    ],
    because:
      'a file: expected only weights and biases of dense layers, found batch normalisation, "1.running_mean" of the shape [16].',
  },
  {
    of: "an LSTM",
    forms: [
      ["lstm.weight_ih_l0", [64, 10]],
      ["lstm.weight_hh_l0", [64, 16]],
    ],
    because:
      'a file: expected only weights and biases of dense layers, found a recurrent layer, "lstm.weight_ih_l0" of the shape [64, 10].',
  },
  {
    of: "two heads on one trunk",
    forms: [
      ["trunk.weight", [16, 784]],
      ["trunk.bias", [16]],
      ["head_a.weight", [10, 16]],
      ["head_a.bias", [10]],
      ["head_b.weight", [3, 16]],
      ["head_b.bias", [3]],
    ],
    because: "a file, head_b.weight: expected 10 inputs, the neurons of head_a.weight, found the shape [3,16].",
  },
  {
    of: "an array of examples",
    format: "npz",
    forms: [
      ["x_train", [60000, 28, 28], "U8"],
      ["y_train", [60000], "U8"],
    ],
    because:
      'a file: expected weights and biases of dense layers that follow from one another, found "x_train" of the shape [60000, 28, 28].',
  },
  {
    of: "one matrix of no name, which may be anything",
    format: "npy",
    forms: [["measurements", [1000, 10]]],
    because:
      'a file: expected weights and biases of dense layers that follow from one another, found "measurements" of the shape [1000, 10].',
  },
  {
    of: "dense layers whose numbers cannot be read",
    forms: [
      ["fc.weight", [3, 4], "F8_E4M3"],
      ["fc.bias", [3], "F32"],
    ],
    because: "a file, fc.weight: expected a dtype such as F32, found F8_E4M3.",
  },
  {
    of: "no tensors",
    forms: [],
    because: "a file: expected the weights and biases of dense layers, found no tensors.",
  },
];

suite("there is no dense network, and a sentence says why, in", () => {
  for (const { of, format = "safetensors", forms, because } of refusals) {
    test(of, () => {
      assert.deepEqual(findDenseNetwork(contents(format, forms), "a file"), { network: null, because });
    });
  }

  test("a graph whose declaration and tensors disagree", () => {
    const declaredLayers = [
      { weight: "a", bias: "b", isTransposed: true, activation: null },
      { weight: "c", bias: null, isTransposed: true, activation: null },
    ];
    const forms: Form[] = [
      ["a", [4, 8]],
      ["b", [8]],
      ["c", [7, 3]],
    ];
    const { because } = findDenseNetwork(contents("onnx", forms, { declaredLayers }), "a file");
    assert.equal(because, "a file, c: expected 8 inputs, the neurons of a, found the shape [7,3].");
  });
});

test("ten thousand layers that do not follow from one another are refused without trying every order", () => {
  const forms = Array.from({ length: 10_000 }, (_, layer): Form => [`block.${layer}.weight`, [layer + 2, layer + 5]]);
  const { network } = findDenseNetwork(contents("safetensors", forms), "a file");
  assert.equal(network, null);
});

test("more than a thousand dense layers are none, whoever says that they are", () => {
  const layers = (count: number) => Array.from({ length: count }, (_, i): Form => [`${i}.weight`, [2, 2]]);
  assert.equal(findDenseNetwork(contents("pytorch", layers(1000)), "a file").network?.layers.length, 1000);
  assert.equal(
    findDenseNetwork(contents("pytorch", layers(2001)), "a file").because,
    "a file: expected the weights and biases of at most 1000 dense layers, found 2001 tensors.",
  );
  const declaredLayers = Array.from({ length: 1001 }, () => ({
    weight: "0.weight",
    bias: null,
    isTransposed: false,
    activation: null,
  }));
  assert.equal(
    findDenseNetwork(contents("onnx", layers(1), { declaredLayers }), "a file").because,
    "a file: expected at most 1000 dense layers, found 1001.",
  );
});

// Where each _ln_ is looked at from there on, these are 10¹² steps: half an hour.
test("a long name is looked through once", { timeout: 60_000 }, () => {
  const { because } = findDenseNetwork(contents("onnx", [[`${"_ln_a".repeat(400_000)}`, [2, 2]]]), "a file");
  assert.match(because ?? "", /expected weights and biases of dense layers that follow from one another/);
  const normalised = contents("pytorch", [["h.0.mlp_ln_1.weight", [2]]]);
  assert.match(findDenseNetwork(normalised, "a file").because ?? "", /found normalisation, "h\.0\.mlp_ln_1\.weight"/);
});

test("of a model in several files, of which one is missing, nobody knows what stood between its layers", () => {
  const forms = [
    ["0.weight", [8, 8]],
    ["4.weight", [8, 8]],
  ] as const;
  assert.ok(findDenseNetwork(contents("safetensors-index", forms), "whole").network);
  const { network, because } = findDenseNetwork(contents("safetensors-index", forms, { isPartial: true }), "part");
  assert.equal(network, null);
  assert.equal(noNetworkInWords(because ?? ""), "No network of dense layers: found only some of its files.");
});
