import { commands, type WorkspaceConfiguration } from "vscode";
import type { LiveNetwork } from "../liveNetwork/liveNetwork.ts";
import type { LastRun } from "./lastRun.ts";
import type { NetworkPanel } from "./networkPanel.ts";

/**
 * Where the setting `downhill.openPanelAtStartup` asks for it: shows the panel with the last session's run, or with a
 * new network as the settings describe it.
 */
export async function openPanelAtStartup<Place>(
  settings: WorkspaceConfiguration,
  panel: NetworkPanel,
  lastRun: LastRun<Place>,
  liveNetwork: LiveNetwork,
): Promise<void> {
  if (!settings.get<boolean>("openPanelAtStartup", false)) return;
  if (!panel.hasTab) panel.show(true);
  await lastRun.bringBack();
  if (liveNetwork.state.status === "empty") await commands.executeCommand("downhill.newNetwork", {});
}
