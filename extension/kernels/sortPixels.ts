import { activationEndsOf, pixelActivationsOf, placesOf } from "./records";

/** Pixels of a picture. */
export const pixelCount: usize = 784;

/**
 * Sorts the non-black pixels of a workspace's slots by place, and those of a place by slot: a counting sort.
 *
 * @param ends receives where each place's entries end, as pointers, [784] u32; the next place's begin there
 * @param entries receives for each pixel 16 times its slot (u32) and its activation (f32)
 */
export function sortPixels(count: usize, workspace: usize, ends: usize, entries: usize): void {
  memory.fill(ends, 0, pixelCount << 2);
  const activationEnds = activationEndsOf(workspace);
  const places = placesOf(workspace);
  let start = pixelActivationsOf(workspace);
  for (let slot: usize = 0; slot < count; slot++) {
    const end: usize = load<u32>(activationEnds + (slot << 2));
    let place: usize = load<u32>(places + (slot << 2));
    for (const last = place + ((end - start) >> 1); place < last; place += 2) {
      const own = ends + ((<usize>load<u16>(place)) << 2);
      store<u32>(own, load<u32>(own) + 1);
    }
    start = end;
  }
  let entry = entries;
  for (let own = ends, last = ends + (pixelCount << 2); own < last; own += 4) {
    const pixels = <usize>load<u32>(own);
    store<u32>(own, <u32>entry);
    entry += pixels << 3;
  }
  let activation = pixelActivationsOf(workspace);
  for (let slot: usize = 0; slot < count; slot++) {
    const end: usize = load<u32>(activationEnds + (slot << 2));
    let place: usize = load<u32>(places + (slot << 2));
    for (; activation < end; activation += 4) {
      const own = ends + ((<usize>load<u16>(place)) << 2);
      const target: usize = load<u32>(own);
      store<u32>(own, <u32>target + 8);
      store<u32>(target, (<u32>slot) << 4);
      store<f32>(target, load<f32>(activation), 4);
      place += 2;
    }
  }
}
