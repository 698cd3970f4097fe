import type { DataName } from "./benchArguments.ts";
import type { PeerName } from "./peers.ts";

/** One comparison, as `--json` prints it. */
export interface SpeedRow {
  readonly network: string;
  readonly batch: number;
  readonly data: DataName;
  readonly peer: PeerName;
  /** median examples a second */
  readonly ours: number;
  readonly theirs: number;
  /** ours to theirs, to two decimals */
  readonly ratio: number;
}

/** @param ours examples a second, as measured */
export function speedRow(
  { network, batch }: { readonly network: string; readonly batch: number },
  data: DataName,
  peer: PeerName,
  ours: number,
  theirs: number,
): SpeedRow {
  const ratio = Math.round((ours / theirs) * 100) / 100;
  return { network, batch, data, peer, ours: Math.round(ours), theirs: Math.round(theirs), ratio };
}

const widths = [16, 6, 8, 14, 12, 12, 10, 10, 0] as const;
const isNumber = [false, true, false, false, true, true, true, true, false] as const;

export const speedHeader = lineOf([
  "network",
  "batch",
  " data",
  "peer",
  "ours /s",
  "theirs /s",
  "ratio",
  "at least",
  "  theirs",
]);

/**
 * @param leastRatio what the project holds itself to
 * @param description of the peer
 */
export function speedLine(row: SpeedRow, leastRatio: number | undefined, description: string): string {
  const count = (value: number) => value.toLocaleString("en");
  const cells = [row.network, String(row.batch), ` ${row.data}`, row.peer, count(row.ours), count(row.theirs)];
  return lineOf([
    ...cells,
    `${row.ratio.toFixed(2)}×`,
    leastRatio === undefined ? "" : `${leastRatio}×`,
    `  ${description}`,
  ]);
}

/**
 * How near we come to what the processor could do at most.
 *
 * @param ours examples a second
 * @param limit examples a second, if nothing but the multiply-adds of the pixels that are not black took time
 */
export function limitLine(
  { network, batch }: { readonly network: string; readonly batch: number },
  data: DataName,
  ours: number,
  limit: number,
): string {
  const count = (value: number) => Math.round(value).toLocaleString("en");
  const share = `${Math.round((ours / limit) * 100)} %`;
  return lineOf([network, String(batch), ` ${data}`, "limit, 128 bit", count(ours), count(limit), share, "", ""]);
}

function lineOf(cells: readonly string[]): string {
  return cells
    .map((cell, k) => (isNumber[k] ? cell.padStart(widths[k]) : cell.padEnd(widths[k])))
    .join("")
    .trimEnd();
}
