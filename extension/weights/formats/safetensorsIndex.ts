import { counted } from "../../protocol/counted.ts";
import { firstKeyOf, isJsonObject, type JsonObject, readJsonObject } from "../json/jsonFile.ts";
import { headerEndOf, mostHeaderBytes } from "../safetensors/safetensorsHeader.ts";
import type { StoredTensor, Surroundings, WeightsFormat } from "../weightsFile.ts";
import { inWords, UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";
import { safetensors } from "./safetensors.ts";

/**
 * A model in several safetensors files, its shards, which lie beside an index: which tensor is in which.
 *
 * @see https://huggingface.co/docs/safetensors/metadata_parsing, "Sharded"
 */
export const safetensorsIndex: WeightsFormat = {
  name: "safetensors-index",
  title: "safetensors index",
  recognises: (firstBytes) => ["metadata", "weight_map"].some((key) => key === firstKeyOf(firstBytes)),
  open: async (source, file, surroundings) => {
    const index = readJsonObject(source, file);
    const shardOf = readWeightMap(index, file);
    const shards = await openShards(new Set(shardOf.values()), file, surroundings);
    const missing = [...shards].filter(([, tensors]) => tensors === undefined).map(([shard]) => shard);
    if (missing.length === shards.size && missing.length > 0) {
      throw new WeightsFileError(file, `expected its shards beside it, found no ${listInWords(missing)}.`);
    }
    const tensors: StoredTensor[] = [];
    for (const [name, shard] of shardOf) {
      const there = shards.get(shard);
      const tensor = there?.get(name);
      if (tensor !== undefined) tensors.push(tensor);
      else if (there !== undefined) {
        throw new WeightsFileError(
          `${file}, ${name}`,
          `expected the tensor in ${inWords(shard)}, found no such tensor there.`,
        );
      }
    }
    return {
      format: "safetensors-index",
      tensors,
      metadata: readMetadata(index),
      declaredLayers: null,
      isPartial: missing.length > 0,
      remarks: [...missingInWords(missing, shardOf), ...unnamedInWords(shards, shardOf)],
    };
  },
};

/** Models in use have some hundred. */
const mostShards = 1000;

/** The largest models in use have 140,000. */
const mostTensors = 200_000;

/** @returns for each tensor the name of its shard */
function readWeightMap({ weight_map: map }: JsonObject, file: string): ReadonlyMap<string, string> {
  const where = `${file}, weight_map`;
  if (!isJsonObject(map)) {
    throw new WeightsFileError(where, `expected names of tensors and of files, found ${inWords(map)}.`);
  }
  const shardOf = new Map<string, string>();
  for (const [name, shard] of Object.entries(map)) {
    if (typeof shard !== "string" || !isPlainFileName(shard)) {
      const expected = "expected the name of a file in the same folder";
      throw new WeightsFileError(`${where}, ${name}`, `${expected}, found ${inWords(shard)}.`);
    }
    shardOf.set(name, shard);
  }
  const count = new Set(shardOf.values()).size;
  if (count <= mostShards) return shardOf;
  throw new UnsupportedWeightsError(where, `expected at most ${mostShards} files, found ${count}.`);
}

/** Whether a name leads nowhere else than into the folder, on any system. */
function isPlainFileName(name: string): boolean {
  return name.length > 0 && name !== "." && name !== ".." && !/[/\\:\0]/.test(name);
}

/** The tensors of each shard by name; undefined for one that is not there. */
async function openShards(
  names: ReadonlySet<string>,
  file: string,
  surroundings: Surroundings,
): Promise<Map<string, ReadonlyMap<string, StoredTensor> | undefined>> {
  const shards = new Map<string, ReadonlyMap<string, StoredTensor> | undefined>();
  let headerBytes = 0;
  let tensors = 0;
  for (const name of names) {
    const source = surroundings.sibling(name);
    const where = `${file}, ${name}`;
    headerBytes += source ? headerEndOf(source, where) : 0;
    if (headerBytes > mostHeaderBytes) {
      throw new UnsupportedWeightsError(
        where,
        `expected headers of at most ${mostHeaderBytes} bytes together, found more.`,
      );
    }
    const opened = source && (await safetensors.open(source, where, surroundings));
    tensors += opened?.tensors.length ?? 0;
    if (tensors > mostTensors) {
      throw new UnsupportedWeightsError(where, `expected at most ${mostTensors} tensors in all files, found more.`);
    }
    shards.set(name, opened && new Map(opened.tensors.map((tensor) => [tensor.name, tensor])));
  }
  return shards;
}

function readMetadata({ metadata }: JsonObject): Map<string, string> {
  const entries = isJsonObject(metadata) ? Object.entries(metadata) : [];
  return new Map(entries.map(([name, value]) => [name, typeof value === "string" ? value : inWords(value)]));
}

function missingInWords(missing: readonly string[], shardOf: ReadonlyMap<string, string>): string[] {
  if (missing.length === 0) return [];
  const areMissing = new Set(missing);
  const lost = [...shardOf.values()].filter((shard) => areMissing.has(shard)).length;
  return [`${listInWords(missing)} is not beside it: ${counted(lost, "tensor is", "tensors are")} not shown.`];
}

function unnamedInWords(
  shards: ReadonlyMap<string, ReadonlyMap<string, StoredTensor> | undefined>,
  shardOf: ReadonlyMap<string, string>,
): string[] {
  return [...shards].flatMap(([shard, tensors = new Map<string, StoredTensor>()]) => {
    const unnamed = [...tensors.keys()].filter((name) => shardOf.get(name) !== shard);
    return unnamed.length === 0
      ? []
      : [`${inWords(shard)} holds ${inWords(unnamed[0])}, which the index does not look for there.`];
  });
}

function listInWords(names: readonly string[]): string {
  return names.length === 1 ? inWords(names[0]) : `${inWords(names[0])} and ${names.length - 1} more`;
}
