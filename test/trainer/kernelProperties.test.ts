import assert from "node:assert/strict";
import { test } from "node:test";
import { descendWithAdam, leastRoot, squareShare, wholePower } from "../../extension/network/adamDescent.ts";
import { backpropagate } from "../../extension/network/backpropagation.ts";
import { forward } from "../../extension/network/forward.ts";
import { scheduledLearningRate } from "../../extension/network/learningRateSchedule.ts";
import {
  descend,
  gradientLength,
  miniBatchGradient,
  type ReferenceExample,
} from "../../extension/network/miniBatchDescent.ts";
import { descendWithMomentum } from "../../extension/network/momentumDescent.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import type { LayerParameters, Parameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { addPenaltyGradient } from "../../extension/network/weightDecay.ts";
import { Descent, type DescentSettings } from "../../extension/trainer/descent.ts";
import { KernelNetwork } from "../../extension/trainer/kernelNetwork.ts";
import { inDoublePrecision } from "../network/inDoublePrecision.ts";
import { fc } from "../properties.ts";
import { kernelsModules, placed } from "./randomExamples.ts";
import { type RandomLearning, randomLearning, withAllPixels } from "./randomLearning.ts";

const steps = 50;

/*
 * How far kernel and reference may be apart after 50 steps. u = 2⁻²⁴ is what one rounding does to a number at most, relative to it.
 *
 * 1. Roundings of a sum of n terms add up to λ √n u of the largest of its partial sums, but for a share of cases below
 *    2 exp(−λ²/2): λ = 6 leaves one in 10⁷ (Higham, Mary, A New Approach to Probabilistic Rounding Error Analysis, 2019). A
 *    component of the gradient comes of such sums in a row, forward and back through every layer and over the mini-batch, of an
 *    activation's few roundings at each, and of cancellation in them, so that what it is off by is measured by the largest of its kind
 *    in the layer: by γ = 6 √n u (2 layers + 1) of it, n the longest sum.
 * 2. Where a z is so near the kink of a (leaky) ReLU that the two may take different sides, the difference between the sides is added, as
 *    the reference itself has it when its bias moves z across.
 * 3. A step hands on what the gradient is off by, times η; with momentum times η / (1 − μ) in the end. Adam divides it by
 *    √v̂ + ε, and its mean m̂ / (√v̂ + ε) = s changes by up to (1 + |s|) of that; but never by more than s can be, twice: |s| is
 *    at most (1 − β₁) / √((1 − β₂)(1 − β₁²/β₂)) < 8.
 * 4. To be apart already makes the gradients differ, by L of it where L is the largest curvature of the cost. η is chosen so that a
 *    step moves by 1 / (50 L) of the gradient's length: then 50 steps make at most (1 + 1/50)⁵⁰ < e of what any of them adds, and
 *    e² leaves room for L to grow on the way.
 * 5. Each addition to a weight rounds it, one an example and two more a step: λ √(50 (B + 2)) u of its size.
 */
const unit = 2 ** -24;
const lambda = 6;
const growth = Math.E ** 2;
const mostAdamStep = 8;

for (const [build, module, runs] of [
  ["chosen", kernelsModules.chosen, 50],
  ["standard", kernelsModules.standard, 25],
] as const) {
  test(`${build} kernels are where the reference is after ${steps} steps, whatever the network, cost, descent and examples`, () => {
    fc.assert(
      fc.property(randomLearning, (learning) => checkLearning(module, learning)),
      // A smaller network that fails as well is not looked for: that takes minutes, and the sizes tell enough.
      { numRuns: runs, seed: 20, endOnFailure: true },
    );
  });
}

function checkLearning(module: WebAssembly.Module, learning: RandomLearning): void {
  const { shape, places, initial, examples, generator } = learning;
  const settings = { ...learning.settings, learningRate: suitableLearningRate(learning) };
  const network = new KernelNetwork(placed(examples, examples, module), shape);
  network.parameters = withAllPixels(initial, places);
  const descent = new Descent(network, settings, { step: 0, epoch: 0, batchInEpoch: 0, generator });
  while (descent.position.step < steps) {
    assert.equal(typeof descent.advance(descent.examplesLeftInBatch), "string", "it diverged");
  }
  const { parameters, tolerances } = learnAsReference(learning, settings);
  const expected = withAllPixels(parameters, places);
  // What has no pixel to learn from stays zero, to the bit.
  const allowed = withAllPixels(tolerances, places);
  network.parameters.forEach((layer, index) => {
    for (const kind of ["weights", "biases"] as const) {
      const largest = largestOf(expected[index][kind]);
      layer[kind].forEach((found, i) => {
        const difference = Math.abs(found - expected[index][kind][i]);
        const limit = allowed[index][kind][i];
        const place = `layer ${index + 1} ${kind} ${i} of ${expected[index][kind].length}`;
        const numbers = `expected ${expected[index][kind][i]}, found ${found}`;
        assert.ok(difference <= limit, `${place}: ${numbers}, off by ${difference}, ${limit} allowed`);
        assert.ok(difference <= 1e-4 * largest, `${place}: ${numbers}, off by more than 1e-4 of ${largest}`);
      });
    }
  });
}

/** The reference after 50 steps, and how far from it the kernels may be, number by number. */
function learnAsReference(
  { shape, initial, referenceExamples, generator, places }: RandomLearning,
  settings: DescentSettings,
): { parameters: LayerParameters[]; tolerances: LayerParameters[] } {
  const referenceShape = { ...shape, sizes: [places.length, ...shape.sizes.slice(1)] };
  const { batchSize, descent, momentum, l2 } = settings;
  const gradientError =
    lambda * Math.sqrt(Math.max(...referenceShape.sizes, batchSize)) * unit * (2 * initial.length + 1);
  const parameters = inDoublePrecision(initial);
  const [velocity, means, squares, off, tolerances] = Array.from({ length: 5 }, () => zerosLike(parameters));
  const orders = SeededGenerator.fromState(generator);
  const batchesPerEpoch = Math.ceil(referenceExamples.length / batchSize);
  const order = new Uint32Array(referenceExamples.length);
  for (let step = 0; step < steps; step++) {
    const batchInEpoch = step % batchesPerEpoch;
    if (batchInEpoch === 0) {
      order.forEach((_, i) => {
        order[i] = i;
      });
      orders.shuffle(order);
    }
    const members = order.subarray(batchInEpoch * batchSize, (batchInEpoch + 1) * batchSize);
    const batch = Array.from(members, (index) => referenceExamples[index]);
    const learningRate = scheduledLearningRate(settings, step / batchesPerEpoch);
    const gradient = miniBatchGradient(referenceShape, parameters, batch);
    addPenaltyGradient(parameters, l2, gradient);
    const kinks = kinkErrors(referenceShape, parameters, batch);
    each(parameters, (layer, kind) => {
      const error = gradientError * largestOf(gradient[layer][kind]);
      const target = off[layer][kind];
      // Adam's means hold on to what earlier gradients were off by.
      for (let i = 0; i < target.length; i++) {
        const own = error + kinks[layer][kind][i];
        target[i] = descent === "adam" ? Math.max(target[i], own) : own;
      }
    });
    if (descent === "plain") descend(gradient, learningRate, parameters);
    if (descent === "momentum") descendWithMomentum(gradient, learningRate, momentum, velocity, parameters);
    if (descent === "adam") descendWithAdam(gradient, learningRate, step + 1, { means, squares }, parameters);
    const [meanWeight, squareWeight] = [1 - wholePower(0.9, step + 1), 1 - wholePower(squareShare, step + 1)];
    each(parameters, (layer, kind) => {
      const target = tolerances[layer][kind];
      for (let i = 0; i < target.length; i++) {
        if (descent === "adam") {
          const root = Math.sqrt(squares[layer][kind][i] / squareWeight) + leastRoot;
          const normalised = Math.abs(means[layer][kind][i] / meanWeight) / root;
          const change = ((1 + normalised) * off[layer][kind][i]) / root;
          target[i] += growth * learningRate * Math.min(2 * mostAdamStep, change);
        } else {
          const share = descent === "momentum" ? 1 / (1 - momentum) : 1;
          target[i] += growth * share * learningRate * off[layer][kind][i];
        }
      }
    });
  }
  each(parameters, (layer, kind) => {
    const rounding = lambda * Math.sqrt(steps * (batchSize + 2)) * unit;
    tolerances[layer][kind].forEach((_, i) => {
      tolerances[layer][kind][i] += growth * rounding * Math.abs(parameters[layer][kind][i]);
    });
  });
  return { parameters, tolerances };
}

/** What the gradient gains or loses where a z is on the other side of a kink than it is by less than kernels may be off. */
function kinkErrors(
  shape: NetworkShape,
  parameters: Parameters,
  batch: readonly ReferenceExample[],
): LayerParameters[] {
  const errors = zerosLike(parameters);
  for (const { input, target } of batch) {
    let isNear = false;
    const states = forward(shape, parameters, input);
    const across = parameters.map(({ weights, biases }, layer) => {
      const { weightedSums } = states[layer];
      if (!shape.activations[layer].toLowerCase().endsWith("relu")) return { weights, biases };
      const near = 2e-5 * Math.max(1, largestOf(weightedSums));
      const moved = biases.map((bias, j) => {
        if (Math.abs(weightedSums[j]) >= near) return bias;
        isNear = true;
        return bias - Math.sign(weightedSums[j] || 1) * 2 * near;
      });
      return { weights, biases: moved };
    });
    if (!isNear) continue;
    const here = backpropagate(shape, parameters, input, target).gradients;
    const there = backpropagate(shape, across, input, target).gradients;
    each(errors, (layer, kind) => {
      errors[layer][kind].forEach((_, i) => {
        errors[layer][kind][i] += Math.abs(there[layer][kind][i] - here[layer][kind][i]) / batch.length;
      });
    });
  }
  return errors;
}

/** η with which a step moves the network by 1 / (50 L) of the first gradient's length, at most ½. */
function suitableLearningRate({ shape, initial, settings, referenceExamples, places }: RandomLearning): number {
  const referenceShape = { ...shape, sizes: [places.length, ...shape.sizes.slice(1)] };
  const gradientAt = (parameters: Parameters) => {
    const gradient = miniBatchGradient(referenceShape, parameters, referenceExamples.slice(0, 20));
    addPenaltyGradient(parameters, settings.l2, gradient);
    return gradient;
  };
  const gradient = gradientAt(initial);
  const length = gradientLength(gradient);
  if (length === 0) return 0.01;
  // The largest curvature, by multiplying with the second derivatives again and again.
  let curvature = 0;
  let direction: Parameters = gradient;
  for (let round = 0; round < 4; round++) {
    const distance = 1e-4 / Math.max(gradientLength(direction), 1e-30);
    const [ahead, behind] = [distance, -distance].map((scale) => {
      const moved = inDoublePrecision(initial);
      descend(direction, -scale, moved);
      return gradientAt(moved);
    });
    descend(behind, 1, ahead);
    direction = ahead;
    curvature = Math.max(curvature, gradientLength(ahead) / 2e-4);
  }
  const rate = Math.min(0.5, 1 / (steps * Math.max(curvature, 1e-30)));
  if (settings.descent === "plain") return rate;
  if (settings.descent === "momentum") return rate * (1 - settings.momentum);
  const count = initial.reduce((sum, { weights, biases }) => sum + weights.length + biases.length, 0);
  return Math.min(0.01, (rate * length) / Math.sqrt(count));
}

function each(parameters: Parameters, visit: (layer: number, kind: "weights" | "biases") => void): void {
  parameters.forEach((_, layer) => {
    visit(layer, "weights");
    visit(layer, "biases");
  });
}

function zerosLike(parameters: Parameters): LayerParameters[] {
  return parameters.map(({ weights, biases }) => ({
    weights: new Float64Array(weights.length),
    biases: new Float64Array(biases.length),
  }));
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]));
  return largest;
}
