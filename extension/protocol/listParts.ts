/** Lists of one thing, each under its name, that may be too long for one message. */
type Lists<Names> = { readonly [Name in keyof Names]: readonly unknown[] };

/**
 * Who packs or unpacks a message holds up its thread as long as that takes: of so many entries, in all its lists together,
 * a few milliseconds.
 */
export const mostEntriesInMessage = 2000;

/** What one message holds of lists: of each as many, from one place on. */
export function partFrom<Some extends Lists<Some>>(lists: Some, from: number): Some {
  const end = from + mostEntriesOfEach(lists);
  return mapLists(lists, (list) => list.slice(from, end));
}

/** Lists in parts, the first to last; one part, of no entries, where there are none. */
export function* partsOf<Some extends Lists<Some>>(
  lists: Some,
): Generator<{ readonly from: number; readonly part: Some; readonly isLast: boolean }> {
  const length = longestOf(lists);
  const step = mostEntriesOfEach(lists);
  for (let from = 0; from === 0 || from < length; from += step) {
    yield { from, part: partFrom(lists, from), isLast: from + step >= length };
  }
}

/**
 * Lists with a part in its place: what they held before from there on is void. A part from 0 on begins new lists; those
 * grow in place with each that follows: copied at each, a long list would take a time that grows with the square of its length.
 */
export function withPart<Some extends Lists<Some>>(lists: Some, from: number, part: Some): Some {
  if (from === 0) return mapLists(lists, (_, name) => part[name].slice());
  for (const name of namesOf(lists)) {
    const list = lists[name] as readonly unknown[] as unknown[];
    list.length = Math.min(list.length, from);
    for (const entry of part[name]) list.push(entry);
  }
  return lists;
}

/** Entries of the longest: where the next part begins, of lists that were gathered part by part. */
export function longestOf<Some extends Lists<Some>>(lists: Some): number {
  return Math.max(...namesOf(lists).map((name) => lists[name].length));
}

function mostEntriesOfEach<Some extends Lists<Some>>(lists: Some): number {
  return Math.floor(mostEntriesInMessage / namesOf(lists).length);
}

function mapLists<Some extends Lists<Some>>(
  lists: Some,
  map: (list: readonly unknown[], name: keyof Some) => readonly unknown[],
): Some {
  return Object.fromEntries(namesOf(lists).map((name) => [name, map(lists[name], name)])) as Some;
}

function namesOf<Some extends Lists<Some>>(lists: Some): (keyof Some)[] {
  return Object.keys(lists) as (keyof Some)[];
}
