/** Ends of a logarithmic scale, within a power of ten. */
const roundEnds = [1, 2, 5, 10];

/** The numbers 1, 2, 5 · 10ⁿ between two positive numbers, both included. */
export function logTicks(from: number, to: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); power <= Math.ceil(Math.log10(to)); power++) {
    for (const end of [1, 2, 5]) {
      const tick = Number(`${end}e${power}`);
      if (tick >= from && tick <= to) ticks.push(tick);
    }
  }
  return ticks;
}

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
