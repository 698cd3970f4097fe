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
      // Pieces small enough that one too many ends the worker: at a large one the whole process may end.
      for (;;) kept.push(new Array(50_000).fill(0.5));
  }
  return "refused";
}
