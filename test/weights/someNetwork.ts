import { type HiddenActivationName, shapeOf } from "../../extension/network/networkShape.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import type { SavedNetwork, SavedTraining } from "../../extension/protocol/savedNetwork.ts";
import { plainChoices } from "../../extension/protocol/settings.ts";

export const someTraining: SavedTraining = {
  ...plainChoices,
  seed: 4294967295,
  learningRate: 0.1 + 0.2, // takes all 17 digits to write
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
  activation: HiddenActivationName = "relu",
  training: SavedTraining | null = someTraining,
  seed = 1,
): SavedNetwork {
  const shape = shapeOf([784, ...hidden, 10], activation);
  const generator = new SeededGenerator(seed);
  const draw = (length: number) => Float32Array.from({ length }, () => 2 * generator.nextUniform() - 1);
  const parameters = shape.sizes.slice(1).map((size, layer) => ({
    weights: draw(size * shape.sizes[layer]),
    biases: draw(size),
  }));
  parameters[0].weights.set([-0, 2 ** -149, -(2 ** 127) * (2 - 2 ** -23)]);
  return { shape, parameters, training };
}
