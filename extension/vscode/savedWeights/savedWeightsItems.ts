import { posix } from "node:path";
import { type Command, ThemeIcon, TreeItem, TreeItemCollapsibleState, type Uri, workspace } from "vscode";
import { counted } from "../../protocol/counted.ts";
import { elidedName } from "../../protocol/elidedName.ts";
import { numberText, signedText } from "../../protocol/numberText.ts";
import { shapeText, tensorsInWords } from "../../protocol/weightsInWords.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { neuronIconPath } from "../neuronIconPath.ts";
import { shortWords } from "../weightsPreview/shortWords.ts";
import type { SavedPlaceWords } from "./savedWeightsArgument.ts";
import type { SavedNeuron, SavedWeightsNode } from "./savedWeightsNodes.ts";

const { None, Collapsed, Expanded } = TreeItemCollapsibleState;

/** A file's row: its network and accuracy beside its name. Its tooltip is made when a person rests on it, of one that cannot be read too. */
export function fileItem(file: Uri, summary: WeightsSummary | Error | undefined): TreeItem {
  const item = new TreeItem(posix.basename(file.path), summary instanceof Error ? None : Collapsed);
  item.id = file.toString();
  item.resourceUri = file;
  item.command = openCommand({ uri: file });
  if (summary instanceof Error) {
    item.contextValue = "unreadableFile";
    item.iconPath = new ThemeIcon("warning");
    item.description = "cannot be read";
  } else {
    item.contextValue = summary?.network ? "weightsNetwork" : "weightsFile";
    item.iconPath = new ThemeIcon("circuit-board");
    item.description = summary ? shortWords(summary) : "…";
  }
  item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
  return item;
}

/** Every other row. */
export function itemOf(node: Exclude<SavedWeightsNode, Uri>, isFirst: boolean): TreeItem {
  switch (node.kind) {
    case "folder": {
      const { folder, files } = node.folder;
      const item = new TreeItem(folder === "" ? (workspace.name ?? "/") : folder, isFirst ? Expanded : Collapsed);
      item.id = `folder ${folder}`;
      item.description = `${files.length.toLocaleString("en")}`;
      item.iconPath = ThemeIcon.Folder;
      item.accessibilityInformation = { label: `Folder ${folder}, ${counted(files.length, "weights file")}` };
      return item;
    }
    case "olderFiles": {
      const item = new TreeItem(counted(node.files.length, "older file"), Collapsed);
      item.id = `older ${node.files[0]}`;
      item.iconPath = new ThemeIcon("history");
      return item;
    }
    case "layer": {
      const item = new TreeItem(`Layer ${node.layer}`, Collapsed);
      item.id = `${node.file} layer ${node.layer}`;
      item.description = node.words;
      item.iconPath = new ThemeIcon("layers");
      return item;
    }
    case "neurons": {
      const { file, layer, from, count } = node;
      const item = new TreeItem(`${layer}.${from} – ${layer}.${from + count - 1}`, Collapsed);
      item.id = `${file} neurons ${layer}.${from}`;
      return item;
    }
    case "neuron":
      return neuronItem(node);
    case "tensors": {
      const { file, label, tensors } = node;
      const item = new TreeItem(label, Collapsed);
      item.id = `${file} tensors ${label} ${tensors[0].name}`;
      item.description = tensorsInWords(tensors).join(" · ");
      item.iconPath = new ThemeIcon("symbol-array");
      return item;
    }
    case "tensor": {
      const { file, form } = node;
      const item = new TreeItem(elidedName(form.name, isShort), None);
      item.accessibilityInformation = { label: `${form.name}, ${form.dtype} ${shapeText(form.shape)}` };
      item.id = `${file} tensor ${form.name}`;
      item.description = `${form.dtype} ${shapeText(form.shape)}`;
      item.iconPath = new ThemeIcon(form.shape.length > 1 ? "table" : "symbol-array");
      item.command = openCommand({ uri: file, tensor: form.name });
      return item;
    }
    case "note": {
      const item = new TreeItem(node.text, None);
      item.iconPath = new ThemeIcon("warning");
      item.tooltip = node.text;
      return item;
    }
  }
}

function neuronItem({ file, layer, neuron, bias, icon }: SavedNeuron): TreeItem {
  const item = new TreeItem(`${layer}.${neuron}`, None);
  item.id = `${file} neuron ${layer}.${neuron}`;
  if (bias !== null) item.description = `bias ${signedText(bias)}`;
  item.tooltip = `Neuron ${layer}.${neuron}${bias === null ? "" : `, bias ${numberText(bias, 4)}`}`;
  item.iconPath = icon ? neuronIconPath(icon) : new ThemeIcon("circle-outline");
  item.command = openCommand({ uri: file, neuron: `${layer}.${neuron}` });
  return item;
}

/** So much of a name has room in the side bar: what tells tensors apart is at the end, where the side bar cuts. */
function isShort(name: string): boolean {
  return name.length <= 32;
}

function openCommand(place: SavedPlaceWords): Command {
  return { command: "downhill.openSavedWeights", title: "Open", arguments: [place] };
}
