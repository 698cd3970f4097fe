import { randomBytes } from "node:crypto";
import {
  type Disposable,
  TabInputWebview,
  Uri,
  ViewColumn,
  type WebviewOptions,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
} from "vscode";
import { PanelConnection, type PanelConnectionParts } from "./panelConnection.ts";
import { panelPage } from "./panelPage.ts";

export const panelType = "downhill.panel";

/** Where the editor finds what the panel is made of. */
export interface PanelFiles {
  /** the folder of the panel's script and style sheet */
  readonly dist: Uri;
  readonly icon: Uri;
}

/** The one panel that shows the live network. It may be closed, hidden, or brought back after a reload of the window. */
export class NetworkPanel implements WebviewPanelSerializer, Disposable {
  readonly #files: PanelFiles;
  readonly #connectionParts: Omit<PanelConnectionParts, "post">;
  readonly #onRestored: () => void;
  #open: { readonly panel: WebviewPanel; readonly connection: PanelConnection } | undefined;

  /** @param onRestored called when VS Code has brought the panel back */
  constructor(files: PanelFiles, connectionParts: Omit<PanelConnectionParts, "post">, onRestored: () => void) {
    this.#files = files;
    this.#connectionParts = connectionParts;
    this.#onRestored = onRestored;
  }

  get isVisible(): boolean {
    return this.#open?.panel.visible ?? false;
  }

  /** How many snapshots the page that is open has drawn. */
  get snapshotsDrawn(): number {
    return this.#open?.connection.snapshotsDrawn ?? 0;
  }

  /** Brings the panel to sight, opening it if need be. */
  show(preserveFocus: boolean): void {
    if (this.#open) {
      this.#open.panel.reveal(undefined, preserveFocus);
      return;
    }
    const showOptions = { viewColumn: ViewColumn.Active, preserveFocus };
    this.#adopt(window.createWebviewPanel(panelType, "Downhill", showOptions, this.#options()));
  }

  /** Whether there is a tab that VS Code will fill with the panel when somebody looks at it. */
  get hasTab(): boolean {
    const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
    return tabs.some(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(panelType));
  }

  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    panel.webview.options = this.#options();
    // One that was opened in the meantime gives way: the restored one has its place in the window.
    this.#open?.panel.dispose();
    this.#adopt(panel);
    this.#onRestored();
  }

  dispose(): void {
    this.#open?.panel.dispose();
  }

  #options(): WebviewOptions {
    return { enableScripts: true, localResourceRoots: [this.#files.dist] };
  }

  #adopt(panel: WebviewPanel): void {
    const { webview } = panel;
    const connection = new PanelConnection({
      ...this.#connectionParts,
      post: (message) => void webview.postMessage(message),
    });
    this.#open = { panel, connection };
    panel.iconPath = this.#files.icon;
    webview.onDidReceiveMessage((message: unknown) => connection.receive(message));
    panel.onDidChangeViewState(() => {
      // A hidden page is taken down; shown again it loads anew.
      if (!panel.visible) void connection.pageHidden();
    });
    panel.onDidDispose(() => {
      connection.dispose();
      if (this.#open?.panel === panel) this.#open = undefined;
    });
    webview.html = panelPage({
      scriptAddress: `${webview.asWebviewUri(Uri.joinPath(this.#files.dist, "panel.js"))}`,
      styleAddress: `${webview.asWebviewUri(Uri.joinPath(this.#files.dist, "panel.css"))}`,
      ownSource: webview.cspSource,
      nonce: randomBytes(16).toString("base64"),
    });
  }
}
