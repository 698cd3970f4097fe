import assert from "node:assert/strict";
import type { Locator } from "playwright-core";
import { signedText } from "../../extension/protocol/numberText.ts";
import { roundLimit } from "../../extension/protocol/roundLimit.ts";
import { nothingObserved, type Observation } from "../../extension/protocol/snapshot.ts";
import { divergingScale, scaleColour } from "../../webview/drawings/colourScales.ts";
import { editorThemes } from "./editorThemes.ts";
import type { LessonHost } from "./lessonHost.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { last } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel shows the weights", (panelTest) => {
  const size = { width: 1280, height: 900 };
  const wide = { ...size, sizes: [784, 100, 10] };
  const neurons = ({ page }: OpenedPanel, layer: string) =>
    page.getByRole("listbox", { name: `Neurons of the ${layer}` });
  const pictures = (panel: OpenedPanel) => neurons(panel, "hidden layer 1");
  const observedRows = (panel: OpenedPanel) => last(panel, "observe").observation.rows;
  const open = async (panel: OpenedPanel) => {
    await panel.post({ type: "showView", view: "weights" });
    await panel.until(() => observedRows(panel).length > 0);
  };

  panelTest(
    "and asks for exactly the rows that it shows",
    async ({ panel }) => {
      await open(panel);
      await panel.until(() => observedRows(panel).length === 3);
      assert.deepEqual(observedRows(panel), [
        { layer: 1, from: 0, count: 16 },
        { layer: 2, from: 0, count: 16 },
        { layer: 3, from: 0, count: 10 },
      ]);
    },
    size,
  );

  panelTest(
    "each in the colour of its value, in every theme",
    async ({ panel, host }) => {
      await open(panel);
      const { weights, weightLimit } = rowsOf(host, 1, 16);
      for (const theme of ["dark", "light", "highContrast"] as const) {
        await panel.setTheme(theme);
        const hex = editorThemes[theme].variables["editor-background"];
        const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
        const scale = divergingScale([red, green, blue]);
        for (const [neuron, pixel] of [
          [0, 0],
          [5, 12 * 28 + 7],
          [15, 783],
        ]) {
          const wanted = scaleColour(scale, weights[neuron * 784 + pixel], roundLimit(weightLimit));
          await painted(pictures(panel), neuron, pixel, wanted);
        }
      }
    },
    size,
  );

  panelTest(
    "with the exact one under the pointer in digits",
    async ({ panel, host }) => {
      await open(panel);
      const box = await pictures(panel).getByRole("option").nth(5).boundingBox();
      assert.ok(box);
      await panel.page.mouse.move(box.x + (7.5 / 28) * box.width, box.y + (12.5 / 28) * box.width);
      const value = rowsOf(host, 1, 16).weights[5 * 784 + 12 * 28 + 7];
      assert.deepEqual(await panel.page.locator(".tooltip:visible > div").allTextContents(), [
        "1.5 listens to pixel row 12, column 7",
        `w = ${signedText(value, 3)}`,
      ]);
    },
    size,
  );

  panelTest(
    "and inspects the neuron whose picture is clicked, and rings it",
    async ({ panel }) => {
      await open(panel);
      const option = pictures(panel).getByRole("option").nth(5);
      await option.click();
      assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 1, neuron: 5 });
      await pictures(panel).getByRole("option", { selected: true }).waitFor();
      assert.equal(await option.getAttribute("aria-selected"), "true");
    },
    size,
  );

  panelTest(
    "and inspects the neuron whose row of a matrix is clicked",
    async ({ panel }) => {
      await open(panel);
      await neurons(panel, "output layer").getByRole("option").nth(7).click();
      assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 3, neuron: 7 });
    },
    size,
  );

  panelTest(
    "and is walked by arrow keys; Enter and the space bar inspect",
    async ({ panel }) => {
      await open(panel);
      await neurons(panel, "hidden layer 2").focus();
      for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "Enter"]) await panel.page.keyboard.press(key);
      assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 2, neuron: 1 });
      for (const key of ["End", " "]) await panel.page.keyboard.press(key);
      assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 2, neuron: 15 });
    },
    size,
  );

  panelTest(
    "and reads a matrix's weight out where the arrow keys lead",
    async ({ panel, host }) => {
      await open(panel);
      await neurons(panel, "hidden layer 2").focus();
      for (const key of ["ArrowDown", "ArrowRight", "ArrowRight"]) await panel.page.keyboard.press(key);
      const value = rowsOf(host, 2, 16).weights[16 + 1];
      await panel.page
        .getByRole("status")
        .filter({ hasText: `2.1 listens to 1.1: w = ${signedText(value, 3)}` })
        .waitFor({ state: "attached" });
    },
    size,
  );

  panelTest(
    "of a wide layer in pages, and asks for one at a time",
    async ({ panel }) => {
      await open(panel);
      await pictures(panel).focus();
      await panel.page.keyboard.press("PageDown");
      await panel.until(() => observedRows(panel)[0]?.from === 50);
      assert.deepEqual(observedRows(panel)[0], { layer: 1, from: 50, count: 50 });
      await panel.page.keyboard.press("Enter");
      assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 1, neuron: 50 });
    },
    wide,
  );

  panelTest(
    "on the page of a neuron that is inspected elsewhere",
    async ({ panel, host }) => {
      await open(panel);
      await host.change({ inspected: { layer: 1, neuron: 77 } });
      await panel.until(() => observedRows(panel)[0]?.from === 50);
    },
    wide,
  );

  panelTest(
    "and asks for no rows of a layer that is scrolled out of sight",
    async ({ panel }) => {
      await open(panel);
      await panel.until(() => observedRows(panel).every(({ layer }) => layer === 1));
      await neurons(panel, "output layer").scrollIntoViewIfNeeded();
      await panel.until(() => observedRows(panel).some(({ layer }) => layer === 2));
    },
    { ...wide, height: 640 },
  );
});

function rowsOf(host: LessonHost, layer: number, count: number) {
  const observation: Observation = { ...nothingObserved, rows: [{ layer, from: 0, count }] };
  return host.snapshot(observation).rows[0];
}

/** Resolves when the middle of a weight's square has this colour in the drawing. */
async function painted(listbox: Locator, neuron: number, pixel: number, wanted: readonly number[]): Promise<void> {
  const canvas = await listbox.elementHandle();
  await listbox.page().waitForFunction(
    ({ list, index, place, colour }) => {
      const drawing = list?.querySelector("canvas");
      const option = list?.querySelectorAll<HTMLElement>("[role=option]")[index];
      const context = drawing?.getContext("2d");
      if (!option || !context) return false;
      const weight = option.offsetWidth / 28;
      const x = option.offsetLeft + ((place % 28) + 0.5) * weight;
      const y = option.offsetTop + (Math.floor(place / 28) + 0.5) * weight;
      const ratio = window.devicePixelRatio;
      const { data } = context.getImageData(Math.floor(x * ratio), Math.floor(y * ratio), 1, 1);
      return colour.every((channel, k) => channel === data[k]);
    },
    { list: canvas, index: neuron, place: pixel, colour: wanted },
  );
}
