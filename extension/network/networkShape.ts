/**
 * What a layer does with its weighted sums: squashes them into 0…1 or −1…1, cuts off what is negative, or lets a hundredth
 * of it through; softmax shares 1 out among a layer's neurons, and is for the output alone.
 */
export const activationNames = ["sigmoid", "relu", "tanh", "leakyRelu", "softmax"] as const;
export type ActivationName = (typeof activationNames)[number];

/** The activations that a hidden layer may have: each neuron's follows from its own weighted sum. */
export const hiddenActivationNames = ["sigmoid", "relu", "tanh", "leakyRelu"] as const;
export type HiddenActivationName = (typeof hiddenActivationNames)[number];

/** What an example costs: the squares of the differences, or the surprise at the label. */
export const costNames = ["quadratic", "crossEntropy"] as const;
export type CostName = (typeof costNames)[number];

/** A network's form without its numbers. Layer 0 is the input; layer l has `sizes[l]` neurons. */
export interface NetworkShape {
  /** Neurons per layer, the input first: [784, 16, 16, 10]. */
  readonly sizes: readonly number[];
  /** What each layer after the input does with its weighted sums, `sizes.length - 1` of them. */
  readonly activations: readonly ActivationName[];
  /** What its outputs are judged by. */
  readonly cost: CostName;
}

/**
 * The outputs that each cost can judge. Softmax and cross-entropy are made for one another; the cross-entropy has logarithms
 * of the outputs and of what they lack to 1, so that these must lie between 0 and 1.
 */
export const outputsOfCost: Readonly<Record<CostName, readonly ActivationName[]>> = {
  quadratic: hiddenActivationNames,
  crossEntropy: ["sigmoid", "softmax"],
};

/** The cost that goes with an output: the wished one where it can judge it, else the one that can. */
export function costFor(output: ActivationName, wished: CostName): CostName {
  const fitting = costNames.find((cost) => outputsOfCost[cost].includes(output)) ?? wished;
  return outputsOfCost[wished].includes(output) ? wished : fitting;
}

/** The output that goes with a cost: the wished one where the cost can judge it, else sigmoid. */
export function outputFor(cost: CostName, wished: ActivationName): ActivationName {
  return outputsOfCost[cost].includes(wished) ? wished : "sigmoid";
}

/** Why a cost cannot judge outputs of this activation, in words; undefined when it can. */
export function outputProblem(cost: CostName, output: ActivationName): string | undefined {
  const outputs = outputsOfCost[cost];
  if (outputs.includes(output)) return undefined;
  return `activations: with the cost ${cost} expected an output layer of ${outputs.join(" or ")}, found ${output}.`;
}

/** Why there can be no network of this shape, in words; undefined when there can. Its sizes are taken for right. */
export function shapeProblem({ sizes, activations, cost }: NetworkShape): string | undefined {
  const count = sizes.length - 1;
  if (activations.length !== count) {
    return `activations: expected ${count}, one a layer after the input, found ${activations.length}.`;
  }
  const misplaced = activations.slice(0, -1).indexOf("softmax");
  if (misplaced >= 0) {
    return `activations: expected softmax on the output layer alone, found it on hidden layer ${misplaced + 1}.`;
  }
  return outputProblem(cost, activations[count - 1]);
}

/** One activation for all hidden layers, another for the output: `sizes.length - 1` of them. */
export function layerActivations(
  sizes: readonly number[],
  hiddenActivation: HiddenActivationName,
  outputActivation: ActivationName,
): ActivationName[] {
  return sizes.slice(1).map((_, layer) => (layer === sizes.length - 2 ? outputActivation : hiddenActivation));
}

/** Activations fitted to other sizes: further hidden layers are like the last one, and the output's stays. */
export function activationsFor(sizes: readonly number[], activations: readonly ActivationName[]): ActivationName[] {
  const output = activations[activations.length - 1];
  const lastHidden = activations[activations.length - 2] ?? "sigmoid";
  return sizes.slice(1).map((_, layer) => {
    return layer === sizes.length - 2 ? output : layer < activations.length - 1 ? activations[layer] : lastHidden;
  });
}

/** What the first layer after the input does: all hidden ones, where they share one activation. */
export function hiddenActivationOf(activations: readonly ActivationName[]): HiddenActivationName {
  const [first] = activations;
  return first === "softmax" ? "sigmoid" : first; // without hidden layers it makes no difference
}

/** How many weights and biases a network of these sizes has: 13,002 for 784–16–16–10. */
export function parameterCount(sizes: readonly number[]): number {
  let count = 0;
  for (let layer = 1; layer < sizes.length; layer++) count += sizes[layer] * (sizes[layer - 1] + 1);
  return count;
}
