import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Stand-ins for packages of Python that neither Debian nor npm has, with as much of each as loading code calls, on NumPy or
 * PyTorch: safetensors by its format's definition, and of JAX what is NumPy's by another name.
 */
export async function writeStandIns(folder: string): Promise<void> {
  for (const [path, text] of Object.entries(standIns)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const standIns = {
  "safetensors/__init__.py": `
import json
def read(path):
    content = bytearray(open(path, "rb").read())
    end = 8 + int.from_bytes(content[:8], "little")
    header = json.loads(content[8:end])
    header.pop("__metadata__", None)
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        yield name, entry["dtype"], entry["shape"], content[end + first : end + last]
`,
  "safetensors/numpy.py": `
import numpy
from safetensors import read
def load_file(path):
    kinds = {"F32": "<f4", "F64": "<f8"}
    return {name: numpy.frombuffer(content, kinds[dtype]).reshape(shape) for name, dtype, shape, content in read(path)}
`,
  "safetensors/flax.py": "from safetensors.numpy import load_file\n",
  "safetensors/torch.py": `
import torch
from safetensors import read
def load_file(path):
    kinds = {"F32": torch.float32, "BF16": torch.bfloat16}
    return {name: torch.frombuffer(content, dtype=kinds[dtype]).reshape(shape) for name, dtype, shape, content in read(path)}
`,
  "jax/__init__.py": "from jax import nn, numpy\n",
  "jax/numpy.py": "from numpy import asarray, load\n",
  "jax/nn.py": `
import numpy
sigmoid = lambda z: 1 / (1 + numpy.exp(-z))
relu = lambda z: numpy.maximum(z, 0)
tanh = numpy.tanh
leaky_relu = lambda z: numpy.where(z > 0, z, 0.01 * z)
softmax = lambda z: numpy.exp(z) / numpy.exp(z).sum(axis=-1, keepdims=True)
`,
};
