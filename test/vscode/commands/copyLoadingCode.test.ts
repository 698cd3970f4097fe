import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { commands, env, extensions, Uri, workspace } from "vscode";
import { writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { someNetwork } from "../../weights/someNetwork.ts";

const workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath as string;
const path = join(workspaceFolder, "copied.safetensors");

before(async () => {
  await writeFile(path, writeSavedNetwork(someNetwork()));
  await extensions.getExtension("downhill.downhill")?.activate();
});
after(() => rm(path));

test("the code for a file is copied, with its path from the workspace", async () => {
  await commands.executeCommand("downhill.copyLoadingCode", { uri: Uri.file(path), library: "pytorch" });
  const copied = await env.clipboard.readText();
  assert.equal(
    copied,
    `from safetensors.torch import load_file
from torch.nn import Linear, ReLU, Sequential, Sigmoid

tensors = load_file("copied.safetensors")

network = Sequential(
    Linear(784, 3),
    ReLU(),
    Linear(3, 10),
    Sigmoid(),
)
network.load_state_dict(tensors)
network.eval()
`,
  );
});

test("a library that there is not is refused with those that there are", async () => {
  await assert.rejects(
    async () => commands.executeCommand("downhill.copyLoadingCode", { uri: path, library: "fortran" }),
    /downhill\.copyLoadingCode: library: expected pytorch or numpy or jax or tensorflowjs, found "fortran"/,
  );
});
