"""Mini-batch descent in NumPy, vectorised and in place, on one thread."""

import os

# Read by OpenBLAS when it is loaded.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from contestant import COST_COUNT, given_task, serve

folder, sizes, batch, learning_rate, _ = given_task()
labels = np.fromfile(f"{folder}/labels.u8", np.uint8)
inputs = np.fromfile(f"{folder}/pixels.u8", np.uint8).reshape(-1, sizes[0]).astype(np.float32)
inputs /= np.float32(255)
targets = np.eye(sizes[-1], dtype=np.float32)[labels]

generator = np.random.default_rng(1)
layers = range(len(sizes) - 1)
weights = [
    (generator.standard_normal((sizes[k], sizes[k + 1])) / sizes[k] ** 0.5).astype(np.float32) for k in layers
]
biases = [generator.standard_normal(sizes[k + 1]).astype(np.float32) for k in layers]
scale = np.float32(2 * learning_rate / batch)
one = np.float32(1)


def activations_of(x):
    activations = [x]
    for weight, bias in zip(weights, biases):
        z = activations[-1] @ weight
        z += bias
        np.negative(z, out=z)
        np.exp(z, out=z)
        z += one
        np.reciprocal(z, out=z)
        activations.append(z)
    return activations


def step(k):
    x, y = inputs[k * batch : (k + 1) * batch], targets[k * batch : (k + 1) * batch]
    activations = activations_of(x)
    outputs = activations[-1]
    delta = (outputs - y) * outputs * (one - outputs)
    for layer in reversed(layers):
        before = activations[layer]
        delta_before = None
        if layer > 0:
            delta_before = delta @ weights[layer].T
            delta_before *= before
            delta_before *= one - before
        gradient = before.T @ delta
        gradient *= scale
        weights[layer] -= gradient
        biases[layer] -= scale * delta.sum(0)
        delta = delta_before


def cost():
    outputs = activations_of(inputs[:COST_COUNT])[-1]
    return float(np.square(outputs - targets[:COST_COUNT]).sum(1).mean())


def blas():
    """Name and version of the linear algebra that NumPy was built with, where it can tell."""
    try:
        built_with = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f", {built_with['name']} {built_with['version']}"
    except (KeyError, TypeError):
        return ""


serve(f"NumPy {np.__version__}{blas()}, 1 thread", step, batch, len(labels) // batch, cost)
