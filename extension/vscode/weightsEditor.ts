import { randomBytes } from "node:crypto";
import { stat } from "node:fs/promises";
import { posix } from "node:path";
import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  commands,
  Disposable,
  type FileSystemWatcher,
  type LogOutputChannel,
  RelativePattern,
  Uri,
  type WebviewPanel,
  window,
  workspace,
} from "vscode";
import { isNotThere } from "./files.ts";
import { type FileStamp, FollowedWeights } from "./followedWeights.ts";
import type { OpenedWeights } from "./openedWeights.ts";
import { panelPage } from "./panelPage.ts";
import { reportError } from "./reportedErrors.ts";
import { WeightsEditorConnection } from "./weightsEditorConnection.ts";

/** By which VS Code knows the editor: one for files that it opens by itself, one for those for which it is offered. */
export const weightsEditorTypes = ["downhill.weightsEditor", "downhill.offeredWeightsEditor"] as const;

/** Shows what is in a weights file, and changes nothing. */
export class WeightsEditor implements CustomReadonlyEditorProvider<WeightsDocument> {
  readonly #dist: Uri;
  readonly #opened: OpenedWeights;
  readonly #log: LogOutputChannel;

  constructor(dist: Uri, opened: OpenedWeights, log: LogOutputChannel) {
    this.#dist = dist;
    this.#opened = opened;
    this.#log = log;
  }

  /** Has VS Code use it from now on. */
  register(): Disposable {
    return Disposable.from(
      ...weightsEditorTypes.map((type) =>
        window.registerCustomEditorProvider(type, this, { supportsMultipleEditorsPerDocument: true }),
      ),
    );
  }

  openCustomDocument(uri: Uri): WeightsDocument {
    return new WeightsDocument(uri, this.#opened);
  }

  resolveCustomEditor({ uri, name, followed }: WeightsDocument, panel: WebviewPanel): void {
    const { webview } = panel;
    const connection = new WeightsEditorConnection({
      name,
      followed,
      actions: {
        loadIntoPanel: async () => commands.executeCommand("downhill.openWeights", uri),
        compare: async () => commands.executeCommand("downhill.compareWeights", { a: uri }),
        copyLoadingCode: async () => commands.executeCommand("downhill.copyLoadingCode", uri),
      },
      post: (message) => void webview.postMessage(message),
      report: (error) => void reportError(this.#log, error, true),
      log: (line) => this.#log.info(line),
    });
    webview.options = { enableScripts: true, localResourceRoots: [this.#dist] };
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is taken down; shown again it loads anew.
      if (!panel.visible) connection.pageHidden();
    });
    panel.onDidDispose(() => connection.dispose());
    webview.html = panelPage({
      scriptAddress: `${webview.asWebviewUri(Uri.joinPath(this.#dist, "weightsEditor.js"))}`,
      styleAddress: `${webview.asWebviewUri(Uri.joinPath(this.#dist, "weightsEditor.css"))}`,
      ownSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
    });
  }
}

/** One weights file that is open in one editor or more. */
export class WeightsDocument implements CustomDocument {
  readonly uri: Uri;
  readonly name: string;
  readonly followed: FollowedWeights;
  readonly #watcher: FileSystemWatcher;

  constructor(uri: Uri, opened: OpenedWeights) {
    this.uri = uri;
    this.name = posix.basename(uri.path);
    this.followed = new FollowedWeights({ open: () => opened.open(uri), stamp: () => stampOf(uri) });
    this.#watcher = workspace.createFileSystemWatcher(
      new RelativePattern(Uri.joinPath(uri, ".."), watchedNames(this.name)),
    );
    const changed = () => this.followed.changedOnDisk();
    this.#watcher.onDidCreate(changed);
    this.#watcher.onDidChange(changed);
    this.#watcher.onDidDelete(changed);
  }

  dispose(): void {
    this.#watcher.dispose();
    this.followed.dispose();
  }
}

/** A glob of the file's name, and, of an index, of its shards as well. */
function watchedNames(name: string): string {
  const literal = name.replace(/[[\]{}*?]/g, "[$&]");
  return name.endsWith(".safetensors.index.json") ? `{${literal},*.safetensors}` : literal;
}

async function stampOf(uri: Uri): Promise<FileStamp | null> {
  try {
    if (uri.scheme === "file") {
      // Finer than a millisecond: a training script may write twice in one.
      const { size, mtimeMs } = await stat(uri.fsPath);
      return { byteLength: size, modifiedMs: mtimeMs };
    }
    const { size, mtime } = await workspace.fs.stat(uri);
    return { byteLength: size, modifiedMs: mtime };
  } catch (error) {
    if (isNotThere(error)) return null;
    throw error;
  }
}
