import { WeightsFileError } from "../weightsFileError.ts";
import type { Hdf5Dataset, Hdf5File } from "./hdf5File.ts";

/** What an HDF5 file holds, by path, in its order. */
export interface Hdf5Contents {
  readonly datasets: ReadonlyMap<string, Hdf5Dataset>;
  /** "" for the root */
  readonly groups: ReadonlySet<string>;
}

/**
 * Finds all groups and datasets, each group entered once, whatever leads to it.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function listHdf5Contents(hdf5: Hdf5File, file: string): Hdf5Contents {
  const groups = new Set([""]);
  const datasets = new Map<string, Hdf5Dataset>();
  const entered = new Set([hdf5.identityOf("")]);
  /** what is still to be seen, the next one last */
  const waiting = pathsIn(hdf5, "").reverse();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const kind = hdf5.kindOf(path);
    if (kind === "dataset") datasets.set(path, hdf5.dataset(path));
    if (kind !== "group") continue;
    const identity = hdf5.identityOf(path);
    if (entered.has(identity)) continue;
    entered.add(identity);
    groups.add(path);
    for (const inside of pathsIn(hdf5, path).reverse()) waiting.push(inside);
    if (entered.size + datasets.size + waiting.length > mostObjects) {
      throw new WeightsFileError(file, `expected at most ${mostObjects} groups and datasets, found more.`);
    }
  }
  return { datasets, groups };
}

/** Far more than any model has. */
const mostObjects = 100_000;

function pathsIn(hdf5: Hdf5File, group: string): string[] {
  return hdf5.namesIn(group).map((name) => (group === "" ? name : `${group}/${name}`));
}
