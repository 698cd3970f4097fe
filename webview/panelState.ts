import { assertNever } from "../extension/protocol/assertNever.ts";
import { grownRun } from "../extension/protocol/grownRun.ts";
import type { LiveState, NetworkSummary } from "../extension/protocol/liveState.ts";
import type { HostToWebview } from "../extension/protocol/webviewMessages.ts";
import type { PanelState } from "./view.ts";

/** What the panel knows before the host's first word. */
export const unknownState: PanelState = {
  live: {
    status: "empty",
    network: null,
    progress: null,
    past: null,
    firstStep: null,
    learningRate: 1,
    pace: null,
    followsTraining: false,
    inspected: null,
    run: 0,
    preparation: null,
    notice: null,
    noticeAction: null,
  },
  snapshot: null,
  runs: [],
};

/** The panel's knowledge after one more message. Parts that a message leaves alone stay the same objects. */
export function stateAfter(state: PanelState, message: HostToWebview): PanelState {
  switch (message.type) {
    case "stateChanged":
      return {
        ...state,
        live: { ...message.state, network: sameNetwork(state.live.network, message.state.network) },
        // Another network's numbers would be drawn into this one's shape.
        snapshot: sameShape(state.live, message.state) ? state.snapshot : null,
      };
    case "snapshotTaken":
      return { ...state, snapshot: message.snapshot };
    case "runsReplaced":
      return { ...state, runs: message.runs };
    case "pointsAdded": {
      const current = state.runs.at(-1);
      if (current === undefined) return state;
      return { ...state, runs: [...state.runs.slice(0, -1), grownRun(current, message.points)] };
    }
    case "showView":
      return state;
    default:
      return assertNever(message);
  }
}

/** The parts of the state that are not the same objects any more. */
export function changedParts(before: PanelState, after: PanelState): Set<keyof PanelState> {
  return new Set((["live", "snapshot", "runs"] as const).filter((part) => before[part] !== after[part]));
}

function sameShape(before: LiveState, after: LiveState): boolean {
  const sizesBefore = before.network?.shape.sizes;
  const sizesAfter = after.network?.shape.sizes;
  return sizesBefore !== undefined && sizesAfter !== undefined && sizesBefore.join(" ") === sizesAfter.join(" ");
}

/** The network that the panel knows, where it is told of it again: who draws the network then sees that it is the same. */
function sameNetwork(known: NetworkSummary | null, told: NetworkSummary | null): NetworkSummary | null {
  return JSON.stringify(known) === JSON.stringify(told) ? known : told;
}
