import { learningInWords } from "../extension/protocol/learningInWords.ts";
import type { LiveState } from "../extension/protocol/liveState.ts";
import { percentText, sizesText, wholeText } from "./figureText.ts";
import { speedText } from "./pace.ts";

/** `784–16–16–10 · sigmoid · 13,002 parameters · built-in digits`; what is not as in the lesson beside the activation */
export function networkText({ network }: LiveState): string {
  if (!network) return "no network yet";
  const { shape, settings } = network;
  const parameters = `${wholeText(network.parameterCount)} parameters`;
  return [sizesText(shape.sizes), ...learningInWords(settings), parameters, network.datasetLabel].join(" · ");
}

/** `epoch 4 · step 4,800`: whole passes over the training examples, and mini-batches applied */
export function progressText({ network, progress }: LiveState): string {
  if (!network || !progress) return "";
  return `epoch ${wholeText(progress.epoch)} · step ${wholeText(progress.step)}`;
}

/** `example 7 of 10` while a mini-batch is under way; an epoch's last one may be smaller than the others. */
export function batchText({ network, progress }: LiveState): string {
  if (!network || !progress || progress.examplesInBatch === 0) return "";
  const { batchSize } = network.settings;
  const left = network.trainingCount - progress.batchInEpoch * batchSize;
  return `example ${wholeText(progress.examplesInBatch)} of ${wholeText(left > 0 ? Math.min(batchSize, left) : batchSize)}`;
}

/** Examples a second up to which the eye can follow a mini-batch as it fills. */
const mostWatched = 30;

/** The mini-batch under way, as {@link batchText}, or how fast training goes where that is too fast to be watched. */
export function activityText(live: LiveState): string {
  const isWatched = live.status !== "training" || (live.pace !== null && live.pace <= mostWatched);
  if (live.past !== null) return "the past";
  if (isWatched) return batchText(live);
  const perSecond = live.progress?.examplesPerSecond ?? null;
  return perSecond === null ? "" : speedText(perSecond);
}

/** The held-out accuracy: `93.1 %`, or a dash before the first evaluation. */
export function accuracyText({ progress }: LiveState): string {
  return progress?.accuracy == null ? "–" : percentText(progress.accuracy);
}

/** One sentence for a screen reader on where training stands; the same for as long as it goes on, null without a network. */
export function statusSentence(live: LiveState): string | null {
  const reads = live.progress?.accuracy == null ? [] : [`${accuracyText(live)} of the held-out examples right`];
  if (live.past !== null) {
    const { step, share, present } = live.past;
    if (share < 1) return `Going to step ${wholeText(step)}.`;
    return `${[`The past, step ${wholeText(step)} of ${wholeText(present.step)}`, ...reads].join(", ")}.`;
  }
  const where = [progressText(live), batchText(live), ...reads].filter((part) => part !== "").join(", ");
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
