import {
  entriesOf,
  entryStartsOf,
  labelsOf,
  pixelActivationsOf,
  pixelPlacesOf,
  pixelStartsOf,
  pixelValuesOf,
  slotLabelsOf,
} from "./records";

/**
 * Unpacks examples into the slots of a workspace, so that forward and update need not decode them again: for each
 * non-black pixel the place of its row of weights, and its activation.
 *
 * @param order [count] u32, which examples
 * @param rowBytes bytes between two rows of the first layer's weights
 */
export function unpackExamples(examples: usize, order: usize, count: usize, rowBytes: u32, workspace: usize): void {
  const starts = pixelStartsOf(examples);
  const places = pixelPlacesOf(examples);
  const values = pixelValuesOf(examples);
  const labels = labelsOf(examples);
  const activations = pixelActivationsOf(examples);
  const entryStarts = entryStartsOf(workspace);
  const slotLabels = slotLabelsOf(workspace);
  let entry = entriesOf(workspace);
  for (let slot: usize = 0; slot < count; slot++) {
    const example: usize = load<u32>(order + (slot << 2));
    store<u8>(slotLabels + slot, load<u8>(labels + example));
    store<u32>(entryStarts + (slot << 2), <u32>entry);
    const end: usize = load<u32>(starts + (example << 2), 4);
    for (let k: usize = load<u32>(starts + (example << 2)); k < end; k++) {
      store<u32>(entry, <u32>load<u16>(places + (k << 1)) * rowBytes);
      store<f32>(entry, load<f32>(activations + ((<usize>load<u8>(values + k)) << 2)), 4);
      entry += 8;
    }
  }
  store<u32>(entryStarts + (count << 2), <u32>entry);
}
