import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ensureBuilt } from "../../scripts/build.ts";
import { inExtensionHost } from "../../scripts/inExtensionHost.ts";
import { testOutputFolder } from "../../scripts/project.ts";
import type { BenchArguments } from "./benchArguments.ts";
import { hasMnist, mnistFolder } from "./images.ts";
import { median } from "./median.ts";
import { sizesOf } from "./sizesOf.ts";
import { type Look, looks, type Watched, type WatchOrder } from "./watching/looks.ts";

const usualRounds = 3;
const usualSeconds = 3;
const lessonNetwork = "784-16-16-10";
const lookNames: Readonly<Record<Look, string>> = {
  hidden: "panel hidden",
  shown: "panel shown",
  inspected: "a neuron inspected",
};

/** What looking costs, of the medians of all rounds. */
interface PanelRow extends Watched {
  readonly network: string;
  /** of the rate with the panel hidden: by the clock, and by the trainer's own processor time */
  readonly share: number;
  readonly threadShare: number | null;
}

/**
 * Prints how fast it trains in the real workbench with the panel hidden and shown, in turns, and how long the extension
 * host's thread was kept from its next turn meanwhile.
 */
export async function measurePanelCost({ networks, seconds, isJson }: BenchArguments): Promise<void> {
  await ensureBuilt();
  const dataset = hasMnist() ? mnistFolder : "built-in";
  if (!isJson) console.log(header);
  for (const network of networks ?? [lessonNetwork]) {
    const order = { sizes: sizesOf(network), dataset, rounds: usualRounds, ms: (seconds ?? usualSeconds) * 1000 };
    const watched = await watch(order);
    const hidden = medianOf(watched, "hidden");
    for (const look of looks) {
      const found = medianOf(watched, look);
      const row: PanelRow = {
        network,
        ...found,
        share: found.examplesPerSecond / hidden.examplesPerSecond,
        threadShare:
          found.examplesPerThreadSecond &&
          hidden.examplesPerThreadSecond &&
          found.examplesPerThreadSecond / hidden.examplesPerThreadSecond,
      };
      console.log(isJson ? JSON.stringify(row) : lineOf(row));
    }
  }
}

async function watch(order: WatchOrder): Promise<Watched[]> {
  const folder = join(testOutputFolder, "watching");
  const watched = join(folder, "watched.json");
  await inExtensionHost(["test/bench/watching/watchInHost.ts"], folder, () => ({
    DOWNHILL_WATCH: JSON.stringify(order),
    DOWNHILL_WATCHED: watched,
  }));
  return JSON.parse(await readFile(watched, "utf8"));
}

/** Of a delay the longest counts, of all else the median. */
function medianOf(watched: readonly Watched[], look: Look): Watched {
  const rounds = watched.filter((one) => one.look === look);
  const middle = (key: "examplesPerSecond" | "snapshotsPerSecond" | "delayP99Ms") =>
    median(rounds.map((round) => round[key]));
  const known = (key: "examplesPerThreadSecond" | "otherCores") => {
    const values = rounds.flatMap((round) => round[key] ?? []);
    return values.length > 0 ? median(values) : null;
  };
  return {
    look,
    examplesPerSecond: middle("examplesPerSecond"),
    examplesPerThreadSecond: known("examplesPerThreadSecond"),
    snapshotsPerSecond: middle("snapshotsPerSecond"),
    otherCores: known("otherCores"),
    delayP99Ms: middle("delayP99Ms"),
    longestDelayMs: Math.max(...rounds.map((round) => round.longestDelayMs)),
    longestBusyMs: Math.max(...rounds.map((round) => round.longestBusyMs)),
  };
}

const columns = [
  ["network", 16],
  ["", 20],
  ["examples/s", 12],
  ["share", 8],
  ["by its CPU", 12],
  ["drawn/s", 9],
  ["other cores", 13],
  ["host p99 ms", 13],
  ["longest", 9],
  ["busy", 7],
] as const;
const header = joined(columns.map(([name]) => name));

function lineOf(row: PanelRow): string {
  const percent = (share: number | null) => (share === null ? "–" : `${(share * 100).toFixed(1)} %`);
  return joined([
    row.network,
    lookNames[row.look],
    Math.round(row.examplesPerSecond).toLocaleString("en"),
    percent(row.share),
    percent(row.threadShare),
    row.snapshotsPerSecond.toFixed(1),
    row.otherCores?.toFixed(2) ?? "–",
    row.delayP99Ms.toFixed(1),
    row.longestDelayMs.toFixed(1),
    row.longestBusyMs.toFixed(1),
  ]);
}

function joined(cells: readonly string[]): string {
  return cells
    .map((cell, k) => (k < 2 ? cell.padEnd(columns[k][1]) : cell.padStart(columns[k][1])))
    .join("")
    .trimEnd();
}
