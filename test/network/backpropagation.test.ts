import assert from "node:assert/strict";
import { test } from "node:test";
import { activationsByName } from "../../extension/network/activation.ts";
import { backpropagate } from "../../extension/network/backpropagation.ts";
import { exampleCost, quadraticCost, targetOf } from "../../extension/network/cost.ts";
import { forward, ShapeError } from "../../extension/network/forward.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import { descend, gradientLength, miniBatchGradient } from "../../extension/network/miniBatchDescent.ts";
import {
  activationNames,
  costNames,
  hiddenActivationNames,
  layerActivations,
  type NetworkShape,
  outputProblem,
  parameterCount,
} from "../../extension/network/networkShape.ts";
import type { Parameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { fc } from "../properties.ts";
import { inDoublePrecision } from "./inDoublePrecision.ts";
import { shapeOf } from "./shapeOf.ts";

test("sigmoid is one half at zero and relu cuts off what is negative", () => {
  assert.equal(activationsByName.sigmoid.activate(0), 0.5);
  assert.equal(activationsByName.relu.activate(-3), 0);
  assert.equal(activationsByName.relu.activate(3), 3);
});

test("784–16–16–10 has 13,002 weights and biases", () => {
  assert.equal(parameterCount([784, 16, 16, 10]), 13_002);
});

test("the cost of one example adds the squares of the differences, without a half", () => {
  assert.equal(quadraticCost([0.5, 1, 0.25] as unknown as Float64Array, targetOf(1, 3)), 0.25 + 0 + 0.0625);
});

test("backpropagation gives the numbers worked by hand", () => {
  // 1 → sigmoid(0 · 1 + 0) = ½ → sigmoid(2 · ½ − 1) = ½, target 1. Then δ² = 2 (½ − 1) ½ ½ = −¼, ∂C₀/∂w² = −¼ · ½;
  // δ¹ = 2 · −¼ · ½ ½ = −⅛, ∂C₀/∂w¹ = −⅛ · 1.
  const parameters = [
    { weights: Float64Array.of(0), biases: Float64Array.of(0) },
    { weights: Float64Array.of(2), biases: Float64Array.of(-1) },
  ];
  const { gradients } = backpropagate(
    shapeOf([1, 1, 1], "sigmoid"),
    parameters,
    Float64Array.of(1),
    Float64Array.of(1),
  );
  assert.deepEqual([...gradients[1].biases], [-0.25]);
  assert.deepEqual([...gradients[1].weights], [-0.125]);
  assert.deepEqual([...gradients[0].biases], [-0.125]);
  assert.deepEqual([...gradients[0].weights], [-0.125]);
});

/** Sizes of small networks, without hidden layers and with up to three. */
const smallSizes = [
  [5, 3],
  [6, 4, 3],
  [5, 4, 4, 3],
  [4, 3, 5, 3, 2],
] as const;

for (const cost of costNames) {
  for (const output of activationNames.filter((name) => outputProblem(cost, name) === undefined)) {
    for (const hidden of hiddenActivationNames) {
      test(`every derivative of ${hidden} networks with ${output} outputs by ${cost} agrees with its central difference`, () => {
        for (const sizes of smallSizes) {
          checkDerivatives({ sizes, activations: layerActivations(sizes, hidden, output), cost });
        }
      });
    }
  }
}

test("every derivative of networks of mixed activations agrees with its central difference", () => {
  const anyEnd = fc.constantFrom(
    ...costNames.flatMap((cost) =>
      activationNames.filter((name) => outputProblem(cost, name) === undefined).map((output) => ({ cost, output })),
    ),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...smallSizes),
      fc.array(fc.constantFrom(...hiddenActivationNames), { minLength: 3, maxLength: 3 }),
      anyEnd,
      (sizes, hidden, { cost, output }) => {
        checkDerivatives({ sizes, activations: [...hidden.slice(0, sizes.length - 2), output], cost });
      },
    ),
    { seed: 1 },
  );
});

/**
 * (C₀(p + h) − C₀(p − h)) / 2h differs from the derivative by h²/6 times the third derivative, and by the rounding of C₀
 * over h: for C₀ around 1 and h = 1e-5 by about 1e-10 and 1e-11. A hundredfold of that is allowed for the third derivative.
 */
function checkDerivatives(shape: NetworkShape): void {
  const { sizes, cost } = shape;
  const generator = new SeededGenerator(sizes.length);
  const parameters = inDoublePrecision(initialParameters(shape, "scaledNormal", generator));
  const input = Float64Array.from({ length: sizes[0] }, () => generator.nextUniform());
  const target = targetOf(1, sizes[sizes.length - 1]);
  const last = parameters.length - 1;
  const costOf = () => exampleCost(cost, shape.activations[last], forward(shape, parameters, input)[last], target);
  const { gradients } = backpropagate(shape, parameters, input, target);
  const h = 1e-5;
  gradients.forEach((gradient, layer) => {
    for (const kind of ["weights", "biases"] as const) {
      const values = parameters[layer][kind];
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        values[i] = value + h;
        const above = costOf();
        values[i] = value - h;
        const below = costOf();
        values[i] = value;
        const difference = (above - below) / (2 * h);
        assert.ok(
          Math.abs(difference - gradient[kind][i]) < 1e-8,
          `${sizes.join("–")} layer ${layer + 1} ${kind} ${i}: expected ${difference}, found ${gradient[kind][i]}`,
        );
      }
    }
  });
}

test("the mini-batch gradient is the mean of the examples' gradients", () => {
  const shape = shapeOf([4, 3, 2], "sigmoid");
  const generator = new SeededGenerator(2);
  const parameters = initialParameters(shape, "normal", generator);
  const batch = [0, 1, 1].map((label) => ({
    input: Float64Array.from({ length: 4 }, () => generator.nextUniform()),
    target: targetOf(label, 2),
  }));
  const mean = miniBatchGradient(shape, parameters, batch);
  const singles = batch.map((example) => miniBatchGradient(shape, parameters, [example]));
  mean.forEach(({ weights }, layer) => {
    weights.forEach((weight, i) => {
      const expected = (singles[0][layer].weights[i] + singles[1][layer].weights[i] + singles[2][layer].weights[i]) / 3;
      assert.ok(Math.abs(weight - expected) <= 4 * Number.EPSILON * Math.abs(expected));
    });
  });
});

test("a small step downhill lowers the cost by about η times the gradient's length squared", () => {
  const shape = shapeOf([4, 3, 2], "sigmoid");
  const parameters = inDoublePrecision(initialParameters(shape, "scaledNormal", new SeededGenerator(4)));
  const example = { input: Float64Array.of(0.2, 0.9, 0.1, 0.5), target: targetOf(0, 2) };
  const costOf = (p: Parameters) => quadraticCost(forward(shape, p, example.input)[1].activations, example.target);
  const gradient = miniBatchGradient(shape, parameters, [example]);
  const learningRate = 1e-4;
  const before = costOf(parameters);
  descend(gradient, learningRate, parameters);
  const fall = before - costOf(parameters);
  const expected = learningRate * gradientLength(gradient) ** 2;
  // The next term of the series is smaller by a factor of η times a curvature of order 1.
  assert.ok(Math.abs(fall / expected - 1) < 10 * learningRate);
});

test("an input of another length is refused", () => {
  const shape = shapeOf([4, 2], "sigmoid");
  const parameters = initialParameters(shape, "normal", new SeededGenerator(1));
  assert.throws(() => forward(shape, parameters, new Float64Array(5)), ShapeError);
});

test("scaled weights deviate by 1/√inputs, plain ones by 1", () => {
  const shape = shapeOf([784, 64, 10], "sigmoid");
  for (const [initialisation, expected] of [
    ["scaledNormal", 1 / 28],
    ["normal", 1],
  ] as const) {
    const [{ weights }] = initialParameters(shape, initialisation, new SeededGenerator(6));
    const deviation = Math.sqrt(
      Float64Array.from(weights).reduce((sum, weight) => sum + weight * weight, 0) / weights.length,
    );
    // Five standard errors: the deviation of an estimated deviation is σ/√(2n).
    assert.ok(Math.abs(deviation / expected - 1) < 5 / Math.sqrt(2 * weights.length));
  }
});
