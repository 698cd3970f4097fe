import type { LiveNetwork } from "../liveNetwork/liveNetwork.ts";
import type { NetworkPanel } from "./panel/networkPanel.ts";

/** What `extensions.getExtension("downhill.downhill").activate()` gives other extensions and tests, beside the commands. */
export interface DownhillApi {
  /** the network being explored: its state, its snapshots, and all that can be done with it */
  readonly liveNetwork: LiveNetwork;
  readonly panel: Pick<NetworkPanel, "isVisible" | "snapshotsDrawn">;
  /** how long `activate()` took */
  readonly activationMs: number;
}
