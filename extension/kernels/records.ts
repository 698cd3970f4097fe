// The records that TypeScript fills in and the kernels read: 32-bit words, all pointers in bytes from the start of memory.
// trainer/placedParameters.ts, placedDataset.ts and workspace.ts write them; both sides must agree.

// A layer: everything but its neurons' states.
/** neurons of the previous layer */
export function inputsOf(layer: usize): usize {
  return load<u32>(layer);
}
/** neurons, rounded up to a multiple of 4; those added have weights and biases of 0 */
export function widthOf(layer: usize): usize {
  return load<u32>(layer, 4);
}
/** by number, in the order of network/networkShape.ts */
export function activationOf(layer: usize): u32 {
  return load<u32>(layer, 8);
}
/** in panels, see panels.ts; 64-byte aligned */
export function weightsOf(layer: usize): usize {
  return load<u32>(layer, 12);
}
/** rows of weights: inputs, rounded up to a multiple of 4; those added hold weights of 0 */
export function rowsOf(layer: usize): usize {
  return (inputsOf(layer) + 3) & ~3;
}
/** [width], 16-byte aligned */
export function biasesOf(layer: usize): usize {
  return load<u32>(layer, 16);
}
/** neurons */
export function sizeOf(layer: usize): usize {
  return load<u32>(layer, 20);
}
export const layerBytes: usize = 24;

// Activations and costs by number, in the order of network/networkShape.ts.
export const sigmoidName: u32 = 0;
export const reluName: u32 = 1;
export const tanhName: u32 = 2;
export const leakyReluName: u32 = 3;
export const softmaxName: u32 = 4;
export const quadraticName: u32 = 0;
export const crossEntropyName: u32 = 1;

// Labelled pictures, kept as their non-black pixels.
/** [count + 1] u32: how many pixels come before an example's */
export function pixelStartsOf(examples: usize): usize {
  return load<u32>(examples);
}
/** for each example its pixels' places (u16: row · 28 + column), then their values (u8: 1…255): three bytes a pixel */
export function packedPixelsOf(examples: usize): usize {
  return load<u32>(examples, 4);
}
/** [count] u8: 0…9 */
export function labelsOf(examples: usize): usize {
  return load<u32>(examples, 8);
}

/** whether most pixels are not black, so that leaving the black ones out does not pay */
export function areDense(examples: usize): bool {
  return load<u32>(examples, 12) !== 0;
}

// A workspace: room for the states of a chunk of examples, one slot each.
/** [slots] u32: where the places of a slot's non-black pixels begin, among its example's packed pixels */
export function placesOf(workspace: usize): usize {
  return load<u32>(workspace);
}
/** an activation for each non-black pixel, f32, of one slot after the other; of dense examples for each pixel, [slots, inputs] */
export function pixelActivationsOf(workspace: usize): usize {
  return load<u32>(workspace, 4);
}
/** [slots] u32: where a slot's activations end, as pointers; the next slot's begin there */
export function activationEndsOf(workspace: usize): usize {
  return load<u32>(workspace, 12);
}
/** [slots] u8: the slots' labels */
export function slotLabelsOf(workspace: usize): usize {
  return load<u32>(workspace, 8);
}
/** room for a panel's worth of any layer's weights, [width, 32] */
export function transposedOf(workspace: usize): usize {
  return load<u32>(workspace, 16);
}
/** zeros, as many as a panel has neurons, [32] */
export function noBiasesOf(workspace: usize): usize {
  return load<u32>(workspace, 20);
}
/** whether the examples in the slots are dense */
export function isDense(workspace: usize): bool {
  return load<u32>(workspace, 24) !== 0;
}
export function noteDense(workspace: usize, dense: bool): void {
  store<u32>(workspace, <u32>dense, 24);
}
/** room for a panel's δ of all slots, [slots, 32] */
export function panelDeltasOf(workspace: usize): usize {
  return load<u32>(workspace, 28);
}
/** room for what sortPixels writes; 0 where sorting does not pay */
export function sortedPixelsOf(workspace: usize): usize {
  return load<u32>(workspace, 32);
}
/** z of layer 1, 2, … (here: layer 0, 1, …), [slots, width]; may be the same memory as the activations */
export function sumsOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 36);
}
/** a, [slots, width] */
export function activationsOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 40);
}
/** ∂C₀/∂z, scaled, [slots, width] */
export function deltasOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 44);
}
