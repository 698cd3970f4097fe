import * as v from "valibot";
import { commands, type WorkspaceConfiguration } from "vscode";
import type { LiveNetwork } from "../liveNetwork/liveNetwork.ts";
import { paceSchema } from "../protocol/settings.ts";
import type { LastRun } from "./lastRun/lastRun.ts";
import type { NetworkPanel } from "./panel/networkPanel.ts";

/**
 * What the settings ask for when a window opens: a pace, and, where `downhill.openPanelAtStartup` is on, the panel with the
 * last session's run or with a new network.
 */
export async function startUp<Place>(
  settings: WorkspaceConfiguration,
  panel: NetworkPanel,
  lastRun: LastRun<Place>,
  liveNetwork: LiveNetwork,
): Promise<void> {
  const pace = v.safeParse(paceSchema, settings.get("pace"));
  if (pace.success) await liveNetwork.setPace(pace.output);
  if (!settings.get<boolean>("openPanelAtStartup", false)) return;
  if (!panel.hasTab) panel.show(true);
  await lastRun.bringBack();
  if (liveNetwork.state.status === "empty") await commands.executeCommand("downhill.newNetwork", {});
}
