import {
  type Disposable,
  type Tab,
  TabInputWebview,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  type WebviewPanelSerializer,
  window,
} from "vscode";
import { PanelConnection, type PanelConnectionParts } from "./panelConnection.ts";
import { pageOptions, showPage } from "./showPage.ts";

export const panelType = "downhill.panel";

/** VS Code hands a visible panel back in a small part of that. */
const restoreLimitMs = 5000;

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

  /** @param onRestored called when a panel of an earlier extension host is back */
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
    // A tab that VS Code has not filled, or never will: there is to be one panel.
    void window.tabGroups.close(panelTabs(), true);
    const showOptions = { viewColumn: ViewColumn.Active, preserveFocus };
    this.#adopt(window.createWebviewPanel(panelType, "Downhill", showOptions, pageOptions(this.#files.dist)));
  }

  /** Whether there is a tab that VS Code will fill with the panel when somebody looks at it. */
  get hasTab(): boolean {
    return panelTabs().length > 0;
  }

  /**
   * Replaces a panel that lost its extension host. After a reload of the window VS Code hands the panel back at once;
   * after a crash of the extension host alone it leaves the page standing, deaf, and hands nothing back.
   */
  replaceIfOrphaned(): Disposable {
    const hadVisibleTab = panelTabs().some((tab) => tab.isActive);
    const timer = setTimeout(() => {
      if (!hadVisibleTab || this.#open || !this.hasTab) return;
      this.show(true);
      this.#onRestored();
    }, restoreLimitMs);
    return { dispose: () => clearTimeout(timer) };
  }

  async deserializeWebviewPanel(panel: WebviewPanel): Promise<void> {
    // One that was opened in the meantime gives way: the restored one has its place in the window.
    this.#open?.panel.dispose();
    this.#adopt(panel);
    this.#onRestored();
  }

  dispose(): void {
    this.#open?.panel.dispose();
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
    showPage(webview, this.#files.dist, "panel");
  }
}

function panelTabs(): readonly Tab[] {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(panelType));
}
