/** A string that may be a tensor's name. */
export interface NamedTensor {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/**
 * The string in quotes around a place in a line, when it may be a tensor's name such as `0.weight` or `dense/kernel:0`:
 * nothing with blanks, and no more than names have.
 */
export function namedTensor(line: string, place: number): NamedTensor | undefined {
  for (const match of line.matchAll(/(["'`])(?<name>[\w.\-/:$@+[\]]{1,300})\1/g)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (start > place) return undefined;
    if (place <= end && match.groups) return { start, end, name: match.groups.name };
  }
  return undefined;
}
