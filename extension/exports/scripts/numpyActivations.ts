import type { ActivationName } from "../../network/networkShape.ts";

/** Each activation as a function in Python, of weighted sums [examples, neurons]. */
export const numpyActivations: Readonly<Record<ActivationName, string>> = {
  sigmoid: `def sigmoid(z):
    """Squashes a weighted sum into 0 to 1."""
    with np.errstate(over="ignore"):  # where exp(-z) is infinite, one divided by it is 0
        return 1 / (1 + np.exp(-z))`,
  relu: `def relu(z):
    """Cuts off what is negative."""
    return np.maximum(z, 0)`,
  tanh: `def tanh(z):
    """Squashes a weighted sum into -1 to 1."""
    return np.tanh(z)`,
  leakyRelu: `def leaky_relu(z):
    """Lets a hundredth of what is negative through."""
    return np.where(z > 0, z, np.float32(0.01) * z)`,
  softmax: `def softmax(z):
    """Shares 1 out among the outputs; to take the largest z from each changes nothing, but keeps exp finite."""
    shares = np.exp(z - z.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)`,
};

/** What the function is called. */
export const numpyActivationNames: Readonly<Record<ActivationName, string>> = {
  sigmoid: "sigmoid",
  relu: "relu",
  tanh: "tanh",
  leakyRelu: "leaky_relu",
  softmax: "softmax",
};
