/**
 * The few things done to files, by Node or by the editor's file systems.
 *
 * @typeParam Place how a file is named: a path, or a URI
 */
export interface Files<Place> {
  /** @throws what {@link isNotThere} knows when there is no such file */
  read(place: Place): Promise<Uint8Array<ArrayBuffer>>;
  /** Creates or overwrites a file, and its folder if need be. The bytes are safe when it resolves. */
  write(place: Place, bytes: Uint8Array): Promise<void>;
  /** In one move, replacing `to`. */
  rename(from: Place, to: Place): Promise<void>;
  /** @throws when there is no such file */
  delete(place: Place): Promise<void>;
  inside(folder: Place, name: string): Place;
  /** a name in the same folder that no file has */
  temporaryFor(place: Place): Place;
}

/** Whether an error of Node's or the editor's file systems says that a file or folder does not exist. */
export function isNotThere(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "ENOENT" || error.code === "FileNotFound";
}
