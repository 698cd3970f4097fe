import type { LiveState } from "../extension/protocol/liveState.ts";
import { percentText, sizesText, wholeText } from "./figureText.ts";

/** `784–16–16–10 · sigmoid · 13,002 parameters` */
export function networkText({ network }: LiveState): string {
  if (!network) return "no network yet";
  const { shape, settings } = network;
  const hidden = shape.sizes.length > 2 ? [settings.activation === "relu" ? "ReLU" : "sigmoid"] : [];
  return [sizesText(shape.sizes), ...hidden, `${wholeText(network.parameterCount)} parameters`].join(" · ");
}

/** `epoch 4`, or `step 1,240` within the first */
export function progressText({ network, progress }: LiveState): string {
  if (!network || !progress) return "";
  return progress.epoch > 0 ? `epoch ${wholeText(progress.epoch)}` : `step ${wholeText(progress.step)}`;
}

/** The held-out accuracy: `93.1 %`, or a dash before the first evaluation. */
export function accuracyText({ progress }: LiveState): string {
  return progress?.accuracy == null ? "–" : percentText(progress.accuracy);
}

/** One sentence for a screen reader when training begins or ends; null while nothing is to be said. */
export function statusSentence(live: LiveState): string | null {
  const where = `${progressText(live)}, ${accuracyText(live)} of the held-out examples right`;
  switch (live.status) {
    case "empty":
      return null;
    case "preparing":
      return "Preparing a network.";
    case "paused":
      return `Paused at ${where}.`;
    case "training":
      return "Training.";
    case "diverged":
      return `Training stopped at ${where}.`;
  }
}
