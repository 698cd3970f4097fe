import type { WeightsSample } from "../samples/weightsSamples.ts";
import type { Outcome } from "./fuzzCase.ts";

const kept: unknown[] = [];

/** Does what no reader should, at some cases. */
export async function lookThrough(_changed: WeightsSample, _whole: WeightsSample, number: number): Promise<Outcome> {
  switch (number) {
    case 1010:
      throw new TypeError("a bug");
    case 1020:
      for (;;);
    case 1030:
      kept.push(new Uint8Array(300e6).fill(1));
      break;
    case 1040:
      process.abort();
  }
  return "refused";
}
