/** Ends of a logarithmic scale, within a power of ten. */
const roundEnds = [1, 2, 5, 10];

/** The largest of 1, 2, 5 · 10ⁿ that is not above `value`, a positive number. */
export function logFloor(value: number): number {
  const power = Math.floor(Math.log10(value));
  const ends = roundEnds.map((end) => Number(`${end}e${power}`));
  return ends.findLast((end) => end <= value) ?? ends[0];
}

/** The least of 1, 2, 5 · 10ⁿ that is not below `value`, a positive number. */
export function logCeiling(value: number): number {
  const power = Math.floor(Math.log10(value));
  const ends = roundEnds.map((end) => Number(`${end}e${power}`));
  return ends.find((end) => end >= value) ?? ends[ends.length - 1];
}
