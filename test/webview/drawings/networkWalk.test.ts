import assert from "node:assert/strict";
import { test } from "node:test";
import { layOutNetwork } from "../../../webview/drawings/networkLayout.ts";
import { neuronByKey } from "../../../webview/drawings/networkWalk.ts";

const room = { width: 1000, height: 500, headingHeight: 36, footHeight: 20, outputLabelWidth: 120 };
const columns = layOutNetwork([784, 16, 16, 10], room);
const grids = layOutNetwork([784, 500, 10], room);

test("up and down lead along a column, and stop at its ends", () => {
  assert.deepEqual(neuronByKey(columns, { layer: 1, neuron: 5 }, "ArrowUp"), { layer: 1, neuron: 4 });
  assert.deepEqual(neuronByKey(columns, { layer: 1, neuron: 5 }, "ArrowDown"), { layer: 1, neuron: 6 });
  assert.equal(neuronByKey(columns, { layer: 1, neuron: 0 }, "ArrowUp"), null);
  assert.equal(neuronByKey(columns, { layer: 3, neuron: 9 }, "ArrowDown"), null);
});

test("left and right lead from column to column at the same height", () => {
  assert.deepEqual(neuronByKey(columns, { layer: 1, neuron: 5 }, "ArrowRight"), { layer: 2, neuron: 5 });
  assert.deepEqual(neuronByKey(columns, { layer: 2, neuron: 15 }, "ArrowRight"), { layer: 3, neuron: 9 });
  assert.equal(neuronByKey(columns, { layer: 3, neuron: 9 }, "ArrowRight"), null);
});

test("in a grid left and right lead to the neighbouring cell, and over its edge to the next layer", () => {
  const across = grids[1].columns;
  assert.deepEqual(neuronByKey(grids, { layer: 1, neuron: 0 }, "ArrowRight"), { layer: 1, neuron: 1 });
  assert.deepEqual(neuronByKey(grids, { layer: 1, neuron: 0 }, "ArrowDown"), { layer: 1, neuron: across });
  assert.equal(neuronByKey(grids, { layer: 1, neuron: across - 1 }, "ArrowRight")?.layer, 2);
  assert.equal(neuronByKey(grids, { layer: 1, neuron: 0 }, "ArrowLeft")?.layer, 0);
});

test("left from the first layer leads to the picture's right edge", () => {
  const pixel = neuronByKey(columns, { layer: 1, neuron: 8 }, "ArrowLeft");
  assert.equal(pixel?.layer, 0);
  assert.equal((pixel?.neuron ?? 0) % 28, 27);
});

test("home and end lead to the layer's first and last neuron, other keys nowhere", () => {
  assert.deepEqual(neuronByKey(columns, { layer: 2, neuron: 7 }, "Home"), { layer: 2, neuron: 0 });
  assert.deepEqual(neuronByKey(columns, { layer: 2, neuron: 7 }, "End"), { layer: 2, neuron: 15 });
  assert.equal(neuronByKey(columns, { layer: 2, neuron: 7 }, "a"), null);
});

test("arrow keys lead to every neuron of every layer", () => {
  for (const layout of [columns, grids]) {
    const seen = new Set(["1.0"]);
    const open = [{ layer: 1, neuron: 0 }];
    for (let from = open.pop(); from; from = open.pop()) {
      for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
        const next = neuronByKey(layout, from, key);
        const name = `${next?.layer}.${next?.neuron}`;
        if (next === null || seen.has(name)) continue;
        seen.add(name);
        open.push(next);
      }
    }
    assert.equal(
      seen.size,
      layout.reduce((sum, { count }) => sum + count, 0),
    );
  }
});
