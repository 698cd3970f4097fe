import type { NetworkShape } from "../../extension/network/networkShape.ts";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import type { SavedNetwork, SavedTraining } from "../../extension/protocol/savedNetwork.ts";
import { someTraining } from "../weights/someNetwork.ts";

/** A network with weights of a deviation at which no activation is all at its end. */
export function drawnNetwork(shape: NetworkShape, training: SavedTraining | null = someTraining): SavedNetwork {
  const generator = new SeededGenerator(1);
  const parameters = shape.sizes.slice(1).map((size, layer) => {
    const inputs = shape.sizes[layer];
    const draw = (deviation: number) => () => generator.nextNormal() * deviation;
    return {
      weights: Float32Array.from({ length: size * inputs }, draw(1 / Math.sqrt(inputs))),
      biases: Float32Array.from({ length: size }, draw(0.5)),
    };
  });
  return { shape, parameters, training };
}
