import { projectFolder } from "../../scripts/project.ts";
import { run } from "../../scripts/run.ts";

/** The last line of `npm run train -- --json`. */
export interface TrainTotals {
  readonly epochs: number;
  readonly bestAccuracy: number;
  readonly medianExamplesPerSecond: number;
}

/** Runs what `npm run train` runs, in a process of its own. @param words as on its command line */
export async function trainTotals(words: readonly string[]): Promise<TrainTotals> {
  const output = await run(process.execPath, ["scripts/train.ts", ...words, "--json"], { folder: projectFolder });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "");
}
