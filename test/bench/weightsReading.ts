import { execFile } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { SeededGenerator } from "../../extension/network/seededGenerator.ts";
import { numberCount } from "../../extension/protocol/numberCount.ts";
import { writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import type { BenchArguments } from "./benchArguments.ts";
import { type Measurement, printMeasurement } from "./measurement.ts";
import { median } from "./median.ts";
import type { ReadWeights } from "./readWeights.ts";

const rounds = 5;

/** Prints how long it takes to open weights files of 10 GB and of 100 MB, through the worker and all, and to look at them. */
export async function measureWeightsReading({ isJson }: BenchArguments): Promise<void> {
  const print = (measurement: Measurement) => printMeasurement(measurement, isJson);
  const folder = mkdtempSync(join(tmpdir(), "downhill-bench-"));
  try {
    const large = await readInTurn(writeSparseModel(folder), "open");
    print({ what: "10 GB: worker started and file opened", ...large("firstOpenMs"), goal: "under 300" });
    print({ what: "10 GB: memory of that, at its peak", ...large("openMegabytes"), goal: "under 100" });
    print({ what: "10 GB: opened while the worker is there", ...large("openAgainMs") });
    print({ what: "10 GB: a picture of 512 × 512 out of the middle of a matrix", ...large("partMs") });
    print({ what: "10 GB: memory of all that, at its peak", ...large("mostMegabytes") });
    const small = await readInTurn(writeLargeMatrix(folder), "whole");
    print({ what: "100 MB: worker started and file opened", ...small("firstOpenMs") });
    print({ what: "100 MB: opened while the worker is there", ...small("openAgainMs") });
    print({ what: "100 MB: a picture of 512 × 512 out of its middle", ...small("partMs") });
    print({ what: "100 MB: a picture of all of it, thinned to 512 × 512", ...small("pictureMs") });
    print({ what: "100 MB: statistics and histogram of all of it", ...small("statisticsMs") });
    print({ what: "100 MB: memory of all that, at its peak", ...small("mostMegabytes") });
    const network = await readInTurn(writeLargeNetwork(folder), "preview");
    print({ what: "100 MB: a hover's preview, worker started first", ...network("firstPreviewMs"), goal: "under 100" });
    print({ what: "100 MB: the preview made again, nothing kept", ...network("previewAgainMs") });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each round in a process of its own; of each measure the median. */
async function readInTurn(path: string, how: "open" | "whole" | "preview") {
  const script = fileURLToPath(new URL("readWeights.ts", import.meta.url));
  const read: ReadWeights[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, path, how]);
    read.push(JSON.parse(stdout) as ReadWeights);
  }
  return (name: keyof ReadWeights) => {
    const value = median(read.map((each) => each[name] ?? Number.NaN));
    return { value, unit: name.endsWith("Ms") ? "ms" : "MB" };
  };
}

/** Of the form of a language model with 5 billion weights of two bytes each; its numbers are a hole in the file. */
function writeSparseModel(folder: string): string {
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
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const start = end;
    end += 2 * numberCount(shape);
    return [name, { dtype: "BF16", shape, data_offsets: [start, end] }];
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const prefix = new Uint8Array(8);
  new DataView(prefix.buffer).setBigUint64(0, BigInt(header.length), true);
  const path = join(folder, "10gb.safetensors");
  const file = openSync(path, "w");
  writeSync(file, prefix);
  writeSync(file, header);
  ftruncateSync(file, prefix.length + header.length + end);
  closeSync(file);
  return path;
}

/** One matrix of 25 million numbers of single precision. */
function writeLargeMatrix(folder: string): string {
  const generator = new SeededGenerator(1);
  const shape = [5000, 5000];
  const numbers = Float32Array.from({ length: shape[0] * shape[1] }, () => 2 * generator.nextUniform() - 1);
  const path = join(folder, "100mb.safetensors");
  const tensors = [{ name: "a", dtype: "F32" as const, shape, bytes: new Uint8Array(numbers.buffer) }];
  writeFileSync(path, writeSafetensors({ tensors, metadata: new Map() }));
  return path;
}

/** A network from 784 pixels to ten outputs, with 32,000 neurons between. */
function writeLargeNetwork(folder: string): string {
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
