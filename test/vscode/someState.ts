import type { LiveState } from "../../extension/protocol/liveState.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { someLiveState, someProgress } from "../webview/someLiveState.ts";

export const someSettings = plainSettings([784, 16, 16, 10]);

export const stateWithNetwork: LiveState = {
  ...someLiveState(),
  progress: { ...someProgress, trainingCost: 0.1, cost: 0.12, accuracy: 0.931 },
  followsTraining: true,
};
