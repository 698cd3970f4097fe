import { type Pace, paces } from "../extension/protocol/settings.ts";
import { wholeText } from "./figureText.ts";

/** `1 example/s`, `1,000 examples/s`, `as fast as it goes` */
export function paceText(pace: Pace): string {
  return pace === null ? "as fast as it goes" : speedText(pace);
}

/** 0.9 → `1 example/s`, 1240.4 → `1,240 examples/s` */
export function speedText(examplesPerSecond: number): string {
  const rounded = wholeText(examplesPerSecond);
  return rounded === "1" ? "1 example/s" : `${rounded} examples/s`;
}

/** Where on the scale of paces one stands; a pace between two of them stands at the slower. */
export function paceIndex(pace: Pace): number {
  if (pace === null) return paces.length - 1;
  return Math.max(
    0,
    paces.findLastIndex((each) => each !== null && each <= pace),
  );
}
