import { closeSync, ftruncateSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { numberCount } from "../../extension/protocol/numberCount.ts";
import { writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { legacyHead, orderedDict, tensor } from "../weights/samples/torchBytes.ts";
import { findPython, runPython } from "../weights/writers/python.ts";

/** Name and shape of each tensor of a language model with 5 billion weights, of two bytes each. */
function modelShapes(): [name: string, shape: number[]][] {
  const [width, inner, vocabulary, blocks] = [4096, 11_008, 32_000, 25];
  const shapes: [name: string, shape: number[]][] = [["model.embed_tokens.weight", [vocabulary, width]]];
  for (let block = 0; block < blocks; block++) {
    for (const part of ["q", "k", "v", "o"])
      shapes.push([`model.layers.${block}.self_attn.${part}_proj.weight`, [width, width]]);
    shapes.push([`model.layers.${block}.mlp.gate_proj.weight`, [inner, width]]);
    shapes.push([`model.layers.${block}.mlp.up_proj.weight`, [inner, width]]);
    shapes.push([`model.layers.${block}.mlp.down_proj.weight`, [width, inner]]);
    shapes.push([`model.layers.${block}.input_layernorm.weight`, [width]]);
    shapes.push([`model.layers.${block}.post_attention_layernorm.weight`, [width]]);
  }
  shapes.push(["lm_head.weight", [vocabulary, width]]);
  return shapes;
}

/** Such a model as safetensors; its numbers are a hole in the file. */
export function writeSparseModel(folder: string): string {
  return writeSparse(join(folder, "10gb.safetensors"), "BF16", modelShapes());
}

/** The same as PyTorch wrote it before 1.6: the lengths of the storages stand all over the file. */
export function writeSparseLegacyModel(folder: string): string {
  const shapes = modelShapes();
  const storages = shapes.map(([, shape], key) => {
    return { key: `${key}`, kind: "HalfStorage", length: numberCount(shape), bytes: new Uint8Array(0) };
  });
  const strides = (shape: readonly number[]) => (shape.length === 2 ? [shape[1], 1] : [1]);
  const entries = shapes.map(([name, shape], i) => [name, tensor(storages[i], shape, strides(shape))]);
  const head = legacyHead(orderedDict(Object.fromEntries(entries)), storages);
  const path = join(folder, "10gb.pt");
  const file = openSync(path, "w");
  writeSync(file, head);
  let end = head.length;
  for (const { length } of storages) {
    writeSync(file, new Uint8Array(BigInt64Array.of(BigInt(length)).buffer), 0, 8, end);
    end += 8 + 2 * length;
  }
  ftruncateSync(file, end);
  closeSync(file);
  return path;
}

/** The same as HDF5, a group for each part of a name. Undefined where no Python has h5py. */
export async function writeSparseHdf5Model(folder: string): Promise<string | undefined> {
  const python = await findPython(["h5py"]);
  if (python === undefined) return undefined;
  const shapes = modelShapes().map(([name, shape]) => [name.replaceAll(".", "/"), shape]);
  await runPython(python, hdf5Script(JSON.stringify(shapes)), folder);
  return join(folder, "10gb.h5");
}

/** Room is made for each dataset, and nothing written into it. */
const hdf5Script = (shapes: string) => `
import json
import h5py
plan = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
plan.set_alloc_time(h5py.h5d.ALLOC_TIME_EARLY)
plan.set_fill_time(h5py.h5d.FILL_TIME_NEVER)
with h5py.File("10gb.h5", "w") as file:
    for name, shape in json.loads('${shapes}'):
        group, _, own = name.rpartition("/")
        space = h5py.h5s.create_simple(tuple(shape))
        h5py.h5d.create(file.require_group(group).id, own.encode(), h5py.h5t.IEEE_F16LE, space, plan)
`;

/** About as many tensors as a header may have, of 512 × 512 numbers each. */
export function writeManyTensors(folder: string): string {
  const shapes = Array.from({ length: 80_000 }, (_, i): [string, number[]] => [
    `blocks.${i >> 2}.${i & 3}`,
    [512, 512],
  ]);
  return writeSparse(join(folder, "many.safetensors"), "F16", shapes);
}

/** One matrix of 25 million numbers of single precision. */
export function writeLargeMatrix(folder: string): string {
  const generator = new SeededGenerator(1);
  const shape = [5000, 5000];
  const numbers = Float32Array.from({ length: shape[0] * shape[1] }, () => 2 * generator.nextUniform() - 1);
  const path = join(folder, "100mb.safetensors");
  const tensors = [{ name: "a", dtype: "F32" as const, shape, bytes: new Uint8Array(numbers.buffer) }];
  writeFileSync(path, writeSafetensors({ tensors, metadata: new Map() }));
  return path;
}

/** A network from 784 pixels to ten outputs, with 32,000 neurons between. */
export function writeLargeNetwork(folder: string): string {
  const generator = new SeededGenerator(2);
  const shapes: readonly [name: string, shape: number[]][] = [
    ["0.weight", [32_000, 784]],
    ["0.bias", [32_000]],
    ["2.weight", [10, 32_000]],
    ["2.bias", [10]],
  ];
  const tensors = shapes.map(([name, shape]) => {
    const count = numberCount(shape);
    const numbers = Float32Array.from({ length: count }, () => generator.nextNormal());
    return { name, dtype: "F32" as const, shape, bytes: new Uint8Array(numbers.buffer) };
  });
  const path = join(folder, "100mb-network.safetensors");
  writeFileSync(path, writeSafetensors({ tensors, metadata: new Map() }));
  return path;
}

/** A file of safetensors of two bytes a number, which are a hole in it. */
function writeSparse(path: string, dtype: "BF16" | "F16", shapes: readonly [name: string, shape: number[]][]): string {
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const start = end;
    end += 2 * numberCount(shape);
    return [name, { dtype, shape, data_offsets: [start, end] }];
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true);
  const file = openSync(path, "w");
  writeSync(file, prefix);
  writeSync(file, header);
  ftruncateSync(file, prefix.length + header.length + end);
  closeSync(file);
  return path;
}
