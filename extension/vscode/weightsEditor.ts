import { posix } from "node:path";
import {
  type CustomDocument,
  type CustomReadonlyEditorProvider,
  commands,
  Disposable,
  type LogOutputChannel,
  type Uri,
  type WebviewPanel,
  window,
} from "vscode";
import { fileFacts } from "./fileFacts.ts";
import { FollowedWeights } from "./followedWeights.ts";
import type { OpenedWeights } from "./openedWeights.ts";
import { reportError } from "./reportedErrors.ts";
import { showPage } from "./showPage.ts";
import { watchWeightsFile } from "./watchWeightsFile.ts";
import { WeightsEditorConnection } from "./weightsEditorConnection.ts";

/** By which VS Code knows the editor: one for files that it opens by itself, one for those for which it is offered. */
export const weightsEditorTypes = ["downhill.weightsEditor", "downhill.offeredWeightsEditor"] as const;

/** Under which of them a file is open, however it came to be: a second name would open it twice, and untitled. */
export function weightsEditorType({ path }: Uri): (typeof weightsEditorTypes)[number] {
  return weightsEditorTypes[/\.(safetensors|npz|npy)$/i.test(path) ? 0 : 1];
}

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
        compare: async () => commands.executeCommand("downhill.compareWeights", { a: uri, b: null }),
        copyLoadingCode: async () => commands.executeCommand("downhill.copyLoadingCode", uri),
      },
      post: (message) => void webview.postMessage(message),
      report: (error) => void reportError(this.#log, error, true),
      log: (line) => this.#log.info(line),
    });
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is taken down; shown again it loads anew.
      if (!panel.visible) connection.pageHidden();
    });
    panel.onDidDispose(() => connection.dispose());
    showPage(webview, this.#dist, "weightsEditor");
  }
}

/** One weights file that is open in one editor or more. */
export class WeightsDocument implements CustomDocument {
  readonly uri: Uri;
  readonly name: string;
  readonly followed: FollowedWeights;
  readonly #watching: Disposable;

  constructor(uri: Uri, opened: OpenedWeights) {
    this.uri = uri;
    this.name = posix.basename(uri.path);
    this.followed = new FollowedWeights({ open: () => opened.open(uri), facts: () => fileFacts(uri) });
    this.#watching = watchWeightsFile(uri, () => this.followed.changedOnDisk());
  }

  dispose(): void {
    this.#watching.dispose();
    this.followed.dispose();
  }
}
