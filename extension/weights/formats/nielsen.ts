import { bytesSource } from "../byteSource.ts";
import { mostDenseLayers } from "../denseNetwork/denseChain.ts";
import { firstKeyOf, type JsonObject, readJsonObject } from "../json/jsonFile.ts";
import { contiguousTensor } from "../tensors/contiguousTensor.ts";
import type { DeclaredLayer, StoredTensor, WeightsFormat } from "../weightsFile.ts";
import { inWords, UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";

/**
 * What `network2.py` of Michael Nielsen's book saves: `sizes`, for each layer after the input its `weights` as lists
 * [neurons][inputs] and its `biases` as lists [neurons][1], and the `cost`'s name, in JSON. All neurons are sigmoid.
 *
 * @see https://github.com/mnielsen/neural-networks-and-deep-learning, `src/network2.py`, `Network.save`
 */
export const nielsen: WeightsFormat = {
  name: "nielsen",
  title: "network of Nielsen's book",
  recognises: (firstBytes) => keys.some((key) => key === firstKeyOf(firstBytes)),
  open: async (source, file) => {
    const saved = readJsonObject(source, file);
    const sizes = readSizes(saved, file);
    const metadata = new Map([["sizes", inWords(sizes)]]);
    if (typeof saved.cost === "string") metadata.set("cost", saved.cost);
    const tensors: StoredTensor[] = [];
    const declaredLayers: DeclaredLayer[] = [];
    const weights = listOf(saved, "weights", sizes, file);
    const biases = listOf(saved, "biases", sizes, file);
    for (let layer = 0; layer < sizes.length - 1; layer++) {
      const [weight, bias] = [`weights[${layer}]`, `biases[${layer}]`];
      const [inputs, neurons] = [sizes[layer], sizes[layer + 1]];
      tensors.push(readMatrix(weights[layer], weight, [neurons, inputs], file));
      tensors.push(readMatrix(biases[layer], bias, [neurons, 1], file));
      declaredLayers.push({ weight, bias, isTransposed: false, activation: "sigmoid" });
    }
    return { format: "nielsen", tensors, metadata, declaredLayers, remarks: [] };
  },
};

const keys = ["sizes", "weights", "biases", "cost"] as const;

function readSizes({ sizes }: JsonObject, file: string): readonly number[] {
  const isList = Array.isArray(sizes) && sizes.length >= 2;
  if (isList && sizes.length > mostDenseLayers) {
    throw new UnsupportedWeightsError(
      `${file}, sizes`,
      `expected at most ${mostDenseLayers} layers, found ${sizes.length}.`,
    );
  }
  if (isList && sizes.every((size) => Number.isSafeInteger(size) && size > 0)) return sizes;
  throw new WeightsFileError(`${file}, sizes`, `expected two or more whole numbers, found ${inWords(sizes)}.`);
}

function listOf(saved: JsonObject, key: "weights" | "biases", sizes: readonly number[], file: string): unknown[] {
  const list = saved[key];
  if (Array.isArray(list) && list.length === sizes.length - 1) return list;
  const found = Array.isArray(list) ? `${list.length}` : inWords(list);
  const expected = `expected ${sizes.length - 1} lists, one a layer of the sizes ${inWords(sizes)}`;
  throw new WeightsFileError(`${file}, ${key}`, `${expected}, found ${found}.`);
}

/** Lists of numbers, each of one length, as a tensor in memory. */
function readMatrix(
  rows: unknown,
  name: string,
  [rowCount, columnCount]: readonly [rows: number, columns: number],
  file: string,
): StoredTensor {
  const where = `${file}, ${name}`;
  if (!Array.isArray(rows) || rows.length !== rowCount) {
    const found = Array.isArray(rows) ? `${rows.length}` : inWords(rows);
    throw new WeightsFileError(where, `expected ${rowCount} rows, one a neuron, found ${found}.`);
  }
  for (const [i, row] of rows.entries()) {
    if (Array.isArray(row) && row.length === columnCount) continue;
    const found = Array.isArray(row) ? `${row.length}` : inWords(row);
    throw new WeightsFileError(`${where}[${i}]`, `expected ${columnCount} numbers, found ${found}.`);
  }
  // The rows are there, each as long as it must be: so much may be allocated.
  const bytes = new Uint8Array(rowCount * columnCount * 8);
  const view = new DataView(bytes.buffer);
  let place = 0;
  for (const row of rows as readonly unknown[][]) {
    for (const entry of row) {
      view.setFloat64(place, readNumber(entry, where), true);
      place += 8;
    }
  }
  return contiguousTensor({ name, dtype: "F64", shape: [rowCount, columnCount] }, bytesSource(bytes), 0, file);
}

/** `NaN` and `Infinity` come as texts. */
function readNumber(entry: unknown, where: string): number {
  if (typeof entry === "number") return entry;
  if (entry === "NaN") return Number.NaN;
  if (entry === "Infinity") return Number.POSITIVE_INFINITY;
  if (entry === "-Infinity") return Number.NEGATIVE_INFINITY;
  throw new WeightsFileError(where, `expected a number, found ${inWords(entry)}.`);
}
