import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CancellationTokenSource, ConfigurationTarget, extensions, Uri, workspace } from "vscode";
import { DocumentFiles } from "../../extension/vscode/namedFiles/documentFiles.ts";
import { OpenedWeights } from "../../extension/vscode/openedWeights/openedWeights.ts";
import { WeightsCodeLens } from "../../extension/vscode/weightsCodeLens.ts";
import { startNodeWeightsWorker } from "../../extension/weightsReader/nodeWeightsPort.ts";
import { WeightsReader } from "../../extension/weightsReader/weightsReader.ts";
import { someWeightsFile } from "./someCheckpoint.ts";

test("code lenses are asked for anew when a file that they speak of is written", async (t) => {
  const { extensionUri } = extensions.getExtension("downhill.downhill") ?? assert.fail("no extension");
  const worker = Uri.joinPath(extensionUri, "dist", "weightsWorker.cjs").fsPath;
  const reader = new WeightsReader(() => startNodeWeightsWorker(worker));
  const weights = new OpenedWeights(reader);
  const lens = new WeightsCodeLens(new DocumentFiles(), weights);
  const folder = await mkdtemp(join(tmpdir(), "downhill-lens-"));
  const configuration = workspace.getConfiguration("downhill");
  await configuration.update("weightsCodeLens", true, ConfigurationTarget.Global);
  t.after(async () => {
    await configuration.update("weightsCodeLens", undefined, ConfigurationTarget.Global);
    lens.dispose();
    weights.dispose();
    reader.dispose();
    await rm(folder, { recursive: true });
  });
  const file = join(folder, "w.safetensors");
  await writeFile(file, someWeightsFile(40));
  await writeFile(join(folder, "train.py"), 'load_file("w.safetensors")\n');
  const document = await workspace.openTextDocument(Uri.file(join(folder, "train.py")));
  const { token } = new CancellationTokenSource();
  const words = async () => {
    const [first] = await lens.provideCodeLenses(document, token);
    return (await lens.resolveCodeLens(first)).command?.title;
  };
  assert.equal(await words(), "784–3–10 · 75.0 %");

  const changed = new Promise<void>((resolve) => {
    const listening = lens.onDidChangeCodeLenses(() => {
      listening.dispose();
      resolve();
    });
  });
  // A watcher is not there at once: what is written before it is, nobody hears of.
  let writing = Promise.resolve();
  const again = setInterval(() => {
    writing = writing.then(() => writeFile(file, "no weights"));
  }, 300);
  await changed;
  clearInterval(again);
  await writing;
  assert.equal(await words(), "cannot be read");
});
