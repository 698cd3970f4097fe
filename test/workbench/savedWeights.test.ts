import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { numberCount } from "../../extension/protocol/numberCount.ts";
import { writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { shapeOf } from "../network/shapeOf.ts";
import { someNetwork, someTraining, withMoments } from "../weights/someNetwork.ts";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

for (const theme of ["dark", "light"] as const) {
  test(`a hover in code and the tree show what is in saved weights, in the ${theme} workbench`, async () => {
    const folder = await mkdtemp(join(tmpdir(), "downhill-saved-weights-"));
    await writeWorkspace(folder);
    await using workbench = await openWorkbench({ theme, workspace: folder });
    const lesson = new Lesson(workbench);
    const { page } = lesson;
    try {
      await page.locator('.activitybar [aria-label^="Downhill"]').first().click();
      await lesson.treeRow("small.safetensors").filter({ hasText: "784–3–10" }).waitFor();
      await lesson.treeRow("broken.npz").filter({ hasText: "cannot be read" }).waitFor();
      assert.deepEqual(await labels(page), ["models", "broken.npz", "small.safetensors", "old"]);

      await openFile(page, "load_weights.py");
      await page.locator(".view-line", { hasText: "load_file(" }).getByText("digits.safetensors").hover();
      const hover = page.locator(".monaco-hover:visible", { hasText: "784–16–16–10 · sigmoid · 13,002 parameters" });
      await hover.waitFor();
      const picture = hover.locator("img").first();
      await picture.waitFor();
      const [isDrawn, ownWidth, width] = await picture.evaluate((image: HTMLImageElement) => [
        image.complete,
        image.naturalWidth,
        image.clientWidth,
      ]);
      assert.equal(isDrawn, true);
      assert.equal(ownWidth, width, "the picture is shown pixel for pixel");
      const shown = await hover.evaluate((widget) => widget.clientHeight);
      const all = await hover
        .locator(".monaco-hover-content")
        .first()
        .evaluate((content) => content.scrollHeight);
      assert.ok(shown > 200 && all <= shown, `a hover's ${all} pixels are in sight, ${shown} of them`);
      await page.screenshot({ path: screenshotPath(`weights-hover-${theme}`) });

      await page.locator(".view-line", { hasText: "first = " }).getByText("0.weight").hover();
      await page.locator(".monaco-hover:visible", { hasText: "F32 [16, 784]" }).locator("img").first().waitFor();
      await page.screenshot({ path: screenshotPath(`weights-hover-tensor-${theme}`) });
      await page.locator(".view-line", { hasText: "conv = " }).getByText("conv.safetensors").hover();
      await page.locator(".monaco-hover:visible", { hasText: "conv.weight" }).locator("table").waitFor();
      await page.screenshot({ path: screenshotPath(`weights-hover-statistics-${theme}`) });

      await lesson.treeRow("small.safetensors").locator(".monaco-tl-twistie").click();
      await lesson.treeRow("Tensors").waitFor();
      await page.locator(".pane-body .monaco-list-row", { hasText: "hidden · 3 neurons · ReLU" }).click();
      await page.locator(".pane-body .monaco-list-row", { hasText: "1.2" }).first().waitFor();
      await page.screenshot({ path: screenshotPath(`weights-tree-${theme}`) });
      await page.locator(".pane-body .monaco-list-row", { hasText: "1.2" }).first().click();
      const editor = page.frameLocator("iframe.webview").frameLocator("#active-frame");
      const neuron = editor.getByRole("option", { name: "neuron 2 of hidden layer 1", selected: true });
      await neuron.waitFor();
      await page.screenshot({ path: screenshotPath(`weights-tree-neuron-${theme}`) });
      await lesson.treeRow("Tensors").click();
      await page.locator(".pane-body .monaco-list-row", { hasText: "2.bias" }).click();
      await editor.getByText("[10] · F32 · 10 numbers").waitFor();
      await lesson.treeRow("broken.npz").hover();
      await page
        .locator(".monaco-hover:visible", { hasText: "cannot be read" })
        .getByRole("link", { name: "Open" })
        .waitFor();
      await lesson.treeRow("small.safetensors").hover();
      const tooltip = page.locator(".monaco-hover:visible", { hasText: "2,395 parameters" });
      await tooltip.locator("img").first().waitFor();
      await page.screenshot({ path: screenshotPath(`weights-tooltip-${theme}`) });
      await tooltip.getByRole("link", { name: "Open", exact: true }).click();
      await page.locator(".tabs-container .tab", { hasText: "small.safetensors" }).waitFor();
    } finally {
      await page.screenshot({ path: screenshotPath(`weights-${theme}`) });
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function writeWorkspace(folder: string): Promise<void> {
  await mkdir(join(folder, "old"));
  await writeFile(join(folder, "old", "digits.safetensors"), writeSavedNetwork(networkOfWaves()));
  const code = `from safetensors.torch import load_file\n\n\nweights = load_file("old/digits.safetensors")\nfirst = weights["0.weight"]\nconv = load_file("old/conv.safetensors")\n`;
  await writeFile(join(folder, "load_weights.py"), `${"\n".repeat(16)}${code}`);
  await writeFile(
    join(folder, "old", "conv.safetensors"),
    writeSafetensors({ tensors: convolution(), metadata: new Map() }),
  );
  await mkdir(join(folder, "models"));
  const now = Date.now() / 1000;
  for (const [name, bytes, age] of [
    ["small.safetensors", writeSavedNetwork(someNetwork()), 20],
    ["broken.npz", "no weights", 10],
  ] as const) {
    await writeFile(join(folder, "models", name), bytes);
    await utimes(join(folder, "models", name), now - age, now - age);
  }
  for (const name of ["digits", "conv"])
    await utimes(join(folder, "old", `${name}.safetensors`), now - 1000, now - 1000);
}

/** Tensors that are no dense network. */
function convolution() {
  return [
    { name: "conv.weight", shape: [16, 3, 5, 5] },
    { name: "conv.bias", shape: [16] },
  ].map(({ name, shape }) => {
    const count = numberCount(shape);
    const bytes = new Uint8Array(Float32Array.from({ length: count }, (_, place) => Math.sin(place)).buffer);
    return { name, shape, dtype: "F32" as const, bytes };
  });
}

/** A network that looks as if it had learnt: each first neuron's weights are a wave, fading towards the edges. */
function networkOfWaves() {
  const sizes = [784, 16, 16, 10];
  const wave = (neuron: number, pixel: number) => {
    const [x, y] = [(pixel % 28) - 13.5, Math.floor(pixel / 28) - 13.5];
    const angle = (neuron / 16) * Math.PI;
    const along = x * Math.cos(angle) + y * Math.sin(angle);
    return Math.cos(along / (1.5 + (neuron % 4)) + neuron) * Math.exp(-(x * x + y * y) / 80);
  };
  const parameters = sizes.slice(1).map((size, index) => ({
    weights: Float32Array.from({ length: size * sizes[index] }, (_, place) => {
      return wave(Math.floor(place / sizes[index]), place % sizes[index]);
    }),
    biases: new Float32Array(size),
  }));
  const training = withMoments(
    { ...someTraining, descent: "adam", dataset: "built-in digits" },
    sizes.slice(1, -1),
    12,
  );
  return { shape: shapeOf(sizes, "sigmoid"), parameters, training };
}

async function labels(page: Page): Promise<string[]> {
  const pane = page.locator(".pane", { has: page.getByText("Saved Weights", { exact: true }) });
  return pane.locator(".monaco-list-row .label-name").allTextContents();
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.keyboard.press("ControlOrMeta+p");
  await page.locator(".quick-input-widget input").first().fill(name);
  await page.locator(".quick-input-widget .monaco-list-row", { hasText: name }).first().click();
  await page.locator(".view-line", { hasText: "import" }).first().waitFor();
}
