import { leak } from "./leakyRelu";
import { reluName, sigmoidName, tanhName } from "./records";

const constants: usize = memory.data<f32>([1.0, leak]);

/**
 * Wishes ⊙ σ′(z) of four neurons, from a = σ(z): a (1 − a) of a sigmoid, 1 − a² of a tanh; of a ReLU 0 or 1, of a leaky one 0.01
 * or 1.
 *
 * @param wishes ∂C/∂a
 * @param name the layer's activation, not softmax: its slopes are not each neuron's own
 */
export function timesSlope(wishes: v128, activation: v128, name: u32): v128 {
  const one = v128.load32_splat(constants);
  if (name === sigmoidName) return f32x4.mul(wishes, f32x4.mul(activation, f32x4.sub(one, activation)));
  if (name === tanhName) return f32x4.mul(wishes, f32x4.sub(one, f32x4.mul(activation, activation)));
  const isPositive = f32x4.gt(activation, f32x4.splat(0));
  if (name === reluName) return v128.and(wishes, isPositive);
  return v128.bitselect(wishes, f32x4.mul(wishes, v128.load32_splat(constants, 4)), isPositive);
}
