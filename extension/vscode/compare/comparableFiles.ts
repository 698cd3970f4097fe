import type { WeightsSummary } from "../../protocol/weightsSummary.ts";
import { byFolder, type ListedFile } from "../savedWeights/listedFiles.ts";
import { shortWords } from "../weightsPreview/shortWords.ts";

/** A file that is offered to be compared. */
export interface ComparableFile<Place> extends ListedFile<Place> {
  /** what is in it, for beside its name: `784–16–16–10 · 93.1 %`; empty where that is not known yet */
  readonly words: string;
}

/**
 * The workspace's files in the order in which a person looks for one to compare: the newest first, those that cannot be read
 * last. The parts of a model that an index holds together are left out.
 *
 * @param read what a file holds
 * @param signal ends the wait: what is not known by then is offered without words
 */
export async function comparableFiles<Place>(
  files: readonly ListedFile<Place>[],
  read: (place: Place, signal: AbortSignal) => Promise<WeightsSummary>,
  signal: AbortSignal,
): Promise<ComparableFile<Place>[]> {
  const newest = byFolder(files)
    .flatMap((folder) => folder.files)
    .sort((one, another) => another.modifiedMs - one.modifiedMs);
  const looked = await Promise.all(
    newest.map(async (file, index) => {
      if (index >= mostRead) return { file: { ...file, words: "" }, isReadable: true };
      try {
        return { file: { ...file, words: shortWords(await read(file.place, signal)) }, isReadable: true };
      } catch {
        // One that took too long is not known to be broken.
        return { file: { ...file, words: signal.aborted ? "" : "cannot be read" }, isReadable: signal.aborted };
      }
    }),
  );
  const [readable, others] = [true, false].map((is) => looked.filter(({ isReadable }) => isReadable === is));
  return [...readable, ...others].map(({ file }) => file);
}

/** Nobody looks further down a list than that without typing a name. */
const mostRead = 200;
