import {
  EventEmitter,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  window,
} from "vscode";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { activationWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import { fittingInWords } from "../../protocol/fitting.ts";
import type { NetworkSummary } from "../../protocol/liveState.ts";
import { neuronIconPath } from "../neuronIconPath.ts";
import { Throttle } from "../throttle.ts";
import { childrenOf, type NetworkTreeNode, type NeuronNode } from "./networkTreeNodes.ts";

/** While training the tree is refreshed at most this often: nobody reads faster, and each time costs a snapshot. */
const refreshIntervalMs = 1000;

/** The tree Network: layers, and in them the neurons as they answer the shown example. */
export class NetworkTree implements TreeDataProvider<NetworkTreeNode>, Disposable {
  readonly #liveNetwork: LiveNetwork;
  readonly #log: (line: string) => void;
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #throttle = new Throttle(refreshIntervalMs, () => this.#refresh());
  readonly #view: TreeView<NetworkTreeNode>;
  readonly #listening: readonly Disposable[];
  /** what the tree was last drawn for */
  #drawn = "";

  constructor(liveNetwork: LiveNetwork, log: (line: string) => void) {
    this.#liveNetwork = liveNetwork;
    this.#log = log;
    this.#view = window.createTreeView("downhill.network", { treeDataProvider: this });
    let shownExample = "";
    this.#listening = [
      this.#view,
      this.#view.onDidChangeVisibility(() => this.#throttle.request()),
      liveNetwork.onDidChangeState(() => this.#throttle.request()),
      liveNetwork.onDidTakeSnapshot(({ example }) => {
        const address = example ? `${example.set} ${example.index}` : "";
        if (address === shownExample) return;
        shownExample = address;
        this.#drawn = "";
        this.#throttle.request();
      }),
    ];
  }

  async getChildren(node?: NetworkTreeNode): Promise<NetworkTreeNode[]> {
    try {
      return await childrenOf(this.#liveNetwork, node);
    } catch (error) {
      this.#log(`The tree of neurons could not be filled: ${error instanceof Error ? error.stack : error}`);
      return [];
    }
  }

  getTreeItem(node: NetworkTreeNode): TreeItem {
    const { network } = this.#liveNetwork.state;
    if (!network) return new TreeItem(""); // replaced in a moment: the network is gone
    switch (node.kind) {
      case "layer":
        return layerItem(network, node.layer);
      case "stretch": {
        const last = node.from + node.count - 1;
        const item = new TreeItem(
          `${node.layer}.${node.from} – ${node.layer}.${last}`,
          TreeItemCollapsibleState.Collapsed,
        );
        item.id = `${node.layer}/${node.from}`;
        return item;
      }
      case "neuron":
        return neuronItem(network, node);
    }
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
    this.#throttle.dispose();
    this.#changed.dispose();
  }

  #refresh(): void {
    const { network, progress, status } = this.#liveNetwork.state;
    if (!this.#view.visible || status === "preparing") return;
    const wanted = JSON.stringify([network?.settings, network?.dataset, progress?.step, progress?.examplesInBatch]);
    if (wanted === this.#drawn) return;
    this.#drawn = wanted;
    this.#changed.fire(undefined);
  }
}

function layerItem({ shape }: NetworkSummary, layer: number): TreeItem {
  const last = shape.sizes.length - 1;
  const count = shape.sizes[layer];
  const isInput = layer === 0;
  const state = isInput
    ? TreeItemCollapsibleState.None
    : layer === 1
      ? TreeItemCollapsibleState.Expanded
      : TreeItemCollapsibleState.Collapsed;
  const item = new TreeItem(`Layer ${layer}`, state);
  item.id = `${layer}`;
  const kind = isInput ? "input" : layer === last ? "output" : "hidden";
  item.description = isInput
    ? `${kind} · ${counted(count, fittingInWords(shape.sizes).input)}`
    : `${kind} · ${counted(count, "neuron")} · ${activationWords[shape.activations[layer - 1]].title}`;
  item.iconPath = new ThemeIcon(isInput ? "symbol-color" : "layers");
  return item;
}

function neuronItem(
  { shape, outputNames }: NetworkSummary,
  { layer, neuron, bias, activation, picture }: NeuronNode,
): TreeItem {
  const address = `${layer}.${neuron}`;
  const isOutput = layer === shape.sizes.length - 1;
  const item = new TreeItem(isOutput ? `${address}  “${outputNames[neuron]}”` : address);
  item.id = address;
  const numbers = [`bias ${signed(bias)}`, ...(activation === null ? [] : [`activation ${twoDecimals(activation)}`])];
  item.description = numbers.join(" · ");
  item.tooltip = `Neuron ${address}: ${numbers.join(", ")}. Select to inspect.`;
  item.accessibilityInformation = { label: item.tooltip };
  item.iconPath = picture ? neuronIconPath(picture) : new ThemeIcon("circle-outline");
  item.command = { command: "downhill.inspectNeuron", title: "Inspect", arguments: [address] };
  return item;
}

/** With its sign, a plus too. */
function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${twoDecimals(value)}`;
}

/** With a true minus sign. */
function twoDecimals(value: number): string {
  return `${value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;
}
