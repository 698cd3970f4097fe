import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { readExportedNetwork } from "../../../extension/exports/exportedNetwork.ts";
import { libraryNames } from "../../../extension/exports/loadingCode/libraries.ts";
import { loadingCode } from "../../../extension/exports/loadingCode/loadingCode.ts";
import type { PythonLibrary } from "../../../extension/exports/loadingCode/pythonLoading.ts";
import { writeOnnx } from "../../../extension/exports/onnxExport.ts";
import { activateLayer } from "../../../extension/network/activation.ts";
import { weightedSums } from "../../../extension/network/forward.ts";
import type { ActivationName } from "../../../extension/network/networkShape.ts";
import type { WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import { bytesSource } from "../../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { summariseWeights } from "../../../extension/weights/summary.ts";
import { findPython, runPython } from "../../weights/writers/python.ts";
import { drawnNetwork } from "../drawnNetwork.ts";
import { requireAlike } from "../scripts/requireAlike.ts";
import { writeStandIns } from "./standIns.ts";

const saved = drawnNetwork({ sizes: [6, 5, 4], activations: ["leakyRelu", "softmax"], cost: "crossEntropy" });
const { parameters, shape } = saved;
const weights = writeSavedNetwork(saved);
const examples = [
  [0, 0.5, 1, 0.25, 0, 1],
  [1, 1, 0, 0, 0.75, 0.5],
];

const numpyPython = await findPython(["numpy", "h5py", "onnx"]);
const torchPython = await findPython(["numpy", "torch"]);

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "downhill-loading-"));
  await writeStandIns(folder);
  const rows = (floats: Iterable<number>, columns: number) => {
    const all = [...floats];
    return Array.from({ length: all.length / columns }, (_, row) => all.slice(row * columns, (row + 1) * columns));
  };
  const layers = parameters.map(({ weights, biases }, layer) => ({
    weights: rows(weights, shape.sizes[layer]),
    biases: rows(biases, 1),
  }));
  await writeFile(join(folder, "numbers.json"), JSON.stringify(layers));
  await writeFile(join(folder, "examples.json"), JSON.stringify(examples));
  await writeFile(join(folder, 'my "digits".safetensors'), weights);
  const named = renamed(["hidden", "output"]);
  await writeFile(join(folder, "named.safetensors"), writeSafetensors(named));
  const index = { metadata: {}, weight_map: {} as Record<string, string> };
  for (const [number, tensors] of [named.tensors.slice(0, 3), named.tensors.slice(3)].entries()) {
    const shard = `model-${number + 1}-of-2.safetensors`;
    await writeFile(join(folder, shard), writeSafetensors({ tensors, metadata: new Map() }));
    for (const { name } of tensors) index.weight_map[name] = shard;
  }
  await writeFile(join(folder, "model.safetensors.index.json"), JSON.stringify(index));
  const halved = {
    name: "halved",
    dtype: "BF16" as const,
    shape: [3],
    bytes: Uint8Array.of(0xc0, 0x3f, 0, 0xc0, 0x80, 0x3e),
  };
  await writeFile(join(folder, "halved.safetensors"), writeSafetensors({ tensors: [halved], metadata: new Map() }));
  await writeFile(join(folder, "network.onnx"), writeOnnx(readExportedNetwork(weights)));
  const nielsen = {
    sizes: shape.sizes,
    weights: layers.map(({ weights }) => weights),
    biases: layers.map(({ biases }) => biases),
    cost: "CrossEntropyCost",
  };
  await writeFile(join(folder, "nielsen.json"), JSON.stringify(nielsen));
  if (numpyPython) await runPython(numpyPython, writeArrays, folder);
  if (torchPython) await runPython(torchPython, writeCheckpoints, folder);
});
after(() => rm(folder, { recursive: true }));

/** The layers' tensors under other names, in safetensors. */
function renamed(names: readonly string[]) {
  const { layers } = readExportedNetwork(weights);
  return {
    tensors: layers.flatMap(({ weights, biases }, layer) => {
      const [inputs, neurons] = shape.sizes.slice(layer);
      const [name] = names.slice(layer);
      return [
        { name: `${name}.bias`, dtype: "F32" as const, shape: [neurons], bytes: biases },
        { name: `${name}.weight`, dtype: "F32" as const, shape: [neurons, inputs], bytes: weights },
      ];
    }),
    metadata: new Map(),
  };
}

const readNumbers = `
import json
import numpy as np
layers = [[np.array(layer["weights"], dtype=np.float32), np.array(layer["biases"], dtype=np.float32)[:, 0]] for layer in json.load(open("numbers.json"))]
`;

const writeArrays = `${readNumbers}
import io
import zipfile
import h5py
np.savez("keras-like.npz", *[tensor for w, b in layers for tensor in (w.T, b)])
with h5py.File("plain.h5", "w") as file:
    for number, (w, b) in enumerate(layers):
        file[f"layer_{number}/weight"], file[f"layer_{number}/bias"] = w, b
with zipfile.ZipFile("network.keras", "w") as archive:
    layer = lambda name, config: {"module": "keras.layers", "class_name": name, "config": config, "registered_name": None}
    dense = [layer("Dense", {"name": name, "units": len(b), "activation": "linear"}) for name, (w, b) in zip(["dense", "dense_1"], layers)]
    leaky, softmax = layer("LeakyReLU", {"name": "leaky_re_lu", "negative_slope": 0.01}), layer("Softmax", {"name": "softmax", "axis": -1})
    config = {"name": "sequential", "layers": [dense[0], leaky, dense[1], softmax]}
    archive.writestr("metadata.json", json.dumps({"keras_version": "3.8.0"}))
    archive.writestr("config.json", json.dumps({"module": "keras", "class_name": "Sequential", "config": config}))
    content = io.BytesIO()
    with h5py.File(content, "w") as file:
        for name, (w, b) in zip(["dense", "dense_1"], layers):
            file[f"layers/{name}/vars/0"], file[f"layers/{name}/vars/1"] = w.T, b
    archive.writestr("model.weights.h5", content.getvalue())
np.save("lonely.npy", layers[0][0])
`;

const writeCheckpoints = `${readNumbers}
import torch
tensors = {f"fc{number}.{kind}": torch.tensor(tensor) for number, layer in enumerate(layers, 1) for kind, tensor in zip(["weight", "bias"], layer)}
torch.save(tensors, "flat.pt")
torch.save({"epoch": 3, "network": {"state": tensors}}, "nested.pt")
parameters = {name: torch.nn.Parameter(tensor.clone()) for name, tensor in tensors.items()}
optimizer = torch.optim.Adam(parameters.values())
sum(parameter.sum() for parameter in parameters.values()).backward()
optimizer.step()
torch.save({"model": tensors, "optimizer": optimizer.state_dict(), "mean": torch.zeros(3)}, "checkpoint.pt")
torch.save({"model": {"weight": tensors["fc1.weight"], "bias": tensors["fc1.bias"]}}, "layer.pt")
modules = {layer: {kind: tensors[f"{layer}.{kind}"] for kind in ["weight", "bias"]} for layer in ["fc1", "fc2"]}
torch.save(modules, "modules.pt")
asking = {name: torch.nn.Parameter(tensor) for name, tensor in tensors.items()}
torch.save({"statistics": {"mean": torch.zeros(3)}, "networks": [asking]}, "listed.pt")
program = torch.nn.Sequential(*(torch.nn.Linear(*w.T.shape) for w, b in layers))
program.load_state_dict({f"{number}.{kind}": torch.tensor(tensor) for number, layer in enumerate(layers) for kind, tensor in zip(["weight", "bias"], layer)})
torch.jit.script(program).save("program.pt")
`;

/** Each file, what its layers do as far as it says, and what else its code needs. */
const files: readonly {
  readonly name: string;
  readonly says: readonly (ActivationName | null)[];
  readonly isTorchs?: true;
  readonly needsPackage?: true;
}[] = [
  { name: 'my "digits".safetensors', says: ["leakyRelu", "softmax"] },
  { name: "named.safetensors", says: [null, null] },
  { name: "model.safetensors.index.json", says: [null, null] },
  { name: "network.onnx", says: ["leakyRelu", "softmax"], needsPackage: true },
  { name: "nielsen.json", says: ["sigmoid", "sigmoid"] },
  { name: "keras-like.npz", says: [null, null] },
  { name: "plain.h5", says: [null, null], needsPackage: true },
  { name: "network.keras", says: ["leakyRelu", "softmax"], needsPackage: true },
  { name: "flat.pt", says: [null, null], isTorchs: true },
  { name: "nested.pt", says: [null, null], isTorchs: true },
  { name: "checkpoint.pt", says: [null, null], isTorchs: true },
  { name: "layer.pt", says: [null], isTorchs: true },
  { name: "modules.pt", says: [null, null], isTorchs: true },
  { name: "listed.pt", says: [null, null], isTorchs: true },
  { name: "program.pt", says: [null, null], isTorchs: true },
];

/** How a network is used that the code put together. */
const uses: Readonly<Record<PythonLibrary, string>> = {
  numpy: "network(np.array(examples, dtype=np.float32)).tolist()",
  jax: "network(np.array(examples, dtype=np.float32)).tolist()",
  pytorch: 'network(__import__("torch").tensor(examples)).tolist()',
};

/** Runs each code by itself, and prints what it gave, or how it failed. To import PyTorch takes seconds: all run in one. */
const runAll = `
import json
import traceback
import numpy as np
examples = json.load(open("examples.json"))
given = []
for code, use in json.load(open("codes.json")):
    names = {"np": np, "examples": examples}
    try:
        exec(code, names)
        given.append(eval(use, names))
    except Exception:
        given.append(traceback.format_exc())
print(json.dumps(given))
`;

interface Code {
  readonly library: PythonLibrary;
  readonly file: (typeof files)[number];
}

const codes: readonly Code[] = (["numpy", "jax", "pytorch"] as const).flatMap((library) =>
  files.map((file) => ({ library, file })),
);
const needsTorch = ({ library, file }: Code) => library === "pytorch" || file.isTorchs === true;
// The Python that has PyTorch need not have onnx and h5py as well.
const withTorch = codes.filter((code) => needsTorch(code) && !code.file.needsPackage);
const withoutTorch = codes.filter((code) => !needsTorch(code));

const skip = !torchPython && "no Python that can import torch was found; TORCH_PATH may name its folder";
for (const [words, group, python] of [
  ["without PyTorch", withoutTorch, numpyPython],
  ["with PyTorch", withTorch, torchPython],
] as const) {
  test(`the code for each file and library gives the network's outputs, ${words}`, {
    skip: group === withTorch && skip,
  }, async () => {
    assert.ok(python, "no Python that can import numpy, h5py and onnx was found");
    const texts = await Promise.all(
      group.map(async ({ library, file: { name, says } }) => {
        const summary = await summaryOf(name);
        assert.deepEqual(summary.network?.activations, says, name);
        return [loadingCode(library, name, summary), uses[library]];
      }),
    );
    await writeFile(join(folder, "codes.json"), JSON.stringify(texts));
    const given: (string | number[][])[] = JSON.parse(await runPython(python, runAll, folder));
    for (const [index, { library, file }] of group.entries()) {
      const outputs = given[index];
      assert.ok(typeof outputs !== "string", `${library}, ${file.name}: ${outputs}`);
      requireAlike({ outputs }, { outputs: examples.map((example) => outputsOf(example, file.says)) });
    }
  });
}

test("a state dict that stands in a checkpoint is loaded by the keys to it, under its own names", {
  skip,
}, async () => {
  for (const [name, keys, code] of [
    ["flat.pt", [], /^tensors = torch\.load\("flat\.pt".+\)$/m],
    [
      "nested.pt",
      ["network", "state"],
      /^tensors = checkpoint\["network"\]\["state"\] {2}# the state dict in the file$/m,
    ],
    ["checkpoint.pt", ["model"], /^tensors = checkpoint\["model"\].+\n[\s\S]+tensors\["fc1\.weight"\]/m],
    ["modules.pt", null, /tensors\["fc1\.weight"\]/],
  ] as const) {
    const summary = await summaryOf(name);
    assert.deepEqual(summary.stateDict, keys, name);
    assert.match(loadingCode("pytorch", name, summary), code);
  }
});

test("a TorchScript program is loaded as one, for its state dict", async () => {
  const summary = { ...(await summaryOf("named.safetensors")), format: "pytorch" as const, isTorchScript: true };
  assert.match(loadingCode("pytorch", "w.pt", summary), /^tensors = torch\.jit\.load\("w\.pt".+\)\.state_dict\(\)/m);
});

test("numbers that NumPy has no kind for are loaded through PyTorch", { skip }, async () => {
  assert.ok(torchPython);
  const code = `${loadingCode("numpy", "halved.safetensors", await summaryOf("halved.safetensors"))}
print(tensors["halved"].tolist())`;
  const printed = (await runPython(torchPython, code, folder)).trimEnd().split("\n");
  assert.deepEqual(printed, ["halved (3,) float32", "[1.5, -2.0, 0.25]"]);
});

test("a file without a dense network is loaded, and its tensors listed", async () => {
  assert.ok(numpyPython);
  const [lonely] = [await summaryOf("lonely.npy")];
  const listed = { ...lonely, network: null };
  const printed = await runPython(numpyPython, loadingCode("numpy", "lonely.npy", listed), folder);
  assert.equal(printed.trim(), "lonely (5, 6) float32");
});

for (const name of ['my "digits".safetensors', "nielsen.json"]) {
  test(`the code for TensorFlow.js loads ${name} and calls for the network's operations`, async () => {
    const summary = await summaryOf(name);
    const code = loadingCode("tensorflowjs", join(folder, name), summary)
      .replace(
        'import * as tf from "@tensorflow/tfjs";',
        `import { tf } from ${JSON.stringify(import.meta.resolve("./tfStandIn.ts"))};`,
      )
      .concat(`export const outputs = network(tf.tensor(${JSON.stringify(examples)})).rows;`);
    const module = join(folder, `${name.replace(/\W/g, "")}.mjs`);
    await writeFile(module, code);
    const { outputs } = await import(module);
    const says = summary.network?.activations ?? [];
    requireAlike({ outputs }, { outputs: examples.map((example) => outputsOf(example, says)) });
  });
}

test("TensorFlow.js has no code for a format that it does not read, and it is said what it takes", async () => {
  const summary = await summaryOf("network.onnx");
  assert.throws(() => loadingCode("tensorflowjs", "network.onnx", summary), {
    message: "TensorFlow.js: expected weights as safetensors, which a few lines read, found onnx.",
  });
});

test("what a file's name and its tensors' names hold stays within quotes", async () => {
  const evil = '"; import os; os.abort() #\n\u202e';
  const summary = await summaryOf("named.safetensors");
  const tensors = summary.tensors.map((tensor) => ({ ...tensor, name: `${evil}${tensor.name}` }));
  for (const library of libraryNames) {
    const code = loadingCode(library, evil, { ...summary, tensors });
    const unquoted = code.replace(/"(\\.|[^"\\\n])*"/g, "");
    assert.doesNotMatch(unquoted, /abort|\u202e/, library);
  }
});

async function summaryOf(name: string): Promise<WeightsSummary> {
  const bytes = new Uint8Array(await readFile(join(folder, name)));
  const sibling = (shard: string) => bytesSource(new Uint8Array(readFileSync(join(folder, shard))));
  return summariseWeights(await openWeightsFile(bytesSource(bytes), name, { sibling }), name, bytes.length);
}

function outputsOf(example: readonly number[], activations: readonly (ActivationName | null)[]): number[] {
  let values = Float64Array.from(example);
  for (const [layer, name] of activations.entries()) {
    const sums = weightedSums(parameters[layer], values);
    values = Float64Array.from(name === null ? sums : activateLayer(name, sums));
  }
  return [...values];
}
