import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  type CodeLens,
  ConfigurationTarget,
  commands,
  extensions,
  type Hover,
  MarkdownString,
  Position,
  type TextDocument,
  Uri,
  workspace,
} from "vscode";
import { readSafetensors, writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { someNetwork } from "../weights/someNetwork.ts";

const workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath as string;
let scratch: string;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "downhill-hover-"));
  await extensions.getExtension("downhill.downhill")?.activate();
  const bytes = writeSavedNetwork(someNetwork());
  await mkdir(join(workspaceFolder, "models"), { recursive: true });
  await writeFile(join(workspaceFolder, "models", "digits.safetensors"), bytes);
  await writeFile(join(scratch, "beside (1).safetensors"), bytes);
  await writeFile(join(scratch, "broken.safetensors"), bytes.subarray(0, 100));
  await writeFile(join(scratch, "notes.json"), `{"notes": 3}`);
});
after(async () => {
  await rm(scratch, { recursive: true });
  await rm(join(workspaceFolder, "models"), { recursive: true });
});

/** A document that is saved in the scratch folder. */
async function saved(name: string, text: string): Promise<TextDocument> {
  const path = join(scratch, name);
  await writeFile(path, text);
  return workspace.openTextDocument(Uri.file(path));
}

/** What Downhill's hover says over the first place where `words` stand. */
async function hoverOver(document: TextDocument, words: string): Promise<string | undefined> {
  const place = document.positionAt(document.getText().indexOf(words) + 1);
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, place);
  const texts = hovers.flatMap(({ contents }) => contents).map((content) => (content as MarkdownString).value ?? "");
  return texts.find((text) => /safetensors|pt|notes/.test(text));
}

function seen(markdown = ""): string {
  return markdown.replace(/<img [^>]*>/g, "▦").replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

test("a hover over a path in Python code says what is in the file, with a picture and links", async () => {
  const python = await saved("train.py", `w = load_file("models/digits.safetensors")\n`);
  const markdown = await hoverOver(python, "models/");
  assert.match(seen(markdown), /\*\*digits\.safetensors\*\* · safetensors/);
  assert.match(seen(markdown), /784–3–10 · .*2,395 parameters/);
  assert.ok(markdown?.includes(`<img src="data:image/png;base64,`));
  assert.ok((markdown?.length ?? 0) < 100_000);
  for (const link of ["downhill.openSavedWeights", "downhill.compareWeights", "downhill.openWeights"]) {
    assert.ok(markdown?.includes(`(command:${link}?`), link);
  }
});

const named: readonly (readonly [file: string, text: string, over: string])[] = [
  ["config.yaml", "weights: beside (1).safetensors", "(1)"],
  ["config.toml", `weights = "\${workspaceFolder}/models/digits.safetensors"`, "digits"],
  ["config.json", `{ "weights": "models/digits.safetensors" }`, "digits"],
  ["notes.md", "See [these](beside%20%281%29.safetensors).", "beside"],
  ["run.sh", "python run.py --weights=models/digits.safetensors", "digits"],
  ["join.py", `p = os.path.join(\n  "models",\n  "digits.safetensors",\n)`, `"digits`],
  ["here.ts", `join(import.meta.dirname, "beside (1).safetensors")`, "beside"],
  ["plain.txt", "models/digits.safetensors is the last one", "digits"],
];
for (const [file, text, over] of named) {
  test(`a hover over ${text} in ${file} finds the file`, async () => {
    assert.match(seen(await hoverOver(await saved(file, text), over)), /2,395 parameters/);
  });
}

test("a hover finds a file by its absolute path and its URI, in a document that was never saved", async () => {
  const path = join(scratch, "beside (1).safetensors");
  const content = `"${path}"\n${Uri.file(path)}\n`;
  const document = await workspace.openTextDocument({ content });
  assert.match(seen(await hoverOver(document, path)), /2,395 parameters/);
  assert.match(seen(await hoverOver(document, "file:")), /2,395 parameters/);
});

test("a path that does not exist, and a file of another kind, have no hover", async () => {
  const document = await saved("none.py", `load("models/none.safetensors"); load("notes.json"); load("models")`);
  for (const words of ["models/none", "notes", `models")`]) assert.equal(await hoverOver(document, words), undefined);
});

test("of a file that cannot be read a hover says what that means, opens it, and says what was found", async () => {
  const markdown = await hoverOver(await saved("broken.py", `load("broken.safetensors")`), "broken");
  assert.match(
    seen(markdown),
    /^\*\*broken\.safetensors\*\* · cannot be read\\\n.*: was it downloaded, copied or written to its end\?/,
  );
  assert.match(
    seen(markdown),
    /\n\[Open\]\(command:downhill\.openSavedWeights.*\n\n_broken\.safetensors: expected a .*\._$/,
  );
});

test("a hover over a tensor's name says what it is when its file is named nearby", async () => {
  const text = `a = load_file("models/digits.safetensors")\nfirst = a["0.weight"]\nbias = a["2.bias"]\nb = a["none"]\n`;
  const document = await saved("tensors.py", text);
  const first = seen(await hoverOver(document, "0.weight"));
  assert.match(first, /^\*\*0\.weight\*\* · F32 \[3, 784\] · in digits\.safetensors/);
  assert.match(first, /min .* · max .* · mean .* · deviation /);
  assert.match(first, /▦[\s\S]*neurons 0 to 2/);
  assert.ok(first.includes(encodeURIComponent('"tensor":"0.weight"')), "its link opens the file at it");
  assert.match(seen(await hoverOver(document, "2.bias")), /F32 \[10\]/);
  assert.equal(await hoverOver(document, `none"`), undefined);
});

test("a file that is written anew has a new hover", async () => {
  const path = join(scratch, "again.safetensors");
  await writeFile(path, "nothing yet");
  const document = await saved("again.py", `load("again.safetensors")`);
  assert.match(seen(await hoverOver(document, "again")), /again\.safetensors: expected/);
  await writeFile(path, writeSavedNetwork(someNetwork()));
  assert.match(seen(await hoverOver(document, "again")), /2,395 parameters/);
});

test("hovers of all the fixtures stay under VS Code's limit and are trusted for previews' commands alone", async () => {
  const document = await saved("trust.py", `load("models/digits.safetensors")`);
  const [hover] = await commands.executeCommand<Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    new Position(0, 9),
  );
  const [content] = hover.contents;
  assert.ok(content instanceof MarkdownString);
  assert.deepEqual(content.isTrusted, {
    enabledCommands: ["downhill.openSavedWeights", "downhill.compareWeights", "downhill.openWeights"],
  });
});

test("a hover over a tensor's name in a JSON index is that of the tensor in its shard", async () => {
  const { tensors } = readSafetensors(writeSavedNetwork(someNetwork()), "digits");
  const shards = tensors.map(({ name }, index) => [name, `model-0000${index + 1}-of-00004.safetensors`] as const);
  for (const [index, [, shard]] of shards.entries()) {
    await writeFile(join(scratch, shard), writeSafetensors({ tensors: [tensors[index]], metadata: new Map() }));
  }
  const text = JSON.stringify({ metadata: {}, weight_map: Object.fromEntries(shards) }, null, 2);
  const index = await saved("model.safetensors.index.json", text);
  const markdown = seen(await hoverOver(index, "2.weight"));
  assert.match(markdown, /^\*\*2\.weight\*\* · F32 \[10, 3\] · in model-00003-of-00004\.safetensors/);
});

test("a hover works in a notebook's cell, from the notebook's folder on", async () => {
  const path = join(scratch, "read.ipynb");
  const source = JSON.stringify(`w = load_file("beside (1).safetensors")`);
  const code = `{"cell_type":"code","execution_count":null,"metadata":{},"outputs":[],"source":[${source}]}`;
  await writeFile(path, `{"cells":[${code}],"metadata":{},"nbformat":4,"nbformat_minor":5}`);
  const notebook = await workspace.openNotebookDocument(Uri.file(path));
  assert.equal(notebook.cellCount, 1);
  assert.match(seen(await hoverOver(notebook.cellAt(0).document, "beside")), /2,395 parameters/);
});

test("a code lens is there when the setting says so, and only where there is a file", async () => {
  const document = await saved(
    "lens.py",
    `a = load("models/digits.safetensors")\nb = load("models/none.safetensors")\n`,
  );
  const lenses = () => commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 10);
  assert.deepEqual(await lenses(), []);
  const configuration = workspace.getConfiguration("downhill");
  await configuration.update("weightsCodeLens", true, ConfigurationTarget.Global);
  try {
    const found = await lenses();
    assert.ok(found.every(({ range }) => range.start.line === 0));
    // The editor keeps a provider's order; this command gives those that had to be resolved last.
    assert.deepEqual(found.map(({ command }) => command?.title).sort(), ["784–3–10 · 95.1 %", "Compare…", "Open"]);
  } finally {
    await configuration.update("weightsCodeLens", undefined, ConfigurationTarget.Global);
  }
});
