import { IdxError } from "./idxError.ts";

/** The names of the two files that belong together. */
export interface IdxPair {
  readonly images: string;
  readonly labels: string;
}

/** Which files of a folder make its dataset. */
export interface IdxPairs {
  readonly training: IdxPair;
  /** null: part of the training pair is held out */
  readonly test: IdxPair | null;
}

/**
 * Finds the files to learn from among the names of a folder's files: pairs `NAME-images-idx3-ubyte` and
 * `NAME-labels-idx1-ubyte`, also spelt with a dot (`NAME-images.idx3-ubyte`), gzipped (`.gz`) or not; of a file that is
 * there both ways the one that needs no inflating. `t10k` or `test` in NAME tests, `train` trains; without a `train` the
 * only other pair does.
 *
 * @param folder the folder's name, for error messages
 * @throws {IdxError}
 */
export function findIdxPairs(names: readonly string[], folder: string): IdxPairs {
  const halves = collectHalves(names);
  const isTest = (name: string) => /(^|[^a-z])(t10k|test)/i.test(name);
  const isTraining = (name: string) => /(^|[^a-z])train/i.test(name) && !isTest(name);
  const trainingNames = [...halves.keys()].filter(isTraining);
  const otherNames = [...halves.keys()].filter((name) => !isTraining(name) && !isTest(name));
  const training = only(trainingNames.length > 0 ? trainingNames : otherNames, "training", folder);
  if (training === null) {
    const expected = "expected train-images-idx3-ubyte and train-labels-idx1-ubyte, gzipped or not";
    const found = halves.size === 0 ? "found no IDX files" : `found only ${[...halves.keys()].join(", ")} to test on`;
    throw new IdxError(folder, `${expected}, ${found}.`, { problem: "noPair" });
  }
  const test = only([...halves.keys()].filter(isTest), "test", folder);
  return {
    training: pairOf(halves, training, folder),
    test: test === null ? null : pairOf(halves, test, folder),
  };
}

/** The files' names, so that nothing else of the folder need be read. */
export function namesOf({ training, test }: IdxPairs): string[] {
  const pairs = test === null ? [training] : [training, test];
  return pairs.flatMap((pair) => [pair.images, pair.labels]);
}

type Halves = ReadonlyMap<string, Partial<Record<"images" | "labels", string>>>;

const idxName = /^(?<name>.+?)[-.](?:(?<images>images)[-.]idx3|labels[-.]idx1)-ubyte(?:\.gz)?$/i;

/** By the part of the name that the halves of a pair share. */
function collectHalves(names: readonly string[]): Halves {
  const halves = new Map<string, Partial<Record<"images" | "labels", string>>>();
  // Sorted, a name comes before itself with `.gz` at its end, and the order in which a folder lists its files is no matter.
  for (const name of [...names].sort()) {
    const groups = idxName.exec(name)?.groups;
    if (groups === undefined) continue;
    const pair = halves.get(groups.name) ?? {};
    halves.set(groups.name, pair);
    pair[groups.images === undefined ? "labels" : "images"] ??= name;
  }
  return halves;
}

function only(names: readonly string[], role: string, folder: string): string | null {
  if (names.length <= 1) return names[0] ?? null;
  throw new IdxError(folder, `expected one ${role} pair, found ${names.length}: ${names.join(", ")}.`, {
    problem: "noPair",
  });
}

function pairOf(halves: Halves, name: string, folder: string): IdxPair {
  const { images, labels } = halves.get(name) ?? {};
  if (images === undefined) {
    const expected = `expected ${name}-images-idx3-ubyte beside ${labels}`;
    throw new IdxError(folder, `${expected}, found no such file.`, { problem: "missingImages" });
  }
  if (labels === undefined) {
    const expected = `expected ${name}-labels-idx1-ubyte beside ${images}`;
    throw new IdxError(folder, `${expected}, found no such file.`, { problem: "missingLabels" });
  }
  return { images, labels };
}
