import { setTimeout } from "node:timers/promises";
import {
  type CancellationToken,
  EventEmitter,
  type FileSystemWatcher,
  type TreeDataProvider,
  type TreeItem,
  type TreeView,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import { messageOf } from "../../protocol/messageOf.ts";
import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { Throttle } from "../throttle.ts";
import { trustedMarkdown } from "../weightsPreview/trustedMarkdown.ts";
import type { WeightsPreviews } from "../weightsPreview/weightsPreviews.ts";
import { findWeightsFiles, mostFiles, weightsFilesPattern } from "./findWeightsFiles.ts";
import { byFolder } from "./listedFiles.ts";
import { fileItem, itemOf } from "./savedWeightsItems.ts";
import { nodesIn, nodesOfFolders, type SavedWeightsNode } from "./savedWeightsNodes.ts";

const refreshIntervalMs = 500;
/** Rows come together: one file that takes longer to read keeps no others waiting, and says what it is when it is read. */
const mostWaitMs = 200;

/** The tree Saved Weights: the workspace's weights files, and in them layers, neurons and tensors. */
export class SavedWeightsTree implements TreeDataProvider<SavedWeightsNode>, Disposable {
  readonly #weights: OpenedWeights;
  readonly #previews: WeightsPreviews;
  readonly #changed = new EventEmitter<SavedWeightsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #throttle = new Throttle(refreshIntervalMs, () => this.#changed.fire(undefined));
  readonly #view: TreeView<SavedWeightsNode>;
  readonly #listening: readonly Disposable[];
  #watcher: FileSystemWatcher | undefined;
  #firstFolder = "";

  constructor(weights: OpenedWeights, previews: WeightsPreviews) {
    this.#weights = weights;
    this.#previews = previews;
    this.#view = window.createTreeView("downhill.savedWeights", { treeDataProvider: this, showCollapseAll: true });
    const refresh = () => this.refresh();
    this.#listening = [
      this.#view,
      workspace.onDidChangeWorkspaceFolders(refresh),
      // A folder's move tells nothing of the files in it.
      workspace.onDidRenameFiles(refresh),
      workspace.onDidDeleteFiles(refresh),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration("downhill.savedWeights")) this.#watch();
        if (["downhill.savedWeights", "files.exclude"].some((name) => change.affectsConfiguration(name))) refresh();
      }),
    ];
    this.#watch();
  }

  /** Looks for the files anew. */
  refresh(): void {
    this.#throttle.request();
  }

  async getChildren(node?: SavedWeightsNode): Promise<SavedWeightsNode[]> {
    if (node === undefined) return this.#roots();
    try {
      return await nodesIn(node, this.#weights);
    } catch (error) {
      return [{ kind: "note", text: messageOf(error) }];
    }
  }

  async getTreeItem(node: SavedWeightsNode): Promise<TreeItem> {
    if (!(node instanceof Uri)) {
      return itemOf(node, node.kind === "folder" && node.folder.folder === this.#firstFolder);
    }
    const summary: Promise<WeightsSummary | Error> = this.#weights
      .summary(node)
      .catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
    const known = await Promise.race([summary, setTimeout(mostWaitMs, undefined, { ref: false })]);
    if (known === undefined) void summary.then(() => this.#changed.fire(node));
    return fileItem(node, known);
  }

  /** Makes a row's tooltip, when a person rests on it. */
  async resolveTreeItem(item: TreeItem, node: SavedWeightsNode, token: CancellationToken): Promise<TreeItem> {
    const wanted = new AbortController();
    const listening = token.onCancellationRequested(() => wanted.abort());
    try {
      const markdown = await this.#previewOf(node, wanted.signal);
      if (markdown !== undefined) item.tooltip = trustedMarkdown(markdown);
    } catch (error) {
      if (!wanted.signal.aborted) item.tooltip = messageOf(error);
    } finally {
      listening.dispose();
    }
    return item;
  }

  dispose(): void {
    this.#watcher?.dispose();
    for (const listener of this.#listening) listener.dispose();
    this.#throttle.dispose();
    this.#changed.dispose();
  }

  async #roots(): Promise<SavedWeightsNode[]> {
    const files = await findWeightsFiles();
    const folders = byFolder(files);
    this.#firstFolder = folders[0]?.folder ?? "";
    const most = mostFiles.toLocaleString("en");
    const cut = `Only ${most} files are listed: the setting downhill.savedWeights.files says which.`;
    this.#view.message = files.length >= mostFiles ? cut : "";
    return nodesOfFolders(folders);
  }

  #previewOf(node: SavedWeightsNode, signal: AbortSignal): Promise<string | undefined> {
    if (node instanceof Uri) return this.#previews.ofFile(node, true, signal);
    if (node.kind === "tensor") return this.#previews.ofTensor(node.file, node.form.name, signal);
    return Promise.resolve(undefined);
  }

  #watch(): void {
    this.#watcher?.dispose();
    this.#watcher = workspace.createFileSystemWatcher(weightsFilesPattern());
    const refresh = () => this.refresh();
    this.#watcher.onDidCreate(refresh);
    this.#watcher.onDidChange(refresh);
    this.#watcher.onDidDelete(refresh);
  }
}
