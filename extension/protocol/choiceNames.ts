import type { ActivationName, CostName } from "../network/networkShape.ts";
import type { DescentName, InitialisationName, ScheduleName } from "./settings.ts";

/** A choice's name as people write it, and in a few words what it is for. */
export interface ChoiceName {
  readonly title: string;
  readonly meaning: string;
}

export const activationWords: Readonly<Record<ActivationName, ChoiceName>> = {
  sigmoid: { title: "sigmoid", meaning: "squashes a sum into 0…1, as in the lesson" },
  relu: { title: "ReLU", meaning: "cuts off what is negative; wants a smaller learning rate" },
  tanh: { title: "tanh", meaning: "squashes a sum into −1…1; wants a smaller learning rate" },
  leakyRelu: {
    title: "leaky ReLU",
    meaning: "lets a hundredth of what is negative through; wants a smaller learning rate",
  },
  softmax: { title: "softmax", meaning: "the ten outputs share 1 out among them; goes with cross-entropy" },
};

export const costWords: Readonly<Record<CostName, ChoiceName>> = {
  quadratic: { title: "quadratic", meaning: "adds the squares of the differences, as in the lesson" },
  crossEntropy: { title: "cross-entropy", meaning: "the surprise at the truth: what is very wrong learns fast" },
};

export const descentWords: Readonly<Record<DescentName, ChoiceName>> = {
  plain: { title: "plain", meaning: "each nudge is −η ∇C, as in the lesson" },
  momentum: { title: "momentum", meaning: "each nudge keeps a share of the one before, as a rolling ball does" },
  adam: { title: "Adam", meaning: "each weight has its own length of step; wants a learning rate such as 0.001" },
};

export const scheduleWords: Readonly<Record<ScheduleName, ChoiceName>> = {
  constant: { title: "constant", meaning: "the learning rate stays as it is" },
  inverseTime: { title: "1/t", meaning: "half the learning rate after so many epochs, a third after twice as many" },
  cosine: {
    title: "cosine",
    meaning: "down to a hundredth of the learning rate in so many epochs, slowly at both ends",
  },
};

export const initialisationWords: Readonly<Record<InitialisationName, ChoiceName>> = {
  scaledNormal: { title: "scaled normal", meaning: "smaller the more inputs a neuron has: it starts where it learns" },
  normal: { title: "normal", meaning: "as in Nielsen’s first network" },
  he: { title: "He", meaning: "a little larger, with biases of 0: made for ReLU" },
};
