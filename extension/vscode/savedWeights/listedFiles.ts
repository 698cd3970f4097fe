/** A weights file as the tree lists it. */
export interface ListedFile<Place> {
  readonly place: Place;
  /** without the folder */
  readonly name: string;
  /** from the workspace's folder on, with forward slashes; of several workspace folders with the folder's name in front */
  readonly folder: string;
  /** since 1970 */
  readonly modifiedMs: number;
}

export interface ListedFolder<Place> {
  readonly folder: string;
  /** the newest first */
  readonly files: readonly ListedFile<Place>[];
}

/**
 * Groups files by their folders. The folder with the newest file stands first, and in it that file. The parts of a model
 * that an index in the same folder holds together are left out: the index shows them.
 */
export function byFolder<Place>(files: readonly ListedFile<Place>[]): ListedFolder<Place>[] {
  const folders = new Map<string, ListedFile<Place>[]>();
  for (const file of files) {
    const others = folders.get(file.folder) ?? [];
    folders.set(file.folder, others);
    others.push(file);
  }
  return [...folders]
    .map(([folder, inFolder]) => ({ folder, files: withoutShards(inFolder).sort(newestFirst) }))
    .sort((a, b) => newestFirst(a.files[0], b.files[0]));
}

function newestFirst<Place>(a: ListedFile<Place>, b: ListedFile<Place>): number {
  return b.modifiedMs - a.modifiedMs || a.folder.localeCompare(b.folder) || compareNames.compare(a.name, b.name);
}

const compareNames = new Intl.Collator("en", { numeric: true });

/** `model-00001-of-00003.safetensors` beside `model.safetensors.index.json` */
function withoutShards<Place>(files: readonly ListedFile<Place>[]): ListedFile<Place>[] {
  const indexed = new Set(files.flatMap(({ name }) => /^(.+)\.safetensors\.index\.json$/i.exec(name)?.[1] ?? []));
  return files.filter(({ name }) => {
    const stem = /^(.+)-\d{5}-of-\d{5}\.safetensors$/i.exec(name)?.[1];
    return stem === undefined || !indexed.has(stem);
  });
}

/** A part of a long list, and what comes after it. */
export interface Page<Item> {
  readonly shown: readonly Item[];
  readonly rest: readonly Item[];
}

/** Rows listed at once: what they say of themselves is read for each. A rest of a few is not hidden. */
export function firstPage<Item>(items: readonly Item[], rows = 100): Page<Item> {
  const isShort = items.length <= rows + 10;
  return isShort ? { shown: items, rest: [] } : { shown: items.slice(0, rows), rest: items.slice(rows) };
}
