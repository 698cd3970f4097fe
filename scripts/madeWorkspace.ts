import { existsSync } from "node:fs";
import { cp, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { projectFolder, sampleWorkspace, vscodeFolder } from "./project.ts";
import { run } from "./run.ts";

/** Weights to look at, of one run at two of its ages: what changed in between can be compared. */
const sampleWeights = [
  { file: "digits.safetensors", epochs: 10 },
  { file: "digits-after-1-epoch.safetensors", epochs: 1 },
] as const;

/**
 * A copy of the sample workspace to work in, with some weights to look at. What is there already stays as it is: it may
 * have been changed.
 *
 * @returns its folder
 */
export async function ensureMadeWorkspace(): Promise<string> {
  const folder = join(vscodeFolder, "start", "workspace");
  await mkdir(folder, { recursive: true });
  await cp(sampleWorkspace, folder, { recursive: true, force: false });
  for (const { file, epochs } of sampleWeights) {
    const weights = join(folder, file);
    if (existsSync(weights)) continue;
    const trainScript = join(projectFolder, "scripts", "train.ts");
    await run(process.execPath, [trainScript, "--data", "built-in", "--epochs", `${epochs}`, "--weights", weights]);
  }
  return folder;
}
