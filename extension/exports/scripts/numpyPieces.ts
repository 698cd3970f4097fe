import type { ActivationName, CostName } from "../../network/networkShape.ts";
import type { DescentName } from "../../protocol/settings.ts";
import { numpy } from "./arrayLibrary.ts";
import { digitsPiece } from "./digitsPiece.ts";
import { learningRateText } from "./learningRateText.ts";
import { numpyActivationNames, numpyActivations } from "./numpyActivations.ts";
import { safetensorsPiece } from "./safetensorsPiece.ts";
import { readsDigits, type ScriptedNetwork } from "./scriptedNetwork.ts";
import { type ShownExample, shownExample } from "./shownExamplePiece.ts";

/** The lesson in NumPy, piece by piece in its order: each Python that needs the pieces before it, and `here`. */
export interface NumpyPieces {
  readonly weights: string;
  readonly forward: string;
  readonly example: ShownExample;
  readonly cost: string;
  readonly backpropagation: string;
  readonly descent: string;
  readonly training: string;
  readonly digits: string;
}

export function numpyPieces(network: ScriptedNetwork): NumpyPieces {
  const { shape, training } = network;
  return {
    weights: weightsPiece(network),
    forward: forwardPiece(network),
    example: shownExample(network, numpy, (inputs) => `    outputs = forward(${inputs})[1][-1][0]`),
    cost: costPieces[shape.activations.at(-1) === "softmax" ? "softmax" : shape.cost],
    backpropagation: backpropagationPiece,
    descent: `${descentPieces[training.descent](network)}


${learningRateText(training)}`,
    training: trainingPiece(network),
    digits: digitsPiece(numpy, shape.sizes[0]),
  };
}

function weightsPiece(network: ScriptedNetwork): string {
  const parametersLine = "\nparameters = [tensor for pair in zip(weights, biases) for tensor in pair]";
  return `${safetensorsPiece(network, numpy)}
layers = range(1, ${network.shape.sizes.length})  # layer 0 is the inputs
weights = [tensors[f"{2 * (layer - 1)}.weight"] for layer in layers]  # [neurons, neurons of the layer before] each
biases = [tensors[f"{2 * (layer - 1)}.bias"] for layer in layers]  # [neurons] each${readsDigits(network) ? parametersLine : ""}`;
}

/** σ′ from a = σ(z). Softmax's is never asked for. */
const slopes: Readonly<Record<Exclude<ActivationName, "softmax">, string>> = {
  sigmoid: "a * (1 - a)",
  relu: "(a > 0).astype(a.dtype)",
  tanh: "1 - a**2",
  leakyRelu: "np.where(a > 0, np.float32(1), np.float32(0.01))",
};

function forwardPiece(network: ScriptedNetwork): string {
  const { activations } = network.shape;
  const used = [...new Set(activations)];
  const slopeLines = used.flatMap((name) => {
    return name === "softmax" ? [] : [`    ${numpyActivationNames[name]}: lambda a: ${slopes[name]},`];
  });
  const slopeTable = slopeLines.length === 0 ? "{}" : `{\n${slopeLines.join("\n")}\n}`;
  const slopePiece = `\nslope = ${slopeTable}  # of each, from the activation a`;
  return `${used.map((name) => numpyActivations[name]).join("\n\n\n")}


activate = ${listText(activations.map((name) => numpyActivationNames[name]))}  # what each layer does with its weighted sums${readsDigits(network) ? slopePiece : ""}


def forward(inputs):
    """Weighted sums z and activations a of every layer, [examples, neurons] each; those of layer 0 are the inputs."""
    weighted_sums, activations = [None], [inputs]
    for w, b, squash in zip(weights, biases, activate):
        weighted_sums.append(activations[-1] @ w.T + b)
        activations.append(squash(weighted_sums[-1]))
    return weighted_sums, activations`;
}

/** A list in Python; a long one has a line for each entry. */
function listText(entries: readonly string[]): string {
  const line = entries.join(", ");
  return line.length <= 60 ? `[${line}]` : `[\n${entries.map((entry) => `    ${entry},\n`).join("")}]`;
}

const costPieces: Readonly<Record<CostName | "softmax", string>> = {
  quadratic: `def cost(weighted_sums, activations, targets):
    """What each example costs: the squares of the differences, added up. [examples]"""
    return ((activations[-1] - targets) ** 2).sum(axis=1)


def output_delta(activations, targets):
    """How the cost changes with the weighted sums of the last layer: 2 (a - y) times the slope. [examples, 10]"""
    return 2 * (activations[-1] - targets) * slope[activate[-1]](activations[-1])`,
  crossEntropy: `def cost(weighted_sums, activations, targets):
    """What each example costs: the surprise at the truth, -y ln a - (1 - y) ln(1 - a), added up. [examples]

    It is taken from z, since ln(1 - a) is lost where a is nearly 1.
    """
    z = weighted_sums[-1]
    return (np.logaddexp(0, z) - targets * z).sum(axis=1)


def output_delta(activations, targets):
    """How the cost changes with the weighted sums of the last layer: the slope cancels. [examples, 10]"""
    return activations[-1] - targets`,
  softmax: `def cost(weighted_sums, activations, targets):
    """What each example costs: the surprise at the truth, -ln a of the right output. [examples]"""
    z = weighted_sums[-1] - weighted_sums[-1].max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - (targets * z).sum(axis=1)


def output_delta(activations, targets):
    """How the cost changes with the weighted sums of the last layer: the slope cancels. [examples, 10]"""
    return activations[-1] - targets`,
};

const backpropagationPiece = `def backpropagate(pixels, targets):
    """The gradient of a mini-batch, in the order of the parameters, and what its examples cost together.

    The gradient is the mean of the examples' gradients. delta is how the cost changes with a layer's weighted sums.
    """
    weighted_sums, activations = forward(pixels)
    delta = output_delta(activations, targets) / len(pixels)
    gradient = []
    for layer in reversed(layers):
        gradient = [delta.T @ activations[layer - 1], delta.sum(axis=0)] + gradient
        if layer > 1:
            # The error goes back through the weights, to each neuron in proportion to how it was heard.
            delta = delta @ weights[layer - 1] * slope[activate[layer - 2]](activations[layer - 1])
    return gradient, cost(weighted_sums, activations, targets).sum()`;

const rememberedPiece = `def remembered(name):
    """What the descent remembers of each parameter, from base64 in the file's metadata; zeros before the first step."""
    numbers = np.frombuffer(base64.b64decode(metadata.get(name, "")), dtype="<f4")
    if len(numbers) == 0:
        return [np.zeros_like(parameter) for parameter in parameters]
    ends = np.cumsum([parameter.size for parameter in parameters])[:-1]
    return [part.reshape(parameter.shape).copy() for part, parameter in zip(np.split(numbers, ends), parameters)]`;

const descentPieces: Readonly<Record<DescentName, (network: ScriptedNetwork) => string>> = {
  plain: ({ training: { l2 } }) => `def descend(gradient, learning_rate):
    """A small step downhill: adds the nudge, which is the gradient times minus the learning rate."""
    for parameter, component in zip(parameters, gradient):
${penaltyLines(l2)}        parameter -= learning_rate * component`,
  momentum: ({ training: { l2, momentum } }) => `${rememberedPiece}


# The file keeps of each nudge the share that the next one takes over.
nudges = remembered("velocity")


def descend(gradient, learning_rate):
    """A step downhill that keeps a share of the step before, as a rolling ball does."""
    for parameter, component, kept in zip(parameters, gradient, nudges):
${penaltyLines(l2)}        nudge = kept - learning_rate * component
        parameter += nudge
        kept[:] = ${momentum} * nudge`,
  adam: ({ training: { l2 } }) => `${rememberedPiece}


means = remembered("firstMoment")  # running means of the gradient
squares = remembered("secondMoment")  # and of its squares
steps = int(metadata["momentSteps"])


def descend(gradient, learning_rate):
    """A step of Adam: each parameter's is the longer the steadier its gradient was."""
    global steps
    steps += 1
    for parameter, component, mean, square in zip(parameters, gradient, means, squares):
${penaltyLines(l2)}        mean += (1 - 0.9) * (component - mean)
        square += (1 - 0.999) * (component**2 - square)
        # Both begin at zero; the divisors make up for it.
        root = np.sqrt(square / (1 - 0.999**steps))
        parameter -= learning_rate * (mean / (1 - 0.9**steps)) / (root + 1e-8)`,
};

function penaltyLines(l2: number): string {
  if (l2 === 0) return "";
  return `        if parameter.ndim == 2:
            component = component + ${l2} * parameter  # the penalty on large weights
`;
}

function trainingPiece({ training: { batchSize, augment } }: ScriptedNetwork): string {
  return `def train(pixels, labels, epochs):
    """Goes on learning for so many epochs; after each it yields which it was, and what an example cost on average.

    The order of the examples is NumPy's own, so that the numbers are not those that Downhill would come to.${
      augment
        ? `
    Downhill shifted, turned and bent the digits anew for each epoch; here they are learnt from as they are.`
        : ""
    }
    """
    targets = np.eye(10, dtype=np.float32)[labels]
    generator = np.random.default_rng()
    first_epoch = int(metadata["epoch"])
    for epoch in range(first_epoch, first_epoch + epochs):
        batches = np.split(generator.permutation(len(pixels)), range(${batchSize}, len(pixels), ${batchSize}))
        total = 0
        for done, batch in enumerate(batches):
            gradient, batch_cost = backpropagate(pixels[batch], targets[batch])
            descend(gradient, learning_rate(epoch + done / len(batches)))
            total += batch_cost
        yield epoch + 1, total / len(pixels)


def evaluate(pixels, labels):
    """What an example costs on average, and the share that is read right."""
    weighted_sums, activations = forward(pixels)
    targets = np.eye(10, dtype=np.float32)[labels]
    is_right = activations[-1].argmax(axis=1) == labels
    return cost(weighted_sums, activations, targets).mean(), is_right.mean()`;
}
