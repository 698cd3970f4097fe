import type { HostToWebview, WebviewToHost } from "../../extension/protocol/webviewMessages.ts";
import { webviewMessageSchema } from "../../extension/protocol/webviewMessages.ts";
import type { OpenedPage } from "./openedPage.ts";
import { PageHarness, type PageOptions } from "./pageHarness.ts";

export type PanelOptions = PageOptions;

/** One opened panel, with this test as its extension host. */
export type OpenedPanel = OpenedPage<HostToWebview, WebviewToHost>;

/** Serves the panel in a real browser. */
export type PanelHarness = PageHarness<HostToWebview, WebviewToHost>;

export function startPanelHarness(): Promise<PanelHarness> {
  return PageHarness.start({ entry: "webview/panel.ts", schema: webviewMessageSchema });
}
