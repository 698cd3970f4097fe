import { workerData } from "node:worker_threads";
import type { Outcome } from "./fuzzCase.ts";
import type { FuzzTask } from "./fuzzWorker.ts";

const { current } = workerData as FuzzTask;
const kept: unknown[] = [];

/** Does what no reader should, at some cases. */
export async function lookThrough(): Promise<Outcome> {
  switch (current[0]) {
    case 1010:
      throw new TypeError("a bug");
    case 1020:
      for (;;);
    case 1030:
      kept.push(new Uint8Array(300e6).fill(1));
      break;
    case 1040:
      // Small pieces, none in a longer list: at one large piece too many the whole process would end, not the worker.
      for (;;) kept[0] = { before: kept[0] };
  }
  return "refused";
}
