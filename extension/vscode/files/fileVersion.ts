/** What the file system says of a file without opening it. */
export interface FileFacts {
  readonly byteLength: number;
  /** since 1970 */
  readonly modifiedMs: number;
}

/** By which a file is known to be as it was. Empty for none. */
export function versionOf(facts: FileFacts | undefined): string {
  return facts === undefined ? "" : `${facts.byteLength} ${facts.modifiedMs}`;
}
