import { Uri } from "vscode";
import { activationWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import { elidedName } from "../../protocol/elidedName.ts";
import { sliceOfBiases } from "../../protocol/sliceOfBiases.ts";
import type { NeuronIcon } from "../../protocol/weightsPicture.ts";
import type { TensorForm, WeightsSummary } from "../../protocol/weightsSummary.ts";
import type { OpenWeights } from "../../weightsReader/weightsReader.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { picturedNeurons } from "../weightsPreview/lookInside.ts";
import { firstPage, type ListedFolder } from "./listedFiles.ts";

/** A row of the tree Saved Weights. A file is its URI, so that every command that takes a file takes the row. */
export type SavedWeightsNode =
  | Uri
  | { readonly kind: "folder"; readonly folder: ListedFolder<Uri> }
  /** files that come after those listed */
  | { readonly kind: "olderFiles"; readonly files: readonly Uri[] }
  | { readonly kind: "layer"; readonly file: Uri; readonly layer: number; readonly words: string }
  | {
      readonly kind: "neurons";
      readonly file: Uri;
      readonly layer: number;
      readonly from: number;
      readonly count: number;
    }
  | SavedNeuron
  | { readonly kind: "tensors"; readonly file: Uri; readonly label: string; readonly tensors: readonly TensorForm[] }
  | { readonly kind: "tensor"; readonly file: Uri; readonly form: TensorForm }
  /** why there is nothing inside, in a sentence */
  | { readonly kind: "note"; readonly text: string };

export interface SavedNeuron {
  readonly kind: "neuron";
  readonly file: Uri;
  readonly layer: number;
  readonly neuron: number;
  /** null where the layer has none, or they cannot be read */
  readonly bias: number | null;
  /** its weights; null where they are no picture */
  readonly icon: NeuronIcon | null;
}

/** Neurons or tensors listed at once. */
const stretchLength = 100;

export function nodesOfFolders(folders: readonly ListedFolder<Uri>[]): SavedWeightsNode[] {
  if (folders.length > 1) return folders.map((folder) => ({ kind: "folder", folder }));
  return folders.flatMap(({ files }) => nodesOfFiles(files.map(({ place }) => place)));
}

/** What stands in a row. */
export async function nodesIn(node: SavedWeightsNode, weights: OpenedWeights): Promise<SavedWeightsNode[]> {
  if (node instanceof Uri) return nodesOfFile(node, await weights.summary(node));
  switch (node.kind) {
    case "folder":
      return nodesOfFiles(node.folder.files.map(({ place }) => place));
    case "olderFiles":
      return nodesOfFiles(node.files);
    case "layer":
      return nodesOfLayer(node.file, node.layer, await weights.summary(node.file), weights);
    case "neurons":
      return neuronsOf(node.file, node.layer, node.from, node.count, weights);
    case "tensors":
      return nodesOfTensors(node.file, node.tensors);
    case "neuron":
    case "tensor":
    case "note":
      return [];
  }
}

function nodesOfFiles(files: readonly Uri[]): SavedWeightsNode[] {
  const { shown, rest } = firstPage(files);
  return rest.length === 0 ? [...shown] : [...shown, { kind: "olderFiles", files: rest }];
}

function nodesOfFile(file: Uri, { network, tensors }: WeightsSummary): SavedWeightsNode[] {
  if (!network) return nodesOfTensors(file, tensors);
  const layers = network.layers.map((_, index): SavedWeightsNode => {
    const layer = index + 1;
    return { kind: "layer", file, layer, words: layerInWords(network, layer) };
  });
  return [...layers, { kind: "tensors", file, label: "Tensors", tensors }];
}

/** `hidden · 16 neurons · sigmoid` */
function layerInWords({ sizes, activations }: NonNullable<WeightsSummary["network"]>, layer: number): string {
  const activation = activations[layer - 1];
  const words = [layer === sizes.length - 1 ? "output" : "hidden", counted(sizes[layer], "neuron")];
  if (activation !== null) words.push(activationWords[activation].title);
  return words.join(" · ");
}

async function nodesOfLayer(
  file: Uri,
  layer: number,
  { network }: WeightsSummary,
  weights: OpenedWeights,
): Promise<SavedWeightsNode[]> {
  const count = network?.sizes[layer] ?? 0;
  if (count <= stretchLength) return neuronsOf(file, layer, 0, count, weights);
  return Array.from({ length: Math.ceil(count / stretchLength) }, (_, index) => {
    const from = index * stretchLength;
    return { kind: "neurons", file, layer, from, count: Math.min(stretchLength, count - from) };
  });
}

async function neuronsOf(
  file: Uri,
  layer: number,
  from: number,
  count: number,
  weights: OpenedWeights,
): Promise<SavedNeuron[]> {
  const opened = await weights.open(file);
  try {
    const { summary } = opened;
    // The file may hold another network than the row was made of.
    const last = Math.min(from + count, summary.network?.sizes[layer] ?? 0);
    if (last <= from) return [];
    const pictured = picturedNeurons(summary, layer);
    const icons = pictured ? await opened.drawNeuronIcons({ ...pictured, first: from, count: last - from }) : [];
    const biases = await readBiases(opened, layer, from, last - from);
    return Array.from({ length: last - from }, (_, row) => {
      const [bias, icon] = [biases?.[row] ?? null, icons[row] ?? null];
      return { kind: "neuron", file, layer, neuron: from + row, bias, icon };
    });
  } finally {
    opened.dispose();
  }
}

/** Null where the layer has none. */
async function readBiases(
  opened: OpenWeights,
  layer: number,
  from: number,
  count: number,
): Promise<Float32Array | null> {
  const { network, tensors } = opened.summary;
  const bias = network?.layers[layer - 1].bias ?? null;
  if (bias === null) return null;
  const { values } = await opened.readSlice(bias, sliceOfBiases(tensors[bias].shape, from, count));
  return values;
}

function nodesOfTensors(file: Uri, tensors: readonly TensorForm[]): SavedWeightsNode[] {
  if (tensors.length <= stretchLength) return tensors.map((form) => ({ kind: "tensor", file, form }));
  return Array.from({ length: Math.ceil(tensors.length / stretchLength) }, (_, index) => {
    const stretch = tensors.slice(index * stretchLength, (index + 1) * stretchLength);
    return {
      kind: "tensors",
      file,
      label: `${elidedName(stretch[0].name, (name) => name.length <= 32)} and on`,
      tensors: stretch,
    };
  });
}
