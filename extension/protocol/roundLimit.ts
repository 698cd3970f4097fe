/** The least round number that is not below `largest`; 0 for 0. */
export function roundLimit(largest: number): number {
  if (!(largest > 0)) return 0;
  const power = Math.floor(Math.log10(largest));
  for (const round of roundLimits) {
    // Through text, since 3 · 10⁻¹ is not 0.3 in binary.
    const limit = Number(`${round}e${power}`);
    if (limit >= largest) return limit;
  }
  return Number(`1e${power + 1}`);
}

/** Ends that a scale may have, within a power of ten. */
const roundLimits = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
