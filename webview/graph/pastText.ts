import type { LiveState } from "../../extension/protocol/liveState.ts";
import { wholeText } from "../figureText.ts";

/** Why there is no looking back. */
export const tooLargeText = "This network is so large that its earlier steps are not kept";

/** `step 1,200 of 4,800 · the past`, or how far the way there is replayed; in the present `step 4,800`. */
export function pastText({ past, progress }: LiveState): string {
  if (past === null) return progress === null ? "" : `step ${wholeText(progress.step)}`;
  const step = `step ${wholeText(past.step)} of ${wholeText(past.present.step)}`;
  return past.share < 1 ? `${step} · replaying, ${Math.floor(past.share * 100)}\u202f%` : `${step} · the past`;
}

/** `Train on from step 1,200` */
export function trainOnText(step: number): string {
  return `Train on from step ${wholeText(step)}`;
}
