import assert from "node:assert/strict";
import { mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, type TestContext, test } from "node:test";
import type { FrameLocator } from "playwright-core";
import { run } from "../../scripts/run.ts";
import { openWorkbench, type Workbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

/** What somebody trained, as a file. */
let trained: Buffer;

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "downhill-weights-"));
  const file = join(folder, "digits.safetensors");
  const words = ["--data", "built-in", "--epochs", "2", "--seed", "1", "--weights", file];
  await run(process.execPath, ["scripts/train.ts", ...words]);
  trained = await readFile(file);
  await rm(folder, { recursive: true });
});

for (const [theme, viewport] of [
  ["dark", { width: 1400, height: 900 }],
  ["light", { width: 1400, height: 900 }],
  ["highContrast", { width: 1100, height: 700 }],
] as const) {
  test(`a weights file says at once what is in it, in the theme ${theme}`, async (t) => {
    const folder = await workspaceWith(t, "digits.safetensors");
    await using workbench = await openWorkbench({ theme, viewport, workspace: folder, settings });
    const editor = await openFile(workbench, "digits.safetensors");
    try {
      await editor.getByText("784–16–16–10 · sigmoid · 13,002 parameters").waitFor();
      await editor.getByText(/trained on built-in digits · 2 epochs · reads \d\d\.\d\d\s% right/).waitFor();
      await editor.getByRole("listbox", { name: "Neurons of the hidden layer 1" }).waitFor();
      await editor.getByRole("gridcell", { name: "0.weight" }).waitFor();
      await statisticsTaken(editor);
      await workbench.page.screenshot({ path: screenshotPath(`weights-editor-${theme}`) });
      await editor.getByRole("gridcell", { name: "0.weight" }).click();
      await editor.getByText("[16, 784] · F32 · 12,544 numbers").waitFor();
    } finally {
      await workbench.page.screenshot({ path: screenshotPath(`weights-editor-${theme}-tensor`) });
    }
  });
}

test("the weights editor follows a script that rewrites its file, keeps its place, and has it after a reload", async (t) => {
  const folder = await workspaceWith(t, "digits.safetensors");
  const file = join(folder, "digits.safetensors");
  await using workbench = await openWorkbench({ workspace: folder, settings });
  const { page } = workbench;
  const editor = await openFile(workbench, "digits.safetensors");
  const row = (inside: FrameLocator, name: string) => inside.getByRole("row", { name });
  try {
    await editor.getByRole("gridcell", { name: "4.bias" }).click();
    await statisticsTaken(editor);

    // As a checkpoint is written by most libraries: in place.
    await writeFile(file, withLastBias(7.25));
    await row(editor, "4.bias").filter({ hasText: "7.25" }).waitFor();
    await editor.locator(".statistics-list").filter({ hasText: "max7.250" }).waitFor();
    assert.equal(await row(editor, "4.bias").getAttribute("aria-selected"), "true");

    // Half of it: what was there stays, and nobody calls it an error at once.
    await writeFile(file, withLastBias(8.5).subarray(0, 30_000));
    await editor.getByText("It is being written …").waitFor();
    assert.equal(await row(editor, "4.bias").filter({ hasText: "7.25" }).count(), 1);

    // Whole, under another name, and renamed: as Downhill writes its own.
    await writeFile(`${file}.part`, withLastBias(9.5));
    await rename(`${file}.part`, file);
    await row(editor, "4.bias").filter({ hasText: "9.50" }).waitFor();
    await editor.getByText("It is being written …").waitFor({ state: "hidden" });
    await editor.getByText(/^changed (just now|\d+ s ago)$/).waitFor();
    await page.screenshot({ path: screenshotPath("weights-editor-followed") });

    // Unlike a page that is reloaded, the window saves first how its editors were left.
    await workbench.runCommand("Developer: Reload Window");
    await row(editor, "4.bias").waitFor({ state: "hidden" });
    const again = insideEditor(workbench);
    await row(again, "4.bias").filter({ hasText: "9.50" }).waitFor();
    assert.equal(await row(again, "4.bias").getAttribute("aria-selected"), "true");
    await again.getByText("[10] · F32 · 10 numbers").waitFor();
  } finally {
    await page.screenshot({ path: screenshotPath("weights-editor-reloaded") });
  }
});

test("a PyTorch file, which VS Code opens as binary, has a button that opens it in the weights editor", async (t) => {
  const folder = await workspaceWith(t, "digits.pt");
  await using workbench = await openWorkbench({ workspace: folder, settings });
  const { page } = workbench;
  try {
    const editor = await openFile(workbench, "digits.pt");
    await page.getByText("The file is not displayed in the text editor because it is either binary").waitFor();
    await page.locator('.editor-actions [aria-label^="Open in Weights Editor"]').click();
    await editor.getByText("784–16–16–10 · sigmoid · 13,002 parameters").waitFor();
  } finally {
    await page.screenshot({ path: screenshotPath("weights-editor-offered") });
  }
});

test("a file that is no weights file is said to be none, in one sentence", async (t) => {
  const folder = await workspaceWith(t, "digits.safetensors");
  await writeFile(join(folder, "broken.safetensors"), trained.subarray(0, 5000));
  await using workbench = await openWorkbench({ workspace: folder, settings });
  const editor = await openFile(workbench, "broken.safetensors");
  try {
    await editor.getByRole("heading", { name: "This file cannot be read as weights" }).waitFor();
    const region = editor.getByRole("region", { name: "The file cannot be read" });
    await region.getByText(/but not all of it is as it should be: was it downloaded, copied/).waitFor();
    await region.getByText(/^broken\.safetensors.*: expected .*, found .*\.$/).waitFor();
  } finally {
    await workbench.page.screenshot({ path: screenshotPath("weights-editor-broken") });
  }
});

/** The panel would stand in front. */
const settings = { "downhill.openPanelAtStartup": false };

async function workspaceWith(t: TestContext, name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "downhill-weights-"));
  t.after(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await writeFile(join(folder, name), trained);
  return folder;
}

async function openFile(workbench: Workbench, name: string): Promise<FrameLocator> {
  const { page } = workbench;
  // Before that, the editor is not known.
  await page.locator('.activitybar [aria-label^="Downhill"]').first().waitFor();
  const file = page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
  await file.dblclick();
  return insideEditor(workbench);
}

function insideEditor({ page }: Workbench): FrameLocator {
  return page.frameLocator("iframe.webview").frameLocator("#active-frame");
}

async function statisticsTaken(editor: FrameLocator): Promise<void> {
  await editor.locator(".statistics-bar").waitFor({ state: "hidden" });
}

/** The file with another last bias of the output layer, which is the last number in it. */
function withLastBias(value: number): Buffer {
  const bytes = Buffer.from(trained);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength));
  const [, end] = header["4.bias"].data_offsets;
  bytes.writeFloatLE(value, 8 + headerLength + end - 4);
  return bytes;
}
