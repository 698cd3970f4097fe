import type { ActivationName, CostName } from "../../network/networkShape.ts";
import { pytorch } from "./arrayLibrary.ts";
import { commandLineScript } from "./commandLineScript.ts";
import { learningRateText } from "./learningRateText.ts";
import { safetensorsPiece } from "./safetensorsPiece.ts";
import type { ScriptedNetwork } from "./scriptedNetwork.ts";
import { shownExample } from "./shownExamplePiece.ts";

/** A Python script that has the network as PyTorch's modules: it loads the weights beside it, runs, and goes on training. */
export function pytorchScript(network: ScriptedNetwork): string {
  const { shape, training } = network;
  return commandLineScript(network, pytorch, {
    network: [networkPiece(network)],
    example: shownExample(network, pytorch, answerLines),
    learning: [
      costs[shape.activations.at(-1) === "softmax" ? "softmax" : shape.cost],
      optimizerPiece(network),
      learningRateText(training),
      trainingPiece(network),
    ],
    ending: "pt",
    save: (path) => `torch.save(network.state_dict(), ${path})`,
  });
}

function networkPiece(network: ScriptedNetwork): string {
  const { activations, sizes } = network.shape;
  const layers = activations.map((activation, layer) => {
    return `    nn.Linear(${sizes[layer]}, ${sizes[layer + 1]}),\n    ${modules[activation]},\n`;
  });
  return `${safetensorsPiece(network, pytorch)}

network = nn.Sequential(
${layers.join("")})
network.load_state_dict(tensors)`;
}

const answerLines = (inputs: string) => `    with torch.no_grad():
        outputs = network(${inputs})[0]`;

const modules: Readonly<Record<ActivationName, string>> = {
  sigmoid: "nn.Sigmoid()",
  relu: "nn.ReLU()",
  tanh: "nn.Tanh()",
  leakyRelu: "nn.LeakyReLU(0.01)",
  softmax: "nn.Softmax(dim=1)",
};

const costs: Readonly<Record<CostName | "softmax", string>> = {
  quadratic: `def cost(pixels, labels):
    """What an example costs on average: the squares of the differences, added up."""
    targets = functional.one_hot(labels, 10)
    return ((network(pixels) - targets) ** 2).sum(dim=1).mean()`,
  crossEntropy: `def cost(pixels, labels):
    """What an example costs on average: the surprise at the truth, -y ln a - (1 - y) ln(1 - a), added up.

    It is taken from the weighted sums before the last sigmoid, since ln(1 - a) is lost where a is nearly 1.
    """
    targets = functional.one_hot(labels, 10).float()
    weighted_sums = network[:-1](pixels)
    return functional.binary_cross_entropy_with_logits(weighted_sums, targets, reduction="none").sum(dim=1).mean()`,
  softmax: `def cost(pixels, labels):
    """What an example costs on average: the surprise at the truth, -ln a of the right output.

    It is taken from the weighted sums before the softmax, which cross_entropy has in it.
    """
    return functional.cross_entropy(network[:-1](pixels), labels)`,
};

function optimizerPiece({ training }: ScriptedNetwork): string {
  const { descent, l2, momentum, learningRate } = training;
  const groups =
    l2 === 0
      ? "network.parameters()"
      : `[
    {"params": [parameter for parameter in network.parameters() if parameter.ndim == 2], "weight_decay": ${l2}},
    {"params": [parameter for parameter in network.parameters() if parameter.ndim == 1]},  # biases are free
]`;
  if (descent === "plain") return `optimizer = torch.optim.SGD(${groups}, lr=${learningRate})`;
  if (descent === "momentum") {
    return `optimizer = torch.optim.SGD(${groups}, lr=${learningRate}, momentum=${momentum})

${rememberedPiece}


def restore_optimizer():
    """Goes on with the last nudge: PyTorch keeps it without the learning rate, the file with it, and times momentum."""
    rate = learning_rate(int(metadata["epoch"]))
    for parameter, kept in zip(network.parameters(), remembered("velocity")):
        optimizer.state[parameter]["momentum_buffer"] = kept / (-rate * ${momentum === 0 ? 1 : momentum})`;
  }
  return `optimizer = torch.optim.Adam(${groups}, lr=${learningRate})

${rememberedPiece}


def restore_optimizer():
    """Goes on with the running means of the gradient and of its squares."""
    moments = zip(network.parameters(), remembered("firstMoment"), remembered("secondMoment"))
    for parameter, mean, square in moments:
        steps = torch.tensor(float(metadata["momentSteps"]))
        optimizer.state[parameter] = {"step": steps, "exp_avg": mean, "exp_avg_sq": square}`;
}

const rememberedPiece = `
def remembered(name):
    """What the descent remembers of each parameter, from base64 in the file's metadata; zeros before the first step."""
    shapes = [parameter.shape for parameter in network.parameters()]
    if name not in metadata:
        return [torch.zeros(shape) for shape in shapes]
    numbers = torch.frombuffer(bytearray(base64.b64decode(metadata[name])), dtype=torch.float32)
    parts = numbers.split([shape.numel() for shape in shapes])
    return [part.reshape(shape).clone() for part, shape in zip(parts, shapes)]`;

function trainingPiece({ training: { batchSize, augment, descent } }: ScriptedNetwork): string {
  const bent = `
    Downhill shifted, turned and bent the digits anew for each epoch; here they are learnt from as they are.`;
  return `def step(pixels, labels, rate):
    """A step downhill, by one mini-batch."""
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.zero_grad()
    batch_cost = cost(pixels, labels)
    batch_cost.backward()
    optimizer.step()
    return batch_cost.item()


def train(pixels, labels, epochs):
    """Goes on learning for so many epochs; after each it yields which it was, and what an example cost on average.

    The order of the examples is PyTorch's own, so that the numbers are not those that Downhill would come to.${augment ? bent : ""}
    """
${descent === "plain" ? "" : "    restore_optimizer()\n"}    first_epoch = int(metadata["epoch"])
    for epoch in range(first_epoch, first_epoch + epochs):
        batches = torch.randperm(len(pixels)).split(${batchSize})
        total = 0
        for done, batch in enumerate(batches):
            rate = learning_rate(epoch + done / len(batches))
            total += step(pixels[batch], labels[batch], rate) * len(batch)
        yield epoch + 1, total / len(pixels)


def evaluate(pixels, labels):
    """What an example costs on average, and the share that is read right."""
    with torch.no_grad():
        is_right = network(pixels).argmax(dim=1) == labels
        return cost(pixels, labels).item(), is_right.float().mean().item()`;
}
