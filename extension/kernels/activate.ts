import { leakyRelu } from "./leakyRelu";
import { activationOf, leakyReluName, reluName, sigmoidName, sizeOf, tanhName, widthOf } from "./records";
import { relu } from "./relu";
import { sigmoid } from "./sigmoid";
import { softmax } from "./softmax";
import { tanh } from "./tanh";

/**
 * a = σ(z) of a layer, by its activation.
 *
 * @param slots in use
 * @param sums z, [slots, width], finite
 * @param activations receives a, [slots, width]; may be the same memory
 */
export function activate(layer: usize, slots: usize, sums: usize, activations: usize): void {
  const name = activationOf(layer);
  const count = slots * widthOf(layer);
  if (name === sigmoidName) sigmoid(sums, activations, count);
  else if (name === reluName) relu(sums, activations, count);
  else if (name === tanhName) tanh(sums, activations, count);
  else if (name === leakyReluName) leakyRelu(sums, activations, count);
  else softmax(sums, activations, slots, sizeOf(layer), widthOf(layer));
}
