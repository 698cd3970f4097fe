import { assertNever } from "../../protocol/assertNever.ts";
import type { WeightsFormatName, WeightsSummary } from "../../protocol/weightsSummary.ts";
import { quoted } from "../sourceText.ts";
import type { PythonText } from "./pythonText.ts";

/** The libraries of Python, each with its own kind of array. */
export type PythonLibrary = "pytorch" | "numpy" | "jax";

/** Python that makes of a file a dict `tensors`, by the names under which they are shown, of the library's arrays. */
export function pythonLoading(library: PythonLibrary, path: string, summary: WeightsSummary): PythonText {
  switch (summary.format) {
    case "safetensors":
    case "safetensors-index":
      return fromSafetensors(library, path, summary);
    case "pytorch":
      return fromPytorch(library, path, summary);
    default:
      return fromArrays(library, arraysOf(summary.format, path, summary));
  }
}

/** The package safetensors has a module for each library. NumPy's cannot read what NumPy has no kind for. */
function fromSafetensors(library: PythonLibrary, path: string, { format, tensors }: WeightsSummary): PythonText {
  const isForeign = library === "numpy" && tensors.some(({ dtype }) => /^(BF|F[468])/.test(dtype) && dtype !== "F64");
  const module = library === "pytorch" || isForeign ? "torch" : library === "jax" ? "flax" : "numpy";
  const load = `from safetensors.${module} import load_file`;
  const converted = (expression: string) =>
    isForeign ? `{name: tensor.float().numpy() for name, tensor in ${expression}.items()}` : expression;
  if (format === "safetensors") {
    return { imports: [load], text: `tensors = ${converted(`load_file(${quoted(path)})`)}` };
  }
  const value = isForeign ? "tensor.float().numpy()" : "tensor";
  return {
    imports: [load, "import json", "from pathlib import Path"],
    text: `index = Path(${quoted(path)})
shards = sorted(set(json.loads(index.read_text())["weight_map"].values()))
tensors = {name: ${value} for shard in shards for name, tensor in load_file(index.parent / shard).items()}`,
  };
}

/** `weights_only` runs no code that a file may hold; PyTorch loads a program whole, or not at all. */
function fromPytorch(library: PythonLibrary, path: string, summary: WeightsSummary): PythonText {
  const { tensors, isTorchScript } = summary;
  const stateDict = isTorchScript ? [] : summary.stateDict;
  const checkpoint = isTorchScript
    ? `torch.jit.load(${quoted(path)}, map_location="cpu").state_dict()  # a program: load only what you trust`
    : `torch.load(${quoted(path)}, map_location="cpu", weights_only=True)`;
  const array = "tensor.float().numpy(force=True)"; // what asks for a gradient is none without force
  const value = { pytorch: "tensor", numpy: array, jax: `jnp.asarray(${array})` }[library];
  const imports = ["import torch", ...(library === "jax" ? ["import jax.numpy as jnp"] : [])];
  if (stateDict !== null) {
    const name = library === "pytorch" ? "tensors" : "state";
    const way = stateDict.map((key) => `[${quoted(key)}]`).join("");
    const lines =
      way === ""
        ? [`${name} = ${checkpoint}`]
        : [`checkpoint = ${checkpoint}`, `${name} = checkpoint${way}  # the state dict in the file`];
    if (library !== "pytorch") lines.push(`tensors = {name: ${value} for name, tensor in state.items()}`);
    return { imports, text: lines.join("\n") };
  }
  if (tensors.length === 1 && tensors[0].name === "tensor") {
    return { imports, text: `tensor = ${checkpoint}\ntensors = {"tensor": ${value}}` };
  }
  return {
    imports,
    text: `
def named_tensors(values, path=()):
    """The tensors of dicts in dicts, each by the way to it: model.0.weight."""
    for key, value in values.items() if isinstance(values, dict) else enumerate(values):
        if isinstance(value, (dict, list, tuple)):
            yield from named_tensors(value, (*path, str(key)))
        elif isinstance(value, torch.Tensor):
            yield ".".join((*path, str(key))), value


checkpoint = ${checkpoint}
tensors = {name: ${value} for name, tensor in named_tensors(checkpoint)}`,
  };
}

/** Python that makes a dict `arrays` of NumPy's arrays, before they are made the library's own. */
function arraysOf(
  format: Exclude<WeightsFormatName, "safetensors" | "safetensors-index" | "pytorch">,
  path: string,
  { tensors }: WeightsSummary,
): PythonText {
  const file = quoted(path);
  switch (format) {
    case "npy":
      return {
        imports: ["import numpy as np"],
        text: `arrays = {${quoted(tensors[0]?.name ?? "array")}: np.load(${file})}`,
      };
    case "npz":
      return { imports: ["import numpy as np"], text: `arrays = dict(np.load(${file}))` };
    case "nielsen":
      return {
        imports: ["import json", "from pathlib import Path", "import numpy as np"],
        text: `saved = json.loads(Path(${file}).read_text())
arrays = {
    f"{kind}[{layer}]": np.array(rows)
    for kind in ("weights", "biases")
    for layer, rows in enumerate(saved[kind])
}`,
      };
    case "onnx":
      return {
        imports: ["import onnx", "from onnx.numpy_helper import to_array"],
        text: `graph = onnx.load(${file}).graph
arrays = {tensor.name: to_array(tensor) for tensor in graph.initializer}
for node in graph.node:  # numbers that stand in the graph itself
    if node.op_type == "Constant" and node.attribute[0].name == "value":
        arrays[node.output[0]] = to_array(node.attribute[0].t)`,
      };
    case "hdf5":
      return { imports: ["import h5py"], text: `arrays = {}\nwith h5py.File(${file}) as weights:\n${visitLines}` };
    case "keras":
      return {
        imports: ["import zipfile", "import h5py"],
        text: `arrays = {}
with zipfile.ZipFile(${file}) as archive, h5py.File(archive.open("model.weights.h5")) as weights:
${visitLines}`,
      };
    default:
      return assertNever(format);
  }
}

const visitLines = `    weights.visititems(
        lambda name, item: arrays.update({name: item[()]}) if isinstance(item, h5py.Dataset) else None
    )`;

function fromArrays(library: PythonLibrary, { imports, text }: PythonText): PythonText {
  if (library === "numpy") return { imports, text: text.replaceAll(/\barrays\b/g, "tensors") };
  const [made, own] =
    library === "pytorch" ? ["torch.tensor(array)", "import torch"] : ["jnp.asarray(array)", "import jax.numpy as jnp"];
  return { imports: [...imports, own], text: `${text}\ntensors = {name: ${made} for name, array in arrays.items()}` };
}
