// The records that TypeScript fills in and the kernels read: 32-bit words, all pointers in bytes from the start of memory.
// trainer/kernelNetwork.ts writes them; the two must agree.

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
/** input-major, [inputs rounded up to a multiple of 4, width], 16-byte aligned: a row is what one input says to every neuron */
export function weightsOf(layer: usize): usize {
  return load<u32>(layer, 12);
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

// A workspace: room for the states of a chunk of examples, one slot each.
/** [slots] u32: where a slot's entries end, as pointers; the next slot's begin there */
export function entryEndsOf(workspace: usize): usize {
  return load<u32>(workspace);
}
/** an entry for each non-black pixel, u32: bytes from the first row of weights to the pixel's */
export function entriesOf(workspace: usize): usize {
  return load<u32>(workspace, 4);
}
/** bytes from an entry to its activation, f32 */
export function activationDistanceOf(workspace: usize): usize {
  return load<u32>(workspace, 12);
}
/** [slots] u8: the slots' labels */
export function slotLabelsOf(workspace: usize): usize {
  return load<u32>(workspace, 8);
}
/** z of layer 1, 2, … (here: layer 0, 1, …), [slots, width]; may be the same memory as the activations */
export function sumsOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 16);
}
/** a, [slots, width] */
export function activationsOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 20);
}
/** ∂C₀/∂z, scaled, [slots, width] */
export function deltasOf(workspace: usize, layer: usize): usize {
  return load<u32>(workspace + layer * 12, 24);
}
