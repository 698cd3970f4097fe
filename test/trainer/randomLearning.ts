import { type Examples, pixelCount } from "../../extension/datasets/examples.ts";
import { targetOf } from "../../extension/network/cost.ts";
import { initialParameters } from "../../extension/network/initialParameters.ts";
import type { ReferenceExample } from "../../extension/network/miniBatchDescent.ts";
import {
  type ActivationName,
  activationNames,
  costNames,
  hiddenActivationNames,
  type NetworkShape,
  outputProblem,
} from "../../extension/network/networkShape.ts";
import type { LayerParameters } from "../../extension/network/parameters.ts";
import { type GeneratorState, SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { descentNames, scheduleNames } from "../../extension/protocol/settings.ts";
import type { DescentSettings } from "../../extension/trainer/descent.ts";
import { packExamples } from "../datasets/packExamples.ts";
import { fc } from "../properties.ts";

/** A network and examples to learn from, at random, as kernels and reference both can take them. */
export interface RandomLearning {
  /** with all 784 inputs */
  readonly shape: NetworkShape;
  /** all but η, which has to suit the network */
  readonly settings: Omit<DescentSettings, "learningRate">;
  /** pixels that may be lit, ascending: the reference has no other inputs, and the kernels' other weights are zero */
  readonly places: readonly number[];
  /** in the form of {@link places} */
  readonly initial: readonly LayerParameters[];
  readonly examples: Examples;
  readonly referenceExamples: readonly ReferenceExample[];
  /** from which the orders of the epochs are drawn */
  readonly generator: GeneratorState;
}

const most = 70;
/** Every residue of a width's panels, and several panels. */
const size = fc.integer({ min: 1, max: most });
const hiddenLayers = fc.array(fc.record({ size, activation: fc.constantFrom(...hiddenActivationNames) }), {
  maxLength: 3,
});
const judged = fc.constantFrom(
  ...costNames.flatMap((cost) =>
    activationNames.filter((name) => outputProblem(cost, name) === undefined).map((output) => ({ cost, output })),
  ),
);
/** Those beyond 128 are carried back in two chunks. */
const mediumBatch = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 130 }) },
  { weight: 1, arbitrary: fc.integer({ min: 129, max: 130 }) },
);
/** Few pixels in wide networks with large mini-batches, or all of them in small ones: a reference takes its time. */
const extent = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ pixels: fc.integer({ min: 1, max: 60 }), batchSize: mediumBatch }),
  },
  { weight: 1, arbitrary: fc.record({ pixels: fc.constant(pixelCount), batchSize: fc.integer({ min: 1, max: 6 }) }) },
);

export const randomLearning: fc.Arbitrary<RandomLearning> = fc
  .record({
    hiddenLayers,
    outputs: size,
    judged,
    extent,
    density: fc.double({ min: 0.02, max: 1, noNaN: true }),
    descent: fc.constantFrom(...descentNames),
    momentum: fc.constantFrom(0, 0.5, 0.9),
    l2: fc.constantFrom(0, 0.001, 0.1),
    schedule: fc.constantFrom(...scheduleNames),
    seed: fc.integer({ min: 0, max: 1_000_000 }),
  })
  .map(({ hiddenLayers, outputs, judged: { cost, output }, extent, density, seed, ...descentSettings }) => {
    const { pixels, batchSize } = extent;
    const generator = new SeededGenerator(seed);
    const sizes = [...hiddenLayers.map((layer) => layer.size), outputs];
    const activations: ActivationName[] = [...hiddenLayers.map((layer) => layer.activation), output];
    const order = Uint32Array.from({ length: pixelCount }, (_, place) => place);
    generator.shuffle(order);
    const places = [...order.subarray(0, pixels)].sort((one, other) => one - other);
    // Three whole mini-batches and what is left of a fourth.
    const count = 3 * batchSize + Math.ceil(batchSize / 2);
    const pictures = new Uint8Array(count * pixelCount);
    for (let example = 0; example < count; example++) {
      for (const place of places) {
        if (generator.nextUniform() < density) pictures[example * pixelCount + place] = 1 + generator.nextBelow(255);
      }
    }
    const labels = Uint8Array.from({ length: count }, () => generator.nextBelow(outputs));
    const initial = initialParameters({ sizes: [pixels, ...sizes] }, "scaledNormal", generator);
    return {
      shape: { sizes: [pixelCount, ...sizes], activations, cost },
      settings: { batchSize, scheduleEpochs: 5, ...descentSettings },
      places,
      initial,
      examples: packExamples(pictures, labels),
      referenceExamples: Array.from(labels, (label, example) => ({
        input: Float64Array.from(places, (place) => pictures[example * pixelCount + place] / 255),
        target: targetOf(label, outputs),
      })),
      generator: generator.state,
    };
  });

/** Parameters of the reference as the kernels' network has them: what the reference has no pixels for is zero. */
export function withAllPixels(parameters: readonly LayerParameters[], places: readonly number[]): LayerParameters[] {
  const [first, ...others] = parameters;
  const weights = new Float32Array(first.biases.length * pixelCount);
  for (let j = 0; j < first.biases.length; j++) {
    places.forEach((place, k) => {
      weights[j * pixelCount + place] = first.weights[j * places.length + k];
    });
  }
  return [{ weights, biases: first.biases }, ...others];
}
