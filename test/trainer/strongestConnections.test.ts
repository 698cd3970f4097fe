import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { strongestConnections } from "../../extension/trainer/strongestConnections.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { fc } from "../properties.ts";
import { placed, randomExamples } from "./randomExamples.ts";

const dataset = placed(randomExamples(1, 0.2, 1));

/** A network of which layer 2 has weights of a few kinds, so that many connections carry the same. */
function someNetwork(inputs: number, size: number, seed: number) {
  const generator = new SeededGenerator(seed);
  const network = new KernelNetwork(dataset, shapeOf([784, inputs, size, 10], "relu"));
  const parameters = network.parameters;
  for (let k = 0; k < inputs * size; k++) parameters[1].weights[k] = (generator.nextBelow(41) - 20) / 8;
  network.parameters = parameters;
  const activations = Float32Array.from({ length: inputs }, () => Math.max(0, generator.nextBelow(9) - 4) / 4);
  return { network, weights: parameters[1].weights, activations };
}

/** @param room of the search */
function strongestOfLayer2(network: KernelNetwork, activations: Float32Array, most: number, room: number) {
  return strongestConnections(network.layer(2), activations, most, network.makeSearch(room));
}

test("the strongest connections are those that sorting all of them gives, whatever the panels and the room", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 130 }),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom(1, 20, 4096),
      fc.integer({ min: 0, max: 1000 }),
      (inputs, size, most, room, seed) => {
        const { network, weights, activations } = someNetwork(inputs, size, seed);
        const expected = Array.from(weights, (weight, k) => ({
          from: k % inputs,
          to: Math.floor(k / inputs),
          weights: weight,
          carried: weight * activations[k % inputs],
        }))
          .filter(({ carried }) => carried !== 0)
          .sort((a, b) => Math.abs(b.carried) - Math.abs(a.carried) || a.from - b.from || a.to - b.to)
          .slice(0, most);
        const found = strongestOfLayer2(network, activations, most, room);
        for (const key of ["from", "to", "weights", "carried"] as const) {
          assert.deepEqual(
            [...found[key]],
            expected.map((connection) => connection[key]),
          );
        }
        network.dispose();
      },
    ),
    { numRuns: 100, seed: 2 },
  );
});

test("connections that carry what is not finite are left out", () => {
  const { network, activations } = someNetwork(40, 70, 1);
  const parameters = network.parameters;
  parameters[1].weights[1] = Number.POSITIVE_INFINITY;
  parameters[1].weights[69 * 40 + 3] = Number.NEGATIVE_INFINITY;
  parameters[1].weights[30 * 40 + 2] = Number.NaN;
  network.parameters = parameters;
  activations.fill(Number.NaN, 0, 1).fill(0.5, 1, 5);
  const { carried } = strongestOfLayer2(network, activations, 30, 4096);
  assert.equal(carried.length, 30);
  assert.ok(carried.every(Number.isFinite));
});

test("a layer's limits are its largest absolute weight and bias, whatever fills it up", () => {
  const { network } = someNetwork(5, 7, 3);
  const parameters = network.parameters;
  parameters[1].weights[23] = -20;
  parameters[1].biases[6] = -3;
  network.parameters = parameters;
  assert.deepEqual(network.layer(2).limits(), { weight: 20, bias: 3 });
});
