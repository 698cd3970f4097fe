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
import type { WeightsPart } from "../../protocol/weightsEditorMessages.ts";
import { fileFacts } from "../files/fileFacts.ts";
import { watchWeightsFile } from "../files/watchWeightsFile.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { showPage } from "../panel/showPage.ts";
import { reportError } from "../reportedErrors.ts";
import { FollowedWeights } from "./followedWeights.ts";
import { WeightsEditorConnection } from "./weightsEditorConnection.ts";

/** By which VS Code knows the editor: one for files that it opens by itself, one for those for which it is offered. */
const weightsEditorTypes = ["downhill.weightsEditor", "downhill.offeredWeightsEditor"] as const;

/** Under which of them a file is open, however it came to be: a second name would open it twice, and untitled. */
export function weightsEditorType({ path }: Uri): (typeof weightsEditorTypes)[number] {
  return weightsEditorTypes[/\.(safetensors|npz|npy)$/i.test(path) ? 0 : 1];
}

/** Shows what is in a weights file, and changes nothing. */
export class WeightsEditor implements CustomReadonlyEditorProvider<WeightsDocument> {
  readonly #dist: Uri;
  readonly #opened: OpenedWeights;
  readonly #log: LogOutputChannel;
  readonly #shown = new Set<ShownWeights>();
  /** by URI, what somebody came for in a file whose editor is still to come */
  readonly #wanted = new Map<string, WeightsPart>();

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

  /** Opens a file, or brings it to the front. @param part what is shown of it; what was seen last if null */
  async open(uri: Uri, part: WeightsPart | null): Promise<void> {
    const key = uri.toString();
    if (part) this.#wanted.set(key, part);
    try {
      await commands.executeCommand("vscode.openWith", uri, weightsEditorType(uri));
    } catch (error) {
      this.#wanted.delete(key);
      throw error;
    }
    const shown = [...this.#shown].filter((one) => one.key === key);
    const front = shown.find(({ panel }) => panel.active) ?? shown.find(({ panel }) => panel.visible) ?? shown[0];
    if (front) this.#showWanted(front);
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
    const shown: ShownWeights = { key: uri.toString(), panel, connection };
    this.#shown.add(shown);
    panel.onDidDispose(() => {
      this.#shown.delete(shown);
      connection.dispose();
    });
    this.#showWanted(shown);
    showPage(webview, this.#dist, "weightsEditor");
  }

  #showWanted({ key, connection }: ShownWeights): void {
    const part = this.#wanted.get(key);
    this.#wanted.delete(key);
    if (part) connection.showPart(part);
  }
}

/** One editor. */
interface ShownWeights {
  /** its file's URI */
  readonly key: string;
  readonly panel: WebviewPanel;
  readonly connection: WeightsEditorConnection;
}

/** One weights file that is open in one editor or more. */
class WeightsDocument implements CustomDocument {
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
