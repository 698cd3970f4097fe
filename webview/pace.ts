import { type Pace, paces } from "../extension/protocol/settings.ts";
import { wholeText } from "./figureText.ts";

/** `1 example/s`, `1,000 examples/s`, `as fast as it goes` */
export function paceText(pace: Pace): string {
  if (pace === null) return "as fast as it goes";
  return pace === 1 ? "1 example/s" : `${wholeText(pace)} examples/s`;
}

/** Where on the scale of paces one stands; a pace between two of them stands at the slower. */
export function paceIndex(pace: Pace): number {
  if (pace === null) return paces.length - 1;
  return Math.max(
    0,
    paces.findLastIndex((each) => each !== null && each <= pace),
  );
}
