/**
 * Takes shapes, and gives for each the first that was like it: a model of very many tensors has few shapes, and what two
 * entries of a message share is sent once and held once where it arrives.
 */
export function sharedShapes(): (shape: readonly number[]) => readonly number[] {
  const shared = new Map<string, readonly number[]>();
  return (shape) => {
    const key = shape.join();
    const first = shared.get(key);
    if (first === undefined) shared.set(key, shape);
    return first ?? shape;
  };
}
