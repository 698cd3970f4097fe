/** The numbers 1, 2, 5 · 10ⁿ between two positive numbers, both included. */
export function logTicks(from: number, to: number): number[] {
  return roundNumbers(from, to).filter((tick) => tick >= from && tick <= to);
}

/** The largest of 1, 2, 5 · 10ⁿ that is not above `value`, a positive number. */
export function logFloor(value: number): number {
  return roundNumbers(value, value).findLast((end) => end <= value) ?? value;
}

/** The least of 1, 2, 5 · 10ⁿ that is not below `value`, a positive number. */
export function logCeiling(value: number): number {
  return roundNumbers(value, value).find((end) => end >= value) ?? value;
}

/** The numbers 1, 2, 5 · 10ⁿ between two positive numbers and some on either side: a logarithm may be rounded. */
function roundNumbers(from: number, to: number): number[] {
  const numbers: number[] = [];
  for (let power = Math.floor(Math.log10(from)) - 1; power <= Math.ceil(Math.log10(to)) + 1; power++) {
    // Through text, since 2 · 10⁻² is not 0.02 in binary.
    for (const digit of [1, 2, 5]) numbers.push(Number(`${digit}e${power}`));
  }
  return numbers;
}
