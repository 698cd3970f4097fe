import { writeFile } from "node:fs/promises";

/** Writes a file unless there is one: a person's own changes to it stay. */
export async function writeIfMissing(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
