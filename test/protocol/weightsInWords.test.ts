import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bytesOfDtype,
  bytesText,
  networkInWords,
  noNetworkInWords,
  tensorsInWords,
} from "../../extension/protocol/weightsInWords.ts";
import type { FoundNetwork } from "../../extension/protocol/weightsSummary.ts";

test("a network is told by its sizes, its activations as far as they are known, and its parameters", () => {
  const words = (activations: FoundNetwork["activations"]) =>
    networkInWords({ sizes: [784, 16, 16, 10], activations, layers: [], parameters: 13_002, remarks: [] }).join(" · ");
  assert.equal(words(["sigmoid", "sigmoid", "sigmoid"]), "784–16–16–10 · sigmoid · 13,002 parameters");
  assert.equal(words(["relu", "relu", "softmax"]), "784–16–16–10 · ReLU · softmax output · 13,002 parameters");
  assert.equal(words(["relu", "tanh", "softmax"]), "784–16–16–10 · ReLU–tanh · softmax output · 13,002 parameters");
  assert.equal(
    words(["relu", "relu", null]),
    "784–16–16–10 · ReLU · output’s activation not recorded · 13,002 parameters",
  );
  assert.equal(words([null, null, null]), "784–16–16–10 · activations not recorded · 13,002 parameters");
});

test("a file without a network is told as what it is, not as faulty; a fault is told whole", () => {
  const chain = "images.npy: expected weights and biases of dense layers that follow from one another";
  assert.equal(
    noNetworkInWords(`${chain}, found "images" of the shape [8, 3].`),
    'No network of dense layers: found "images" of the shape [8, 3].',
  );
  assert.equal(
    noNetworkInWords("a.pt, b: expected a dtype such as F32, found F8."),
    "No network of dense layers: a.pt, b: expected a dtype such as F32, found F8.",
  );
});

test("tensors are counted with their numbers", () => {
  const tensors = [
    { name: "w", dtype: "F32", shape: [16, 784] },
    { name: "step", dtype: "I64", shape: [] },
  ];
  assert.deepEqual(tensorsInWords(tensors), ["2 tensors", "12,545 numbers"]);
  assert.deepEqual(tensorsInWords(tensors.slice(1)), ["1 tensor", "1 number"]);
});

test("a size is told in three digits that count", () => {
  const texts = [0, 999, 1000, 53_012, 999_499, 999_500, 10_737_418_240].map((bytes) =>
    bytesText(bytes).replace("\u202f", " "),
  );
  assert.deepEqual(texts, ["0 B", "999 B", "1.00 kB", "53.0 kB", "999 kB", "1.00 MB", "10.7 GB"]);
});

test("a dtype says how many bytes a number takes, where its name does", () => {
  const dtypes = ["F64", "F32", "F16", "BF16", "I8", "U64", "BOOL", "F8_E4M3", "Q4_0", "complex"];
  assert.deepEqual(dtypes.map(bytesOfDtype), [8, 4, 2, 2, 1, 8, 1, 1, null, null]);
});
