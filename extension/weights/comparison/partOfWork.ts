/** Does work that is a part of a larger one: what it gives as its own share, the larger gives from `start` on. */
export function* partOfWork<Found>(
  work: Generator<number, Found>,
  start: number,
  length: number,
): Generator<number, Found> {
  let step = work.next();
  for (; !step.done; step = work.next()) yield start + step.value * length;
  return step.value;
}
