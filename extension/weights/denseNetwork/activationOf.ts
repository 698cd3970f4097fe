import type { ActivationName } from "../../network/networkShape.ts";

/**
 * The activation that a file calls by its library's name: "ReLU", "nn.Sigmoid", "leaky_relu", "LeakyRelu".
 *
 * @returns null for one that is not known here
 */
export function activationOf(words: string): ActivationName | null {
  const plain = words
    .replace(/^.*\./, "")
    .replace(/[^a-z]/gi, "")
    .toLowerCase();
  return activationsByWord.get(plain) ?? null;
}

const activationsByWord: ReadonlyMap<string, ActivationName> = new Map([
  ["sigmoid", "sigmoid"],
  ["logistic", "sigmoid"],
  ["relu", "relu"],
  ["tanh", "tanh"],
  ["leakyrelu", "leakyRelu"],
  ["softmax", "softmax"],
]);
