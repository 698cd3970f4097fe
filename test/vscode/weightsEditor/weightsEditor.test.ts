import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { commands, TabInputCustom, Uri, window } from "vscode";

test("a safetensors file opens in the weights editor by itself", async (t) => {
  await commands.executeCommand("vscode.open", await weightsFile(t, "w.safetensors"));
  assert.equal(activeEditorType(), "downhill.weightsEditor");
});

test("a file of another name opens in the weights editor when asked, as links to it do", async (t) => {
  for (const type of ["downhill.weightsEditor", "downhill.offeredWeightsEditor"]) {
    await commands.executeCommand("vscode.openWith", await weightsFile(t, "w.pt"), type);
    assert.equal(activeEditorType(), type);
  }
});

test("downhill.openSavedWeights takes a file, or one and what of it to show, in one editor", async (t) => {
  const file = await weightsFile(t, "w.safetensors");
  for (const argument of [file, file.toString(), { uri: file, tensor: "w" }, { uri: file.fsPath, neuron: "1.0" }]) {
    await commands.executeCommand("downhill.openSavedWeights", argument);
    assert.equal(activeEditorType(), "downhill.weightsEditor");
    assert.equal(window.tabGroups.activeTabGroup.tabs.filter(({ label }) => label === "w.safetensors").length, 1);
  }
  const refused = [
    [{ uri: file, neuron: "first" }, 'downhill.openSavedWeights: neuron: expected an address such as "1.5"'],
    [{ uri: file, tensor: 3 }, "downhill.openSavedWeights: tensor: expected its name, found 3."],
    [{ tensor: "w" }, "downhill.openSavedWeights: expected a file"],
  ] as const;
  for (const [argument, words] of refused) {
    const opening = async () => commands.executeCommand("downhill.openSavedWeights", argument);
    await assert.rejects(opening, (error: Error) => error.message.includes(words));
  }
});

function activeEditorType(): string | undefined {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom ? input.viewType : undefined;
}

/** One weight of 0, gone with the test, its editor too. */
async function weightsFile(t: TestContext, name: string): Promise<Uri> {
  const folder = await mkdtemp(join(tmpdir(), "downhill-weights-"));
  t.after(async () => {
    await commands.executeCommand("workbench.action.closeActiveEditor");
    await rm(folder, { recursive: true, force: true });
  });
  const header = Buffer.from('{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  await writeFile(join(folder, name), Buffer.concat([length, header, Buffer.alloc(4)]));
  return Uri.file(join(folder, name));
}
