/** Numbers that are read at a time: two megabytes in double precision, quick to go through. */
export const numbersInPiece = 2 ** 18;

/** The stretches in which `count` numbers are read. */
export function* pieces(count: number): Generator<{ readonly from: number; readonly length: number }> {
  for (let from = 0; from < count; from += numbersInPiece) {
    yield { from, length: Math.min(numbersInPiece, count - from) };
  }
}
