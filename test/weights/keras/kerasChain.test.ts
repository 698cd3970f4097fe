import assert from "node:assert/strict";
import { test } from "node:test";
import { readKerasChain } from "../../../extension/weights/keras/kerasChain.ts";

const layer = (className: string, settings: object = {}) => ({ class_name: className, config: settings });
const dense = (activation: unknown, name = "some") => layer("Dense", { name, activation });
const sequential = (...layers: readonly object[]) => ({ class_name: "Sequential", config: { layers } });

test("layers are counted by class, as Keras 3 names their weights", () => {
  const chain = readKerasChain(JSON.stringify(sequential(dense("relu"), layer("Dropout"), dense("tanh"), dense(null))));
  assert.ok("layers" in chain);
  assert.deepEqual(
    chain.layers.map(({ savedName }) => savedName),
    ["dense", "dense_1", "dense_2"],
  );
});

test("an activation is known by its name, however it is written down, and as a layer of its own", () => {
  const written = [
    dense({ module: "builtins", class_name: "function", config: "my_relu", registered_name: "function" }),
    dense({
      module: "keras.layers",
      class_name: "LeakyReLU",
      config: { negative_slope: 0.1 },
      registered_name: "LeakyReLU",
    }),
    dense(undefined),
    dense("linear"),
    layer("Activation", { activation: "sigmoid" }),
    dense("linear"),
    layer("Softmax"),
  ];
  const chain = readKerasChain(JSON.stringify(sequential(...written)));
  assert.ok("layers" in chain);
  assert.deepEqual(
    chain.layers.map(({ activation }) => activation),
    ["my_relu", "LeakyReLU", null, "sigmoid", "softmax"],
  );
});

const functional = (...layers: readonly (readonly [name: string, className: string, ...sources: string[]])[]) => ({
  class_name: "Functional",
  config: {
    layers: layers.map(([name, className, ...sources]) => ({
      name,
      class_name: className,
      config: { name },
      // As Keras 2 writes them.
      inbound_nodes: sources.length === 0 ? [] : [sources.map((source) => [source, 0, 0, {}])],
    })),
  },
});

test("a functional model's layers are followed in whatever order they are listed", () => {
  const model = functional(["c", "Dense", "b"], ["a", "InputLayer"], ["b", "Dense", "a"]);
  const chain = readKerasChain(JSON.stringify(model));
  assert.ok("layers" in chain);
  assert.deepEqual(
    chain.layers.map(({ name, savedName }) => [name, savedName]),
    [
      ["b", "dense"],
      ["c", "dense_1"],
    ],
  );
});

const refused: readonly (readonly [model: string, because: string])[] = [
  [JSON.stringify(sequential(layer("Conv2D"), dense("relu"))), "it has a layer Conv2D"],
  [JSON.stringify(sequential(layer("Flatten"))), "it has no dense layer"],
  [JSON.stringify(sequential(layer("ReLU"), dense("relu"))), "it begins with the activation relu"],
  [JSON.stringify(sequential(dense("relu"), layer("Softmax"))), "it has two activations after some, relu and softmax"],
  [
    JSON.stringify(sequential(dense("relu"), layer("Rescaling", { scale: 2 }), dense("relu"))),
    "between dense layers it takes its inputs times 2 plus 0 (Rescaling)",
  ],
  [
    JSON.stringify(functional(["a", "InputLayer"], ["b", "Dense", "a"], ["c", "Dense", "a"])),
    "a goes to more than one layer",
  ],
  [JSON.stringify(functional(["a", "InputLayer"], ["b", "InputLayer"])), "it has more than one input"],
  [
    JSON.stringify(functional(["a", "InputLayer"], ["b", "Dense", "a"], ["c", "Dense", "a", "b"])),
    "its layer c takes b and a",
  ],
  [JSON.stringify(functional(["a", "Dense", "b"], ["b", "Dense", "a"])), "not all of its layers follow one another"],
  [JSON.stringify({ class_name: "MyModel", config: {} }), 'it is of the class "MyModel"'],
  [JSON.stringify({ class_name: "Sequential", config: {} }), "its layers are not listed"],
  [JSON.stringify(sequential([])), "a layer is not described"],
  ["[1]", "a layer is not described"],
];
for (const [model, because] of refused) {
  test(`a model is no chain of dense layers when ${because}`, () => {
    assert.deepEqual(readKerasChain(model), { because: `Its model is no chain of dense layers: ${because}.` });
  });
}

test("a description that is no JSON, or is nested very deep, is said to be none", () => {
  assert.deepEqual(readKerasChain("{"), {
    because: "Its model's description cannot be read: expected it in JSON, found other text.",
  });
  const deep = `{"class_name": "Functional", "config": {"layers": [{"class_name": "Dense", "inbound_nodes": ${"[".repeat(1e5)}${"]".repeat(1e5)}}]}}`;
  assert.ok("layers" in readKerasChain(deep));
});
