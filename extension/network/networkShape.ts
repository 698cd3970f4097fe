/** What a layer does with its weighted sums: squashes them into 0…1, or cuts off what is negative. */
export const activationNames = ["sigmoid", "relu"] as const;
export type ActivationName = (typeof activationNames)[number];

/** A network's form without its numbers. Layer 0 is the input; layer l has `sizes[l]` neurons. */
export interface NetworkShape {
  /** Neurons per layer, the input first: [784, 16, 16, 10]. */
  readonly sizes: readonly number[];
  /** What each layer after the input does with its weighted sums, `sizes.length - 1` of them. */
  readonly activations: readonly ActivationName[];
}

/**
 * The shape of a network whose hidden layers share one activation. The output layer is always sigmoid: its activations
 * are compared with a target of zeros and a single one.
 */
export function shapeOf(sizes: readonly number[], hiddenActivation: ActivationName): NetworkShape {
  const activations = sizes.slice(1).map((_, layer) => (layer === sizes.length - 2 ? "sigmoid" : hiddenActivation));
  return { sizes: [...sizes], activations };
}

/** How many weights and biases a network of these sizes has: 13,002 for 784–16–16–10. */
export function parameterCount(sizes: readonly number[]): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++) count += sizes[layer] * (sizes[layer - 1] + 1);
  return count;
}
