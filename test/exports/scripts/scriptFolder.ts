import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { ScriptedNetwork } from "../../../extension/exports/scripts/scriptedNetwork.ts";
import { writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import type { ScriptCase } from "./scriptCases.ts";

/** Writes a script and its weights into a temporary folder, as digits.py and digits.safetensors. */
export async function scriptFolder(
  t: Pick<TestContext, "after">,
  { saved, scripted }: ScriptCase,
  script: (network: ScriptedNetwork) => string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "downhill-script-"));
  t.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "digits.py"), script(scripted));
  await writeFile(join(folder, "digits.safetensors"), writeSavedNetwork(saved));
  return folder;
}
