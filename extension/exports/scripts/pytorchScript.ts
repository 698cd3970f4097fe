import type { ActivationName, CostName } from "../../network/networkShape.ts";
import { plainText, quoted } from "../sourceText.ts";
import { learningRateText } from "./learningRateText.ts";
import { pictureLetters, pictureText } from "./pictureText.ts";
import { aboutNetwork, type ScriptedNetwork } from "./scriptedNetwork.ts";

/** A Python script that has the network as PyTorch's modules: it loads the weights beside it, runs, and goes on training. */
export function pytorchScript(network: ScriptedNetwork): string {
  const { shape, training, outputNames, example } = network;
  const name = plainText(network.name);
  const hasMoments = training.descent !== "plain";
  const truth = example.label === null ? "" : `  # ${quoted(outputNames[example.label])}`;
  return `"""
${aboutNetwork(network)}

    python ${name}.py                     shows it a digit
    python ${name}.py FOLDER              lets it read the digits of a folder of IDX files, such as MNIST's
    python ${name}.py FOLDER --epochs 3   goes on training, and writes ${name}-trained.pt

It needs PyTorch. The weights are in ${name}.safetensors, beside this file.
"""

import argparse
${hasMoments ? "import base64\n" : ""}import gzip
import json
${training.schedule === "cosine" ? "import math\n" : ""}import struct
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional

here = Path(__file__).parent


# The network


def read_safetensors(path):
    """The tensors of a safetensors file by their names, and its metadata.

    The format: the header's length in eight bytes, the header in JSON, the numbers. The package safetensors does the same:
    safetensors.torch.load_file(path).
    """
    content = bytearray(path.read_bytes())
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        numbers = torch.frombuffer(content[end + first : end + last], dtype=torch.float32)
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors, metadata


network = nn.Sequential(
${shape.activations.map((activation, layer) => `    nn.Linear(${shape.sizes[layer]}, ${shape.sizes[layer + 1]}),\n    ${modules[activation]},\n`).join("")})
tensors, metadata = read_safetensors(here / ${quoted(`${network.name}.safetensors`)})
network.load_state_dict(tensors)

names = [${outputNames.map(quoted).join(", ")}]

digit = """
${pictureText(example.pixels)}
"""${truth}


def pixels_of(picture):
    """Letters as brightness, from 0 (black) to 1 (white). [1, 784]"""
    letters = ${quoted(pictureLetters)}
    return torch.tensor([[letters.index(letter) / 9 for letter in "".join(picture.split())]])


def show_answer(picture):
    """Prints a picture, and what the network makes of it."""
    print(picture)
    with torch.no_grad():
        outputs = network(pixels_of(picture))[0]
    for name, output in zip(names, outputs.tolist()):
        print(f"{name:>12} {output:7.3f} " + "#" * round(40 * min(max(output, 0), 1)))
    print(f"It is taken for {names[int(outputs.argmax())]}.")


# What it costs to be wrong, and which way is downhill


${costs[shape.activations.at(-1) === "softmax" ? "softmax" : shape.cost]}


${optimizerPiece(network)}


${learningRateText(training)}


${trainingPiece(network)}


# Digits


${digitsPiece}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="a folder of IDX files, such as MNIST's")
    parser.add_argument("--epochs", type=int, default=0, help="how many epochs to go on training")
    arguments = parser.parse_args()
    if arguments.folder is None:
        show_answer(digit)
        return
    training, held_out = load_digits(arguments.folder)
    held_out_cost, accuracy = evaluate(*held_out)
    print(f"held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    for epoch, training_cost in train(*training, arguments.epochs):
        held_out_cost, accuracy = evaluate(*held_out)
        print(f"epoch {epoch}: cost {training_cost:.4f}, held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    if arguments.epochs > 0:
        torch.save(network.state_dict(), here / ${quoted(`${network.name}-trained.pt`)})


if __name__ == "__main__":
    main()
`;
}

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
    """Goes on with the nudge before: PyTorch keeps it without the learning rate, the file with it and times the momentum."""
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

const digitsPiece = `def read_idx(path):
    """Numbers from an IDX file, gzipped or not: pictures [count, 28, 28] or labels [count]."""
    content = path.read_bytes()
    if content[:2] == b"\\x1f\\x8b":
        content = gzip.decompress(content)
    dimensions = content[3]
    start = 4 + 4 * dimensions
    shape = struct.unpack(f">{dimensions}I", content[4:start])
    return torch.frombuffer(bytearray(content[start:]), dtype=torch.uint8).reshape(shape)


def load_digits(folder):
    """Digits of a folder such as MNIST's, to learn from and held out: pixels [count, 784], and labels [count]."""

    def load(begins):
        paths = sorted(path for path in Path(folder).iterdir() if path.name.startswith(begins))
        pictures = next((read_idx(path) for path in paths if "images" in path.name), None)
        if pictures is None:
            return None
        labels = next(read_idx(path) for path in paths if "labels" in path.name)
        return pictures.reshape(len(pictures), 784) / 255, labels.long()

    training, held_out = load("train"), load("t10k")
    if training is None:
        raise SystemExit(f"{folder}: expected train-images-idx3-ubyte and train-labels-idx1-ubyte, found no such files.")
    if held_out is None:  # the last sixth
        pixels, labels = training
        kept = len(labels) - max(1, len(labels) // 6)
        training, held_out = (pixels[:kept], labels[:kept]), (pixels[kept:], labels[kept:])
    return training, held_out`;
