import { multiplyAdd } from "./multiplyAdd";
import { activationsOf, deltasOf, inputsOf, weightsOf, widthOf } from "./records";

/**
 * Adds every slot's δ aᵀ to a later layer's weights, or to a gradient of the same form. Weights of two inputs stay in registers
 * while the slots are added to them in their order, so that each δ is loaded for two.
 *
 * @param destination a layer's record, layer number `index` from 0 (1 or more): the layer's own, or its gradient's
 * @param previousWidth width of the previous layer
 */
export function accumulateDense(
  destination: usize,
  index: usize,
  count: usize,
  previousWidth: usize,
  workspace: usize,
): void {
  const widthBytes = widthOf(destination) << 2;
  const previousBytes = previousWidth << 2;
  const inputs = inputsOf(destination);
  const activations = activationsOf(workspace, index - 1);
  const deltas = deltasOf(workspace, index);
  const deltaBytes = count * widthBytes;
  let row = weightsOf(destination);
  for (let input: usize = 0; input < inputs; input += 2) {
    const inputActivations = activations + (input << 2);
    // The row behind the last of an odd number of inputs has to stay zero.
    const isPair = input + 1 < inputs;
    let column: usize = 0;
    for (; column + 64 <= widthBytes; column += 64) {
      const delta = deltas + column;
      if (isPair) add16Twice(row + column, widthBytes, inputActivations, previousBytes, delta, deltaBytes);
      else add16(row + column, widthBytes, inputActivations, previousBytes, delta, deltaBytes);
    }
    for (; column < widthBytes; column += 16) {
      const delta = deltas + column;
      add4(row + column, widthBytes, inputActivations, previousBytes, delta, deltaBytes);
      if (isPair) add4(row + widthBytes + column, widthBytes, inputActivations + 4, previousBytes, delta, deltaBytes);
    }
    row += widthBytes << 1;
  }
}

/** Sixteen weights of an input, and of the next. */
function add16Twice(
  weights: usize,
  widthBytes: usize,
  activations: usize,
  previousBytes: usize,
  deltas: usize,
  deltaBytes: usize,
): void {
  const second = weights + widthBytes;
  let weight0 = v128.load(weights);
  let weight1 = v128.load(weights, 16);
  let weight2 = v128.load(weights, 32);
  let weight3 = v128.load(weights, 48);
  let second0 = v128.load(second);
  let second1 = v128.load(second, 16);
  let second2 = v128.load(second, 32);
  let second3 = v128.load(second, 48);
  const end = deltas + deltaBytes;
  for (let delta = deltas; delta < end; delta += widthBytes) {
    const delta0 = v128.load(delta);
    const delta1 = v128.load(delta, 16);
    const delta2 = v128.load(delta, 32);
    const delta3 = v128.load(delta, 48);
    const activation = v128.load32_splat(activations);
    weight0 = multiplyAdd(activation, delta0, weight0);
    weight1 = multiplyAdd(activation, delta1, weight1);
    weight2 = multiplyAdd(activation, delta2, weight2);
    weight3 = multiplyAdd(activation, delta3, weight3);
    const secondActivation = v128.load32_splat(activations, 4);
    second0 = multiplyAdd(secondActivation, delta0, second0);
    second1 = multiplyAdd(secondActivation, delta1, second1);
    second2 = multiplyAdd(secondActivation, delta2, second2);
    second3 = multiplyAdd(secondActivation, delta3, second3);
    activations += previousBytes;
  }
  v128.store(weights, weight0);
  v128.store(weights, weight1, 16);
  v128.store(weights, weight2, 32);
  v128.store(weights, weight3, 48);
  v128.store(second, second0);
  v128.store(second, second1, 16);
  v128.store(second, second2, 32);
  v128.store(second, second3, 48);
}

function add16(
  weights: usize,
  widthBytes: usize,
  activations: usize,
  previousBytes: usize,
  deltas: usize,
  deltaBytes: usize,
): void {
  let weight0 = v128.load(weights);
  let weight1 = v128.load(weights, 16);
  let weight2 = v128.load(weights, 32);
  let weight3 = v128.load(weights, 48);
  const end = deltas + deltaBytes;
  for (let delta = deltas; delta < end; delta += widthBytes) {
    const activation = v128.load32_splat(activations);
    weight0 = multiplyAdd(activation, v128.load(delta), weight0);
    weight1 = multiplyAdd(activation, v128.load(delta, 16), weight1);
    weight2 = multiplyAdd(activation, v128.load(delta, 32), weight2);
    weight3 = multiplyAdd(activation, v128.load(delta, 48), weight3);
    activations += previousBytes;
  }
  v128.store(weights, weight0);
  v128.store(weights, weight1, 16);
  v128.store(weights, weight2, 32);
  v128.store(weights, weight3, 48);
}

function add4(
  weights: usize,
  widthBytes: usize,
  activations: usize,
  previousBytes: usize,
  deltas: usize,
  deltaBytes: usize,
): void {
  let weight = v128.load(weights);
  const end = deltas + deltaBytes;
  for (let delta = deltas; delta < end; delta += widthBytes) {
    weight = multiplyAdd(v128.load32_splat(activations), v128.load(delta), weight);
    activations += previousBytes;
  }
  v128.store(weights, weight);
}
