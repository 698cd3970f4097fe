import assert from "node:assert/strict";
import { test } from "node:test";
import type { Parameters } from "../../../extension/network/parameters.ts";
import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import { cheapestAssignment } from "../../../extension/weights/comparison/cheapestAssignment.ts";
import { outlineComparison } from "../../../extension/weights/comparison/comparisonOutline.ts";
import { matchNeurons } from "../../../extension/weights/comparison/neuronMatching.ts";
import { compareTensors } from "../../../extension/weights/comparison/tensorDifference.ts";
import { comparedTensors } from "../../../extension/weights/comparison/tensorViews.ts";
import { fc } from "../../properties.ts";
import { drawnParameters, finished, madeNetworkFile } from "./madeFile.ts";

test("an assignment is the cheapest of all, in every order of six", () => {
  const orders = permutationsOf([0, 1, 2, 3, 4, 5]);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 36, maxLength: 36 }), (costs) => {
      const costOf = (order: ArrayLike<number>) =>
        Array.from(order).reduce((sum, column, row) => sum + costs[row * 6 + column], 0);
      const { found } = finished(cheapestAssignment(Float64Array.from(costs), 6));
      assert.equal(new Set(found).size, 6);
      assert.equal(costOf(found), Math.min(...orders.map(costOf)));
    }),
  );
});

const sizes = [30, 12, 9, 4];

/** The network with its neurons shuffled, and with some neurons' signs turned. */
function shuffled(
  parameters: Parameters,
  seed: number,
  isFlipping: boolean,
): { shuffled: Parameters; orders: number[][] } {
  const generator = new SeededGenerator(seed);
  const orders: number[][] = [];
  let columns = Array.from({ length: sizes[0] }, (_, k) => ({ from: k, sign: 1 }));
  const layers = parameters.map(({ weights, biases }, place) => {
    const isOutput = place === parameters.length - 1;
    const keys = Array.from(biases, (_, j) => ({
      from: j,
      key: generator.nextUniform(),
      sign: generator.nextUniform() < 0.5 && isFlipping ? -1 : 1,
    }));
    const rows = isOutput
      ? keys.map(({ from }) => ({ from, sign: 1 }))
      : keys.sort((one, other) => one.key - other.key);
    const inputs = columns.length;
    const layer = {
      weights: Float64Array.from(weights, (_, at) => {
        const [row, column] = [rows[Math.floor(at / inputs)], columns[at % inputs]];
        return row.sign * column.sign * weights[row.from * inputs + column.from];
      }),
      biases: Float64Array.from(rows, (row) => row.sign * biases[row.from]),
    };
    orders.push(rows.map(({ from }) => from));
    columns = rows;
    return layer;
  });
  return { shuffled: layers, orders: orders.slice(0, -1) };
}

test("a shuffled network is found again exactly: every neuron, and nothing of the difference is left", () => {
  const parameters = drawnParameters(sizes, 8);
  const { shuffled: other, orders } = shuffled(parameters, 2, false);
  const { found, shares } = finished(matchNeurons(parameters, other, [false, false]));
  assert.ok(found.lengthOfChange > 1);
  assert.equal(found.lengthReordered, 0);
  found.layers.forEach(({ partners, isFlipped, cosines }, place) => {
    // Neuron j of A went where the order has j.
    assert.deepEqual(
      partners,
      partners.map((_, j) => orders[place].indexOf(j)),
    );
    assert.ok(isFlipped.every((flipped) => !flipped));
    assert.ok(cosines.every((cosine) => cosine !== null && Math.abs(cosine - 1) < 1e-14)); // a root and a division
  });
  assert.ok(shares.every((share, k) => share > (shares[k - 1] ?? 0) && share <= 1));
});

test("signs that tanh undoes are found as well, and only where they are looked for", () => {
  const parameters = drawnParameters(sizes, 8);
  const { shuffled: other } = shuffled(parameters, 4, true);
  const { found } = finished(matchNeurons(parameters, other, [true, true]));
  assert.equal(found.lengthReordered, 0);
  assert.ok(found.layers.some(({ isFlipped }) => isFlipped.includes(true)));
  assert.ok(finished(matchNeurons(parameters, other, [false, false])).found.lengthReordered > 1);
});

test("a network that has moved a little keeps its neurons' order", () => {
  const parameters = drawnParameters(sizes, 8);
  const generator = new SeededGenerator(6);
  const moved = parameters.map(({ weights, biases }) => ({
    weights: weights.map((weight) => weight + 0.05 * generator.nextNormal()),
    biases: biases.map((bias) => bias + 0.05 * generator.nextNormal()),
  }));
  const { found } = finished(matchNeurons(parameters, moved, [false, false]));
  for (const { partners } of found.layers) assert.deepEqual(partners, [...partners.keys()]);
  assert.equal(found.lengthReordered, found.lengthOfChange);
});

test("B's tensors in the order found are A's to the bit", () => {
  const parameters = drawnParameters(sizes, 8);
  const a = madeNetworkFile(sizes, parameters);
  const b = madeNetworkFile(sizes, shuffled(parameters, 4, true).shuffled, { isTransposed: true });
  const { found } = finished(matchNeurons(parameters, shuffled(parameters, 4, true).shuffled, [true, true]));
  for (const pair of outlineComparison(a, b).pairs) {
    const layer = pair.part?.layer ?? 0;
    const order = {
      rows: found.layers[layer - 1] ?? null,
      columns: pair.part?.role === "weights" ? (found.layers[layer - 2] ?? null) : null,
    };
    const tensors = comparedTensors(a, b, pair, order);
    const difference = finished(compareTensors(tensors.a, tensors.b)).found;
    assert.equal(difference.lengthOfChange, 0, `${pair.part?.role} of layer ${layer}`);
  }
});

function permutationsOf(items: readonly number[]): number[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item) =>
    permutationsOf(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
  );
}
