import { assertNever } from "../../protocol/assertNever.ts";
import type { LiveState } from "../../protocol/liveState.ts";
import { percentText } from "../../protocol/percentText.ts";

/** What the status bar says. */
export interface StatusText {
  /** with an icon, for the bar */
  readonly text: string;
  /** for a screen reader: in words alone, with what a click does */
  readonly label: string;
}

/** Null when there is nothing to say. */
export function statusText(state: LiveState): StatusText | null {
  const { status, network, preparation } = state;
  switch (status) {
    case "empty":
      return null;
    case "preparing": {
      const what = preparation ? `${preparation.what} ${percentText(preparation.share, 0)}` : "preparing";
      return { text: `$(loading~spin) Downhill: ${what}`, label: `Downhill, ${what}` };
    }
    case "paused":
    case "training":
    case "diverged": {
      if (!network) return null;
      const icon = { paused: "$(debug-start)", training: "$(debug-pause)", diverged: "$(warning)" }[status];
      const standing = standingText(state);
      if (state.past !== null) {
        const [step, present] = [state.past.step, state.past.present.step].map((count) => count.toLocaleString("en"));
        const words = [`step ${step} of ${present}`, ...standing.slice(1)];
        return {
          text: `$(history) Downhill: ${["the past", ...words].join(" · ")}`,
          label: `Downhill, ${["the past", ...words].join(", ")}. Click to train on from there as a new run.`,
        };
      }
      const click = status === "training" ? "pause" : "train";
      return {
        text: `${icon} Downhill: ${[status, ...standing].join(" · ")}`,
        label: `Downhill, ${[status, ...standing].join(", ")}. Click to ${click}.`,
      };
    }
    default:
      return assertNever(status);
  }
}

/** Epoch and accuracy, as far as there are any. */
function standingText({ progress }: LiveState): string[] {
  if (!progress) return [];
  const parts = [`epoch ${progress.epoch}`];
  if (progress.accuracy !== null) parts.push(percentText(progress.accuracy, 1));
  return parts;
}
