import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { writeSavedNetwork } from "../../extension/weights/savedNetworkFile.ts";
import { someNetwork } from "../weights/someNetwork.ts";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

for (const theme of ["dark", "light"] as const) {
  test(`saved weights are previewed by a hover in code and in their tree, in the ${theme} workbench`, async (t) => {
    await using workbench = await openWorkbench({ theme });
    const lesson = new Lesson(workbench);
    const { page } = lesson;
    try {
      await lesson.isReady();
      await lesson.openSideBar();
      await lesson.trainForAWhile();
      await saveAs(lesson, join(workbench.workspace, "digits.safetensors"));
      await lesson.treeRow("digits.safetensors").waitFor();
      await mkdir(join(workbench.workspace, "models"));
      await writeFile(join(workbench.workspace, "models", "small.safetensors"), writeSavedNetwork(someNetwork()));
      await writeFile(join(workbench.workspace, "models", "broken.npz"), "no weights");

      await t.test("a hover over load_file's argument shows what the first layer looks for", async () => {
        await openFile(page, "load_weights.py");
        await page.locator(".view-line", { hasText: "load_state_dict" }).getByText("digits.safetensors").hover();
        const hover = page.locator(".monaco-hover:visible", { hasText: "784–16–16–10" });
        await hover.waitFor();
        await hover.getByText("13,002 parameters").waitFor();
        const picture = hover.locator("img").first();
        await picture.waitFor();
        const drawn = await picture.evaluate((image: HTMLImageElement) => [
          image.complete,
          image.naturalWidth,
          image.clientWidth,
        ]);
        assert.equal(drawn[0], true);
        assert.equal(drawn[1], drawn[2], "the picture is shown pixel for pixel");
        await page.screenshot({ path: screenshotPath(`weights-hover-${theme}`) });
        for (const title of ["Open", "Compare with the Live Network", "Load into the Panel"]) {
          await hover.getByRole("link", { name: title, exact: true }).waitFor();
        }
        await hover.getByRole("link", { name: "Load into the Panel" }).click();
        await page.getByText("digits.safetensors is open.").waitFor();
      });

      await t.test("the tree groups files by folder, and shows layers, neurons and tensors", async () => {
        await page.mouse.move(700, 5);
        await lesson.treeRow("models").waitFor();
        await lesson.treeRow("models").click();
        await lesson.treeRow("small.safetensors").filter({ hasText: "784–3–10" }).waitFor();
        await lesson.treeRow("broken.npz").filter({ hasText: "cannot be read" }).waitFor();
        const small = lesson.treeRow("small.safetensors");
        await small.locator(".monaco-tl-twistie").click();
        await lesson.treeRow("Tensors").waitFor();
        await page.locator(".pane-body .monaco-list-row", { hasText: "hidden · 3 neurons · ReLU" }).click();
        await page.locator(".pane-body .monaco-list-row", { hasText: /1\.2bias/ }).waitFor();
        await page.screenshot({ path: screenshotPath(`weights-tree-${theme}`) });
        await small.hover();
        await page.locator(".monaco-hover:visible", { hasText: "2,395 parameters" }).locator("img").first().waitFor();
        await page.screenshot({ path: screenshotPath(`weights-tree-tooltip-${theme}`) });
      });
    } finally {
      await page.screenshot({ path: screenshotPath(`weights-${theme}`) });
    }
  });
}

async function saveAs(lesson: Lesson, path: string): Promise<void> {
  const { page } = lesson;
  await page.keyboard.press("F1");
  await lesson.question.fill(">Downhill: Save Weights");
  await lesson.answer("Save Weights").click();
  // The dialog is there once it offers a name, and a person's name goes in its place.
  for (let tries = 0; tries < 200; tries++) {
    if ((await lesson.question.inputValue().catch(() => "")).includes("digits.safetensors")) break;
    await page.waitForTimeout(50);
  }
  await lesson.question.fill(path);
  await page.keyboard.press("Enter");
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+p");
  await page.locator(".quick-input-widget input").first().fill(name);
  await page.locator(".quick-input-widget .monaco-list-row", { hasText: name }).first().click();
  await page.locator(".view-line", { hasText: "import" }).first().waitFor();
}
