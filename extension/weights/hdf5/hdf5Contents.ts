import { UnsupportedWeightsError } from "../weightsFileError.ts";
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
  const waiting: string[] = [];
  let found = 0;
  let steps = 0;
  const enter = (group: string) => {
    const depth = group === "" ? 0 : group.split("/").length;
    if (depth > mostDepth) {
      throw new UnsupportedWeightsError(file, `expected groups at most ${mostDepth} deep in each other, found deeper.`);
    }
    const inside = pathsIn(hdf5, group);
    found += inside.length;
    steps += inside.length * (depth + 1);
    if (found > mostObjects) {
      throw new UnsupportedWeightsError(
        file,
        `expected at most ${mostObjects} groups, datasets and links, found more.`,
      );
    }
    if (steps > mostSteps) {
      throw new UnsupportedWeightsError(file, `expected at most ${mostSteps} steps from group to group, found more.`);
    }
    for (const path of inside.reverse()) waiting.push(path);
  };
  enter("");
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const kind = hdf5.kindOf(path);
    if (kind === "dataset") datasets.set(path, hdf5.dataset(path));
    if (kind !== "group") continue;
    const identity = hdf5.identityOf(path);
    if (entered.has(identity)) continue;
    entered.add(identity);
    groups.add(path);
    enter(path);
  }
  return { datasets, groups };
}

/** A model of a thousand layers has five thousand. To look at one takes a fifteenth of a millisecond. */
const mostObjects = 10_000;
const mostDepth = 32;
/** From the root, a group at a time, for each anew: as long as the looking takes. Keras keeps `layers/dense/vars/0`. */
const mostSteps = 20_000;

function pathsIn(hdf5: Hdf5File, group: string): string[] {
  return hdf5.namesIn(group).map((name) => (group === "" ? name : `${group}/${name}`));
}
