import * as v from "valibot";
import { commands, Uri, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from "vscode";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import {
  compareMessageSchema,
  type SideName,
  type SideNames,
  sideNamesSchema,
  sides,
} from "../../protocol/compareMessages.ts";
import type { WeightsReader } from "../../weightsReader/weightsReader.ts";
import type { EditorDatasetShelf } from "../datasets/editorDatasetShelf.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import type { PanelFiles } from "../panel/networkPanel.ts";
import { pageOptions, showPage } from "../panel/showPage.ts";
import { weightsEditorType } from "../weightsEditor/weightsEditor.ts";
import { ComparisonSession } from "./comparisonSession.ts";
import { findExamples, offeredExamples } from "./examplesAtHand.ts";
import { openSide, titleOfSide } from "./openSides.ts";
import { watchSides } from "./watchedSides.ts";

export const comparePanelType = "downhill.compare";

export interface ComparePanelParts {
  readonly files: PanelFiles;
  readonly reader: WeightsReader;
  readonly openedWeights: OpenedWeights;
  readonly liveNetwork: LiveNetwork;
  readonly shelf: EditorDatasetShelf;
  /** Brings back the last session's network, if it waits. */
  bringBack(): Promise<unknown>;
  log(line: string): void;
}

/** The panels that compare two sides each, also those that a reload of the window brings back. */
export class ComparePanels implements WebviewPanelSerializer, Disposable {
  readonly #parts: ComparePanelParts;
  readonly #open = new Map<WebviewPanel, ComparisonSession>();

  constructor(parts: ComparePanelParts) {
    this.#parts = parts;
  }

  /** Shows a comparison, in the panel that has the same one already if there is one. */
  show(names: SideNames): void {
    for (const [panel, session] of this.#open) {
      if (JSON.stringify(session.names) !== JSON.stringify(names)) continue;
      panel.reveal();
      session.compareAgain();
      return;
    }
    this.#adopt(
      window.createWebviewPanel(comparePanelType, "Compare", ViewColumn.Active, pageOptions(this.#parts.files.dist)),
      names,
    );
  }

  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const remembered = v.safeParse(v.object({ names: sideNamesSchema }), state);
    if (!remembered.success) {
      panel.dispose();
      return;
    }
    this.#adopt(panel, remembered.output.names);
  }

  dispose(): void {
    for (const panel of [...this.#open.keys()]) panel.dispose();
  }

  #adopt(panel: WebviewPanel, names: SideNames): void {
    const { files, reader, liveNetwork, shelf, bringBack, log } = this.#parts;
    const { webview } = panel;
    const session = new ComparisonSession(names, {
      reader,
      openSide: async (name, signal) => {
        if (name.kind === "live") await bringBack();
        return openSide(this.#parts, name, signal);
      },
      offeredExamples: () => offeredExamples(liveNetwork, shelf),
      findExamples: (dataset) => findExamples(shelf, dataset),
      openEditor: openSideInEditor,
      post: (message) => void webview.postMessage(message),
      log,
    });
    this.#open.set(panel, session);
    const watching = watchSides(session, liveNetwork);
    panel.iconPath = files.icon;
    const entitle = () => {
      const [a, b] = sides.map((side) => titleOfSide(session.names[side]));
      panel.title = `${a} ↔ ${b}`;
    };
    entitle();
    webview.onDidReceiveMessage((unparsed: unknown) => {
      const parsed = v.safeParse(compareMessageSchema, unparsed);
      if (parsed.success) session.receive(parsed.output);
      else log(`A comparison’s page sent what nobody understands, which was refused: ${v.summarize(parsed.issues)}`);
      entitle();
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is taken down; shown again it loads anew.
      if (!panel.visible) session.pageHidden();
    });
    panel.onDidDispose(() => {
      this.#open.delete(panel);
      watching.dispose();
      session.dispose();
    });
    showPage(webview, files.dist, "compare");
  }
}

async function openSideInEditor(name: SideName): Promise<unknown> {
  if (name.kind === "live") return commands.executeCommand("downhill.openPanel");
  const uri = Uri.parse(name.uri, true);
  return commands.executeCommand("vscode.openWith", uri, weightsEditorType(uri));
}
