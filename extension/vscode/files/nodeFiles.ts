import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Files } from "./files.ts";
import { ownBytes } from "./ownBytes.ts";
import { temporaryName } from "./temporaryName.ts";

/** Files by their paths. */
export const nodeFiles: Files<string> = {
  read: async (path) => ownBytes(await readFile(path)),
  write: async (path, bytes) => {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, "w");
    try {
      await file.writeFile(bytes);
      // A rename may reach the disk before what was written: after a power cut an empty file would have the new name.
      await file.sync();
    } finally {
      await file.close();
    }
  },
  rename,
  delete: (path) => rm(path),
  inside: join,
  temporaryFor: (path) => join(dirname(path), temporaryName(basename(path))),
};
