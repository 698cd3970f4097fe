import type { NetworkSettings } from "../../extension/protocol/settings.ts";
import { projectFolder } from "../../scripts/project.ts";
import { run } from "../../scripts/run.ts";

/** The last line of `npm run train -- --json`, and what its lines before tell. */
export interface TrainTotals {
  readonly epochs: number;
  readonly bestAccuracy: number;
  /** the first epoch after which it was reached, 1… */
  readonly bestEpoch: number;
  readonly medianExamplesPerSecond: number;
  readonly settings: NetworkSettings;
}

/** A line of an epoch. */
interface EpochLine {
  readonly epoch: number;
  readonly accuracy: number;
}

/** Runs what `npm run train` runs, in a process of its own. @param words as on its command line */
export async function trainTotals(words: readonly string[]): Promise<TrainTotals> {
  const output = await run(process.execPath, ["scripts/train.ts", ...words, "--json"], { folder: projectFolder });
  return totalsOf(output);
}

/** @param output of `npm run train -- --json` */
export function totalsOf(output: string): TrainTotals {
  const lines = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const totals: Omit<TrainTotals, "bestEpoch"> = lines.at(-1);
  const epochs: EpochLine[] = lines.slice(0, -1);
  const best = epochs.find(({ accuracy }) => accuracy === totals.bestAccuracy);
  if (!best) throw new Error(`npm run train: expected an epoch of ${totals.bestAccuracy}, found none in its lines.`);
  return { ...totals, bestEpoch: best.epoch };
}
