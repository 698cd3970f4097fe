/** A file that an export is made of. */
export interface ExportedFile {
  /** from the folder that is written to, folders apart by / */
  readonly path: string;
  readonly bytes: Uint8Array;
}
