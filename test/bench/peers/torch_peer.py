"""Mini-batch descent in PyTorch: `module THREADS` as people write it, `tuned THREADS` as fast as its operations go."""

import torch
from torch import nn

from contestant import COST_COUNT, given_task, serve

folder, sizes, batch, learning_rate, (variant, threads) = given_task()
torch.set_num_threads(int(threads))
torch.manual_seed(1)
layers = range(len(sizes) - 1)


def read_bytes(name):
    with open(f"{folder}/{name}", "rb") as file:
        return torch.frombuffer(bytearray(file.read()), dtype=torch.uint8)


labels = read_bytes("labels.u8").long()
inputs = read_bytes("pixels.u8").reshape(-1, sizes[0]).float() / 255
targets = nn.functional.one_hot(labels, sizes[-1]).float()
batches = len(labels) // batch
description = f"PyTorch {torch.__version__} {variant}, {threads} thread{'' if threads == '1' else 's'}"


def mean_cost(outputs):
    return float((outputs - targets[:COST_COUNT]).square().sum(1).mean())


def serve_module():
    modules = [module for k in layers for module in (nn.Linear(sizes[k], sizes[k + 1]), nn.Sigmoid())]
    network = nn.Sequential(*modules)
    # The mean squared error is the cost divided by the outputs.
    optimizer = torch.optim.SGD(network.parameters(), lr=learning_rate * sizes[-1])

    def step(k):
        x, y = inputs[k * batch : (k + 1) * batch], targets[k * batch : (k + 1) * batch]
        optimizer.zero_grad()
        nn.functional.mse_loss(network(x), y).backward()
        optimizer.step()

    def cost():
        with torch.no_grad():
            return mean_cost(network(inputs[:COST_COUNT]))

    serve(description, step, batch, batches, cost)


@torch.inference_mode()
def serve_tuned():
    """No graph, no allocation: every operation writes into a tensor made beforehand, gradients go straight into weights."""
    weights = [torch.randn(sizes[k], sizes[k + 1]) / sizes[k] ** 0.5 for k in layers]
    biases = [torch.randn(sizes[k + 1]) for k in layers]
    transposed = [weight.t() for weight in weights]
    activations, deltas, errors = ([torch.empty(batch, size) for size in sizes[1:]] for _ in range(3))
    ones = torch.ones(batch)
    scale = -2 * learning_rate / batch
    last = len(layers) - 1
    sigmoid_backward = torch.ops.aten.sigmoid_backward.grad_input

    def step(k):
        x, y = inputs[k * batch : (k + 1) * batch], targets[k * batch : (k + 1) * batch]
        before = x
        for layer in layers:
            torch.addmm(biases[layer], before, weights[layer], out=activations[layer])
            before = activations[layer].sigmoid_()
        torch.sub(before, y, out=errors[last])
        sigmoid_backward(errors[last], before, grad_input=deltas[last])
        for layer in reversed(layers):
            before = activations[layer - 1] if layer > 0 else x
            if layer > 0:
                torch.mm(deltas[layer], transposed[layer], out=errors[layer - 1])
                sigmoid_backward(errors[layer - 1], before, grad_input=deltas[layer - 1])
            weights[layer].addmm_(before.t(), deltas[layer], alpha=scale)
            biases[layer].addmv_(deltas[layer].t(), ones, alpha=scale)

    def cost():
        outputs = inputs[:COST_COUNT]
        for weight, bias in zip(weights, biases):
            outputs = torch.addmm(bias, outputs, weight).sigmoid()
        return mean_cost(outputs)

    serve(description, step, batch, batches, cost)


if variant == "module":
    serve_module()
else:
    serve_tuned()
