/**
 * Reads a word of every cache line from `start` to `end`, one after the other, so that they are in the cache when they are needed
 * in another order: far memory is quick only in a row.
 *
 * @returns the words' sum, which has to be stored somewhere: the fetching would be left out otherwise
 */
export function fetchLines(start: usize, end: usize): u32 {
  let sum: u32 = 0;
  for (let line = start; line < end; line += 64) sum += load<u32>(line);
  return sum;
}

/** Whether a layer's weights are worth fetching a panel at a time: where most machines' second cache cannot hold them. */
export function paysFetching(weightBytes: usize, slots: usize): bool {
  return weightBytes >= 1024 * 1024 && slots >= 8;
}
