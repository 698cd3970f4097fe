import { posix } from "node:path";
import {
  EventEmitter,
  MarkdownString,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  type TreeView,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { Disposable } from "../liveNetwork/emitter.ts";
import { learningOfFile } from "../protocol/learningOfFile.ts";
import { sizesInWords } from "../protocol/typedSizes.ts";
import type { WeightsSummary } from "../protocol/weightsSummary.ts";
import type { OpenedWeights } from "./openedWeights.ts";
import { percent } from "./statusText.ts";
import { Throttle } from "./throttle.ts";

const pattern = "**/*.safetensors";
const mostFiles = 1000;
const refreshIntervalMs = 500;

/** The tree Saved Weights: the workspace's weights files and what they hold, as their headers say. */
export class SavedWeightsTree implements TreeDataProvider<Uri>, Disposable {
  readonly #changed = new EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #throttle = new Throttle(refreshIntervalMs, () => this.#changed.fire(undefined));
  readonly #view: TreeView<Uri>;
  readonly #listening: readonly Disposable[];
  readonly #weights: OpenedWeights;

  constructor(weights: OpenedWeights) {
    this.#weights = weights;
    this.#view = window.createTreeView("downhill.savedWeights", { treeDataProvider: this });
    const watcher = workspace.createFileSystemWatcher(pattern);
    const refresh = () => this.#throttle.request();
    this.#listening = [
      this.#view,
      watcher,
      watcher.onDidCreate(refresh),
      watcher.onDidChange(refresh),
      watcher.onDidDelete(refresh),
      workspace.onDidChangeWorkspaceFolders(refresh),
    ];
  }

  /** Looks for the files anew. */
  refresh(): void {
    this.#throttle.request();
  }

  async getChildren(file?: Uri): Promise<Uri[]> {
    if (file) return [];
    // Without an exclusion of its own the search respects the user's files.exclude.
    const files = await workspace.findFiles(pattern, undefined, mostFiles);
    return files.sort((a, b) => a.path.localeCompare(b.path));
  }

  async getTreeItem(file: Uri): Promise<TreeItem> {
    const item = new TreeItem(posix.basename(file.path, ".safetensors"));
    item.id = file.toString();
    item.resourceUri = file;
    item.contextValue = "weightsFile";
    item.command = { command: "downhill.openWeights", title: "Open", arguments: [file] };
    try {
      const summary = await this.#weights.summary(file);
      item.iconPath = new ThemeIcon("circuit-board");
      item.description = shortly(summary);
      item.tooltip = tooltip(file, summary);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      item.iconPath = new ThemeIcon("warning");
      item.description = "cannot be opened";
      item.tooltip = reason;
    }
    item.accessibilityInformation = { label: `${item.label}, ${item.description}` };
    return item;
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
    this.#throttle.dispose();
    this.#changed.dispose();
  }
}

/** 784–16–16–10 · 93.1 % */
function shortly({ tensors, network, training }: WeightsSummary): string {
  const sizes = network ? network.sizes.join("–") : `${tensors.length} tensors`;
  const accuracy = training?.accuracy ?? null;
  return accuracy === null ? sizes : `${sizes} · ${percent(accuracy, 1)}`;
}

function tooltip(file: Uri, summary: WeightsSummary): MarkdownString {
  const { network, noNetworkBecause, training } = summary;
  const lines = [network ? sizesInWords(network.sizes) : `${noNetworkBecause}`];
  const learning = learningOfFile(summary);
  if (learning.length > 0) lines.push(learning.join(" · "));
  if (training) {
    lines.push(
      `trained on ${training.dataset} for ${training.epoch} epochs, ${training.step.toLocaleString("en")} steps`,
    );
    if (training.accuracy !== null) lines.push(`reads ${percent(training.accuracy, 2)} of the held-out examples right`);
  }
  const text = new MarkdownString();
  text.appendMarkdown("**");
  text.appendText(workspace.asRelativePath(file));
  text.appendMarkdown("**");
  for (const line of lines) {
    text.appendMarkdown("\n\n");
    text.appendText(line);
  }
  return text;
}
