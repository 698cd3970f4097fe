import assert from "node:assert/strict";
import { test } from "node:test";
import { outlineComparison } from "../../../extension/weights/comparison/comparisonOutline.ts";
import { madeFile, madeNetworkFile, madeTensor } from "./madeFile.ts";

const kerasNames = (layer: number) => [`dense_${layer}/kernel:0`, `dense_${layer}/bias:0`] as const;

test("a network is held against itself layer by layer, with nothing to say of its form", () => {
  const file = madeNetworkFile([4, 3, 2]);
  const { pairs, differences, remarks, onlyInA, onlyInB, haveSameSizes } = outlineComparison(file, file);
  assert.deepEqual(
    { differences, remarks, onlyInA, onlyInB },
    { differences: [], remarks: [], onlyInA: [], onlyInB: [] },
  );
  assert.ok(haveSameSizes);
  assert.deepEqual(
    pairs.map(({ a, b, part, shape, problem }) => [a, b, part?.layer, part?.role, shape, problem]),
    [
      [0, 0, 1, "weights", [3, 4], null],
      [1, 1, 1, "biases", [3], null],
      [2, 2, 2, "weights", [2, 3], null],
      [3, 3, 2, "biases", [2], null],
    ],
  );
});

test("networks with other names and turned weights are matched by their layers, and that is said", () => {
  const a = madeNetworkFile([4, 3, 2]);
  const b = madeNetworkFile([4, 3, 2], undefined, { names: kerasNames, isTransposed: true });
  const { pairs, differences, remarks } = outlineComparison(a, b);
  assert.deepEqual(differences, []);
  assert.deepEqual(remarks, [
    "The names differ (A’s 0.weight is B’s dense_0/kernel:0): tensors are matched layer by layer.",
    "B keeps its weights as [inputs, neurons]: they are turned to be compared.",
  ]);
  assert.deepEqual(pairs[0].shape, [3, 4]);
  assert.deepEqual([pairs[0].isTurnedInA, pairs[0].isTurnedInB, pairs[0].problem], [false, true, null]);
});

for (const { what, a, b, says } of [
  {
    what: "a hidden layer of another size",
    a: madeNetworkFile([784, 30, 10]),
    b: madeNetworkFile([784, 16, 10]),
    says: ["A has a hidden layer of 30 neurons where B has 16."],
  },
  {
    what: "one of several hidden layers",
    a: madeNetworkFile([9, 16, 16, 10]),
    b: madeNetworkFile([9, 16, 8, 10]),
    says: ["A has a hidden layer 2 of 16 neurons where B’s has 8."],
  },
  {
    what: "another number of hidden layers",
    a: madeNetworkFile([9, 5, 4, 10]),
    b: madeNetworkFile([9, 10]),
    says: [
      "A has 2 hidden layers (5, 4) where B has no hidden layer.",
      "Only in A: 2.weight, 2.bias, 4.weight and 4.bias.",
    ],
  },
  {
    what: "inputs and outputs",
    a: madeNetworkFile([784, 5, 10]),
    b: madeNetworkFile([100, 5, 26]),
    says: ["A takes 784 inputs where B takes 100.", "A has 10 outputs where B has 26."],
  },
  {
    what: "activations",
    a: madeNetworkFile([4, 3, 2], undefined, { activations: ["relu", "softmax"] }),
    b: madeNetworkFile([4, 3, 2], undefined, { activations: ["tanh", "sigmoid"] }),
    says: ["The hidden layer is ReLU in A and tanh in B.", "The output layer is softmax in A and sigmoid in B."],
  },
  {
    what: "dtypes",
    a: madeNetworkFile([4, 3, 2]),
    b: madeNetworkFile([4, 3, 2], undefined, { dtype: "F16" }),
    says: ["All numbers are F32 in A and F16 in B."],
  },
  {
    what: "no network on one side",
    a: madeNetworkFile([4, 2]),
    b: madeFile(madeTensor("conv.weight", [8, 1, 3, 3])),
    says: ["A is a dense network 4–2, B is none.", "Only in A: 0.weight and 0.bias.", "Only in B: conv.weight."],
  },
  {
    what: "shapes of tensors that are no network's",
    a: madeFile(madeTensor("x", [30, 784]), madeTensor("y", []), madeTensor("z", [7])),
    b: madeFile(madeTensor("x", [16, 784]), madeTensor("y", []), madeTensor("z", [8])),
    says: ["x is 30 × 784 in A and 16 × 784 in B.", "z is a list of 7 in A and a list of 8 in B."],
  },
  {
    what: "a dtype that cannot be read",
    a: madeFile(madeTensor("x", [2], [], { dtype: "F8_E4M3", isReadable: false })),
    b: madeFile(madeTensor("x", [2])),
    says: ["x is of dtype F8_E4M3 in A, which cannot be read.", "All numbers are F8_E4M3 in A and F32 in B."],
  },
  {
    what: "many tensors of one file alone",
    a: madeFile(...Array.from({ length: 15 }, (_, place) => madeTensor(`t${place}`, [1]))),
    b: madeFile(),
    says: ["Only in A: t0, t1, t2 and 12 others."],
  },
]) {
  test(`what differs in form is said: ${what}`, () => {
    assert.deepEqual(outlineComparison(a, b).differences, says);
  });
}

test("names that a wrapper begins are matched without it, each by its own name before that", () => {
  const a = madeFile(madeTensor("module.conv.weight", [2]), madeTensor("module.head.bias", [3]));
  const b = madeFile(madeTensor("head.bias", [3]), madeTensor("conv.weight", [2]), madeTensor("extra", [1]));
  const { pairs, onlyInB, remarks } = outlineComparison(a, b);
  assert.deepEqual(
    pairs.map((pair) => [pair.a, pair.b]),
    [
      [0, 1],
      [1, 0],
    ],
  );
  assert.deepEqual(onlyInB, [2]);
  assert.deepEqual(remarks, [
    "The names differ (A’s module.conv.weight is B’s conv.weight): tensors are matched without their prefixes.",
  ]);
});

test("a bias kept as a column is compared with one kept as a list", () => {
  const a = madeNetworkFile([4, 3, 2]);
  const column = a.file.tensors.map((tensor) =>
    tensor.shape.length === 1 ? { ...tensor, shape: [tensor.shape[0], 1] } : tensor,
  );
  const { pairs } = outlineComparison(a, { ...a, file: { tensors: column } });
  assert.ok(pairs.every(({ problem }) => problem === null));
  assert.deepEqual(pairs[1].shape, [3]);
});
