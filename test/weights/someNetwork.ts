import { layerActivations } from "../../extension/network/networkShape.ts";
import type { LayerParameters } from "../../extension/network/parameters.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import type { SavedNetwork, SavedTraining } from "../../extension/protocol/savedNetwork.ts";

/** Of a plain descent, which has no moments. */
export const someTraining: SavedTraining = {
  seed: 4294967295,
  initialisation: "scaledNormal",
  learningRate: 0.1 + 0.2, // takes all 17 digits to write
  batchSize: 10,
  descent: "plain",
  momentum: 0.9,
  l2: 0,
  schedule: "constant",
  scheduleEpochs: 30,
  augment: false,
  arithmetic: "fused",
  moments: { steps: 0, values: [] },
  step: 12_345,
  epoch: 2,
  batchInEpoch: 2345,
  generator: [0, 1, 4294967295, 77],
  dataset: "/a folder/with “odd” names, 100 %",
  trainingFingerprint: "0123456789abcdef",
  trainingCount: 50_000,
  heldOutCost: 0.0712345678901234,
  accuracy: 0.9512,
};

/** A network with weights drawn from −1 to 1, some of them the awkward ones: −0, the smallest, the largest. */
export function someNetwork(
  hidden: readonly number[] = [3],
  training: SavedTraining | null = someTraining,
  { activations, cost }: Partial<SavedNetwork["shape"]> = {},
  seed = 1,
): SavedNetwork {
  const sizes = [784, ...hidden, 10];
  const generator = new SeededGenerator(seed);
  const parameters = drawn(sizes, () => 2 * generator.nextUniform() - 1);
  parameters[0].weights.set([-0, 2 ** -149, -(2 ** 127) * (2 - 2 ** -23)]);
  const shape = {
    sizes,
    activations: activations ?? layerActivations(sizes, "relu", "sigmoid"),
    cost: cost ?? "quadratic",
  };
  return { shape, parameters, training };
}

/** Training that takes up after so many steps, with the moments that its descent then has. */
export function withMoments(training: SavedTraining, hidden: readonly number[], steps: number): SavedTraining {
  const generator = new SeededGenerator(steps);
  const sizes = [784, ...hidden, 10];
  const velocity = () => drawn(sizes, () => 2 * generator.nextUniform() - 1);
  const squares = () => drawn(sizes, () => generator.nextUniform() * 2 ** -140); // too small for a normal number
  const values = { plain: () => [], momentum: () => [velocity()], adam: () => [velocity(), squares()] };
  return { ...training, moments: { steps, values: values[training.descent]() } };
}

function drawn(sizes: readonly number[], draw: () => number): LayerParameters[] {
  return sizes.slice(1).map((size, layer) => ({
    weights: Float32Array.from({ length: size * sizes[layer] }, draw),
    biases: Float32Array.from({ length: size }, draw),
  }));
}
