import assert from "node:assert/strict";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { extensions, Uri, workspace } from "vscode";
import { OpenedWeights } from "../../../extension/vscode/openedWeights/openedWeights.ts";
import { startNodeWeightsWorker } from "../../../extension/weightsReader/nodeWeightsPort.ts";
import { WeightsReader } from "../../../extension/weightsReader/weightsReader.ts";
import { someWeightsFile } from "../someCheckpoint.ts";

const folder = join(workspace.workspaceFolders?.[0]?.uri.fsPath as string, "weights-for-tests");
const { extensionUri } = extensions.getExtension("downhill.downhill") ?? assert.fail("no extension");
const workerPath = Uri.joinPath(extensionUri, "dist", "weightsWorker.cjs").fsPath;
const reader = new WeightsReader(() => startNodeWeightsWorker(workerPath));
const weights = new OpenedWeights(reader);

before(() => mkdir(folder, { recursive: true }));
after(async () => {
  weights.dispose();
  reader.dispose();
  await rm(folder, { recursive: true });
});

test("a weights file is described from its header, whatever its numbers are", async () => {
  const path = join(folder, "one.safetensors");
  const bytes = someWeightsFile(40);
  bytes.fill(0xff, bytes.length - 1000); // numbers that are not finite, which opening would refuse
  await writeFile(path, bytes);
  const { network, training } = await weights.summary(Uri.file(path));
  assert.deepEqual(network?.sizes, [784, 3, 10]);
  assert.equal(network.parameters, 784 * 3 + 3 + 3 * 10 + 10);
  assert.equal(training?.accuracy, 0.75);
});

test("a summary is kept while the file stays as it is, and read anew when it was written to", async () => {
  const uri = Uri.file(join(folder, "rewritten.safetensors"));
  await writeFile(uri.fsPath, someWeightsFile(40));
  const first = await weights.summary(uri);
  assert.equal(await weights.summary(uri), first);
  await writeFile(uri.fsPath, someWeightsFile(41));
  assert.equal((await weights.summary(uri)).training?.step, 41);
});

for (const [what, bytes] of [
  ["an empty file", new Uint8Array(0)],
  ["a header that is cut short", someWeightsFile(40).slice(0, 100)],
] as const) {
  test(`${what} has no summary but a sentence`, async () => {
    const path = join(folder, "broken.safetensors");
    await writeFile(path, bytes);
    await assert.rejects(weights.summary(Uri.file(path)), /^WeightsRefusal: broken\.safetensors: expected/);
  });
}
