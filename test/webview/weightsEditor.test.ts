import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, type TestContext, test } from "node:test";
import { startReader } from "../weightsReader/startReader.ts";
import { barriers } from "./barriers.ts";
import { type EditorThemeName, editorThemes } from "./editorThemes.ts";
import type { PageOptions } from "./pageHarness.ts";
import {
  type OpenedWeightsEditor,
  showWeights,
  startWeightsEditorHarness,
  type WeightsEditorHarness,
} from "./weightsEditorHost.ts";

/** What a test waits for in vain ends it. */
const timeout = 300_000;

suite("the weights editor", () => {
  let harness: WeightsEditorHarness;
  let folder: string;
  before(async () => {
    harness = await startWeightsEditorHarness();
    folder = await mkdtemp(join(tmpdir(), "downhill-weights-editor-"));
  });
  after(async () => {
    await harness.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const show = async (t: TestContext, tensors: readonly Tensor[], options?: PageOptions) => {
    const path = join(folder, `${t.name.replace(/\W+/g, "-")}.safetensors`);
    await writeFile(path, safetensorsOf(tensors));
    const shown = await showWeights(t, harness, startReader(t), path, options);
    t.after(() => assert.deepEqual(shown.editor.faults, []));
    await shown.editor.page.locator(".weights-editor").waitFor();
    return { ...shown, path };
  };
  const rowOf = ({ page }: OpenedWeightsEditor, name: string) =>
    page.locator(".virtual-table-body").getByRole("row", { name });
  const choose = (editor: OpenedWeightsEditor, name: string) =>
    rowOf(editor, name).getByRole("gridcell").first().click();

  test("says what network is in a file, and shows its layers", { timeout }, async (t) => {
    const { editor } = await show(t, network());
    await editor.page.getByText("64–5–3 · activations not recorded · 343 parameters").waitFor();
    await editor.page.getByRole("listbox", { name: "Neurons of the hidden layer 1" }).waitFor();
    await editor.page.getByRole("listbox", { name: "Neurons of the output layer" }).waitFor();
  });

  test("tells the value under the pointer with its indices, in the slice that was chosen", { timeout }, async (t) => {
    const values = Float32Array.from({ length: 2 * 3 * 4 }, (_, i) => i / 8);
    const { editor } = await show(t, [{ name: "stack", shape: [2, 3, 4], values }]);
    const picture = editor.page.locator(".tensor-picture");
    await editor.page.getByText("[2, 3, 4] · F32 · 24 numbers").waitFor();
    // Twelve squares of 56 pixels: row 1, column 2.
    await picture.hover({ position: { x: 2.5 * 56, y: 1.5 * 56 } });
    await tooltipSays(editor, ["0.750000", "[0, 1, 2]"]);
    await editor.page.getByRole("slider", { name: "Index in dimension 0, from 0 to 1" }).fill("1");
    await picture.hover({ position: { x: 2.4 * 56, y: 1.5 * 56 } });
    await tooltipSays(editor, ["2.25000", "[1, 1, 2]"]);
    await editor.page.getByRole("combobox", { name: "Rows" }).selectOption("0");
    await picture.hover({ position: { x: 2.5 * 56, y: 1.5 * 56 } });
    await tooltipSays(editor, ["1.75000", "[1, 0, 2]"]);
  });

  test("shows the tensor or the neuron that somebody comes for, though a filter hides it", { timeout }, async (t) => {
    const { editor, connection } = await show(t, network(), { width: 1000, height: 460 });
    const { page } = editor;
    await page.getByRole("searchbox").fill("0.");
    await rowOf(editor, "2.bias").waitFor({ state: "hidden" });
    connection.showPart({ kind: "tensor", name: "2.bias" });
    await page.getByText("[3] · F32 · 3 numbers").waitFor();
    assert.equal(await rowOf(editor, "2.bias").getAttribute("aria-selected"), "true");

    connection.showPart({ kind: "neuron", layer: 2, neuron: 1 });
    const output = page.getByRole("listbox", { name: "Neurons of the output layer" });
    await output.getByRole("option", { selected: true }).waitFor();
    assert.equal(await output.getByRole("option", { selected: true }).getAttribute("aria-posinset"), "2");
    const isInSight = await output.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top < window.innerHeight && bottom > 0;
    });
    assert.equal(isInSight, true);

    connection.showPart({ kind: "tensor", name: "0.bias" });
    await page.getByText("[5] · F32 · 5 numbers").waitFor();
    // What is not there any more changes nothing.
    connection.showPart({ kind: "neuron", layer: 2, neuron: 3 });
    connection.showPart({ kind: "neuron", layer: 3, neuron: 0 });
    connection.showPart({ kind: "tensor", name: "4.bias" });
    await editor.atRest();
    assert.equal(await page.getByText("[5] · F32 · 5 numbers").isVisible(), true);
  });

  test("has no more columns than have room, and leaves out the beginnings of long names", { timeout }, async (t) => {
    const names = ["q", "k"].map((name) => `model.language_model.encoder.layers.11.attention.${name}.weight`);
    const tensors = names.map((name) => ({ name, shape: [2], values: Float32Array.of(1, -2) }));
    const { editor } = await show(t, tensors, { width: 1000, height: 700 });
    const { page } = editor;
    const columnsAre = (count: number) =>
      page.waitForFunction((wanted) => {
        const table = document.querySelector(".virtual-table");
        const heads = [...document.querySelectorAll("[role=columnheader]")].filter((head) => head.clientWidth > 0);
        return heads.length === wanted && table?.scrollWidth === table?.clientWidth;
      }, count);
    // Narrow pages give the table all of their width; the name takes 240 pixels.
    for (const [width, count] of [
      [700, 7],
      [1000, 4],
      [1360, 6],
      [1900, 9],
    ] as const) {
      await page.setViewportSize({ width, height: 700 });
      await columnsAre(count);
      const cell = rowOf(editor, names[1]).getByRole("gridcell").first();
      assert.match((await cell.textContent()) ?? "", /^…([a-z_]+\.)*layers\.11\.attention\.k\.weight$/);
      assert.equal(await cell.getAttribute("title"), names[1]);
      assert.equal(await cell.evaluate(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth), false);
    }
    // The column by which it is sorted stays, in another's place.
    await page.getByRole("columnheader", { name: "Mean" }).getByRole("button").click();
    await page.setViewportSize({ width: 1000, height: 700 });
    await columnsAre(4);
    assert.equal(await page.getByRole("columnheader", { name: "Mean" }).getAttribute("aria-sort"), "descending");
  });

  test("thins a large tensor, says so, and reads what is zoomed into as it is", { timeout }, async (t) => {
    const values = Float32Array.from({ length: 1200 * 1500 }, (_, i) => (i % 7) / 16);
    const { editor } = await show(t, [{ name: "large", shape: [1200, 1500], values }], { width: 1000, height: 700 });
    const picture = editor.page.locator(".tensor-picture");
    await choose(editor, "large");
    await editor.until(() => lastSlice(editor).slice.rows === 1200);
    const whole = lastSlice(editor);
    assert.equal(whole.slice.columns, 1500);
    assert.ok(whole.slice.mostRows <= 1024 && whole.slice.mostColumns <= 1024);
    await editor.page.getByText("[1200, 1500] · F32 · 1,800,000 numbers").waitFor();
    await picture.focus();
    for (let k = 0; k < 14; k++) await editor.page.keyboard.press("+");
    await editor.page.getByText(/^rows [\d,]+–[\d,]+ of 1,200 · columns [\d,]+–[\d,]+ of 1,500$/).waitFor();
    await editor.page.keyboard.press("Home");
    await editor.until(() => {
      const { slice } = lastSlice(editor);
      return slice.firstColumn === 0 && slice.columns < 100 && slice.mostColumns === slice.columns;
    });
    const cell = /^\[(\d+), 0\]$/;
    await editor.page.waitForFunction(() =>
      /^\[\d+, 0\]$/.test(document.querySelector(".tooltip:not([hidden]) > :last-child")?.textContent ?? ""),
    );
    const [value, indices] = await editor.page.locator(".tooltip:not([hidden]) > div").allTextContents();
    const row = Number(cell.exec(indices)?.[1]);
    const exact = values[row * 1500];
    assert.equal(Number(value), exact);
  });

  test("keeps the number that the keyboard points at in sight while it zooms", { timeout }, async (t) => {
    const values = Float32Array.from({ length: 300 * 300 }, (_, i) => i / 8);
    const { editor } = await show(t, [{ name: "large", shape: [300, 300], values }], { width: 1000, height: 700 });
    const { page } = editor;
    await choose(editor, "large");
    await page.getByText("[300, 300] · F32 · 90,000 numbers").waitFor();
    await page.locator(".tensor-picture").focus();
    await page.keyboard.press("End");
    for (let k = 0; k < 14; k++) await page.keyboard.press("+");
    await tooltipSays(editor, ["37.3750", "[0, 299]"]);
    const shownTooltip = page.locator(".tooltip:not([hidden])");
    const tooltip = await shownTooltip.boundingBox();
    const picture = await page.locator(".tensor-picture").boundingBox();
    assert.ok(tooltip && picture && tooltip.x > picture.x && tooltip.x < picture.x + picture.width);
    // Nothing tells a number that has been moved out of sight.
    for (let k = 0; k < 4; k++) await page.keyboard.press("Shift+ArrowLeft");
    await shownTooltip.waitFor({ state: "detached" });
  });

  test("gives what is not a number, and what is infinite, colours of their own and counts them", {
    timeout,
  }, async (t) => {
    const values = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1);
    const { editor } = await show(t, [{ name: "ill", shape: [2, 2], values }]);
    await choose(editor, "ill");
    await editor.page.getByText("not a number (1)").waitFor();
    await editor.page.getByText("infinite (2)").waitFor();
    await editor.atRest();
    const [swatch, colours] = await editor.page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>(".tensor-picture");
      const context = canvas?.getContext("2d");
      if (!canvas || !context) throw new Error("There is no picture.");
      const at = (x: number, y: number) => [...context.getImageData(x, y, 1, 1).data.subarray(0, 3)];
      const shown = document.querySelector(".swatch-not-a-number");
      return [
        shown && getComputedStyle(shown).backgroundColor,
        // Beside the digits in the middle of each square.
        [at(6, 6), at(62, 6), at(6, 62), at(62, 62)],
      ];
    });
    assert.equal(`rgb(${colours[0].join(", ")})`, swatch);
    assert.deepEqual(colours[1], colours[2]);
    const different = new Set([colours[0], colours[1], colours[3]].map(String));
    assert.equal(different.size, 3);
  });

  test("says of a single number what it is, and of a tensor of one dimension how it runs", { timeout }, async (t) => {
    const { editor } = await show(t, [
      { name: "step", shape: [], values: Float32Array.of(1234) },
      { name: "bias", shape: [3], values: Float32Array.of(1, -1, 0.5) },
    ]);
    await editor.page.locator(".single-number", { hasText: "1,234" }).waitFor();
    await choose(editor, "bias");
    await editor.page.locator(".tensor-picture").hover({ position: { x: 1.5 * 56, y: 20 } });
    await tooltipSays(editor, ["−1", "[1]"]);
    await editor.page.getByRole("application", { name: /^bias, 3 numbers\. Arrow keys read/ }).waitFor();
  });

  test("has no scale, slices or zoom for a tensor without numbers", { timeout }, async (t) => {
    const tensors = [
      { name: "none", shape: [2, 0, 3], values: new Float32Array(0) },
      { name: "some", shape: [2, 1, 3], values: new Float32Array(6) },
    ];
    const { editor } = await show(t, tensors);
    const { page } = editor;
    const controls = page.locator(".picture-foot, .slice-controls, .tensor-numbers");
    await choose(editor, "some");
    for (const part of await controls.all()) await part.waitFor();
    await choose(editor, "none");
    await page.getByText("It holds no numbers: one of its dimensions is 0.").waitFor();
    for (const part of await controls.all()) await part.waitFor({ state: "hidden" });
  });

  test("is sorted by keys alone: up from the first row, along the titles, and back", { timeout }, async (t) => {
    const { editor } = await show(t, network());
    const { page } = editor;
    await page.getByRole("grid", { name: "Tensors" }).focus();
    for (const key of ["Home", "ArrowUp", "ArrowRight"]) await page.keyboard.press(key);
    const title = page.getByRole("columnheader", { name: "Shape" });
    assert.ok(await title.getByRole("button").evaluate((button) => button.matches(":focus-visible")));
    await page.keyboard.press("Enter");
    assert.equal(await title.getAttribute("aria-sort"), "ascending");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.getByRole("heading", { name: "2.bias" }).waitFor();
  });

  test("keeps ten thousand tensors in a table of a few rows, walked and filtered by keys", { timeout }, async (t) => {
    const one = Float32Array.of(1);
    const many = Array.from({ length: 10_000 }, (_, k) => ({ name: `layers.${k}.w`, shape: [1], values: one }));
    const { editor } = await show(t, many);
    const { page } = editor;
    const table = page.getByRole("grid", { name: "Tensors" });
    assert.equal(await table.getAttribute("aria-rowcount"), "10001");
    await table.focus();
    await page.keyboard.press("End");
    await page.getByRole("heading", { name: "layers.9999.w" }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.getByRole("heading", { name: "layers.9998.w" }).waitFor();
    assert.ok((await page.getByRole("row").count()) < 80);
    await page.keyboard.type("77.w");
    await page.getByText("100 of 10,000").waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    await page.getByRole("heading", { name: "layers.77.w" }).waitFor();
  });

  test("sorts by a statistic, the largest first", { timeout }, async (t) => {
    const values = (...numbers: number[]) => Float32Array.from(numbers);
    const { editor } = await show(t, [
      { name: "a", shape: [2], values: values(1, 2) },
      { name: "b", shape: [2], values: values(-5, 9) },
      { name: "c", shape: [2], values: values(0, 4) },
    ]);
    const names = () => editor.page.locator(".virtual-table-body [role=gridcell]:first-child").allTextContents();
    await rowOf(editor, "c").filter({ hasText: "4" }).waitFor();
    await editor.page.getByRole("button", { name: "Max" }).click();
    const order = await editor.page.getByRole("columnheader", { name: "Max" }).getAttribute("aria-sort");
    assert.equal(order, "descending");
    const tops = await editor.page
      .locator(".virtual-table-body > [role=row]")
      .evaluateAll((rows) =>
        rows
          .toSorted(
            (one, other) =>
              Number.parseFloat((one as HTMLElement).style.top) - Number.parseFloat((other as HTMLElement).style.top),
          )
          .map((row) => row.firstElementChild?.textContent),
      );
    assert.deepEqual(tops, ["b", "c", "a"]);
    assert.equal((await names()).length, 3);
  });

  test("follows its file: the place stays, the numbers are the new ones", { timeout }, async (t) => {
    const wave = (shift: number) => Float32Array.from({ length: 400 * 400 }, (_, i) => Math.sin(i + shift));
    const large = (shift: number) => [
      { name: "other", shape: [1], values: wave(0).slice(0, 1) },
      { name: "wave", shape: [400, 400], values: wave(shift) },
    ];
    const { editor, followed, path } = await show(t, large(0));
    await choose(editor, "wave");
    const picture = editor.page.locator(".tensor-picture");
    await picture.focus();
    for (let k = 0; k < 6; k++) await editor.page.keyboard.press("+");
    const where = editor.page.locator(".picture-where");
    await where.filter({ hasText: "rows" }).waitFor();
    const before = await where.textContent();
    await writeFile(path, safetensorsOf(large(1)));
    followed.changedOnDisk();
    await editor.until(() => editor.received.some((message) => message.type === "readSlice" && message.reading === 2));
    await editor.page.getByText(/^changed (just now|\d+ s ago)$/).waitFor();
    await editor.page.getByRole("heading", { name: "wave" }).waitFor();
    assert.equal(await where.textContent(), before);
    await picture.hover({ position: { x: 40, y: 40 } });
    await editor.page.waitForFunction(() => document.querySelector(".tooltip:not([hidden])") !== null);
    const [value, indices] = await editor.page.locator(".tooltip:not([hidden]) > div").allTextContents();
    const [row, column] = JSON.parse(indices);
    assert.ok(
      Math.abs(Number(value.replace("−", "-")) - Math.sin(row * 400 + column + 1)) < 1e-4,
      `${value} at ${indices}`,
    );
  });

  test("says that its file is half written, with all in its place, until it is whole", { timeout }, async (t) => {
    const tensors = [{ name: "wave", shape: [3], values: Float32Array.of(1, 2, 3) }];
    const { editor, followed, path } = await show(t, tensors);
    await choose(editor, "wave");
    const trouble = editor.page.locator(".file-trouble");
    assert.equal(await trouble.isVisible(), false);
    await writeFile(path, safetensorsOf(tensors).subarray(0, 20));
    followed.changedOnDisk();
    await trouble.filter({ hasText: /\S/ }).waitFor();
    await editor.page.getByRole("heading", { name: "wave" }).waitFor();
    await editor.page.getByRole("gridcell", { name: "wave" }).waitFor();
    await writeFile(path, safetensorsOf(tensors));
    followed.changedOnDisk();
    await trouble.waitFor({ state: "hidden" });
  });

  test("is as it was after a reload of the window: tensor, slice, zoom, order and filter", { timeout }, async (t) => {
    const stack = { name: "stack", shape: [5, 300, 300], values: new Float32Array(5 * 300 * 300).fill(0.5) };
    const { editor } = await show(t, [...network(), stack]);
    const { page } = editor;
    await page.getByRole("button", { name: "Size" }).click();
    await page.getByRole("searchbox").fill("a");
    await choose(editor, "stack");
    await page.getByRole("slider", { name: "Index in dimension 0, from 0 to 4" }).fill("3");
    await page.locator(".tensor-picture").focus();
    for (let k = 0; k < 6; k++) await page.keyboard.press("+");
    await editor.atRest();
    const where = page.locator(".picture-where");
    const before = await where.textContent();
    // What is written down before the last key is that of a hand that rested.
    await page.waitForFunction(
      (parts) => parts.every((part) => (sessionStorage.getItem("webview state") ?? "").includes(part)),
      ['"tensor":"stack"', `"zoom":${1.5 ** 6},`],
    );
    await page.reload();
    await page.getByRole("heading", { name: "stack" }).waitFor();
    await where.filter({ hasText: before ?? "" }).waitFor();
    assert.equal(await page.getByRole("slider", { name: "Index in dimension 0, from 0 to 4" }).inputValue(), "3");
    assert.equal(await page.getByRole("searchbox").inputValue(), "a");
    assert.equal(await page.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"), "descending");
  });

  test("asks for what can be done with the file", { timeout }, async (t) => {
    const { editor, actions } = await show(t, network());
    for (const name of ["Load into the panel", "Compare…", "Copy loading code"]) {
      await editor.page.getByRole("button", { name, exact: true }).click();
    }
    await editor.until(() => actions.length === 3);
    assert.deepEqual(actions, ["load", "compare", "copy"]);
  });

  test("is told nothing, and nothing is read for it, while it is hidden", { timeout }, async (t) => {
    const { editor, connection, followed, path } = await show(t, network());
    await editor.page.locator(".statistics-bar").waitFor({ state: "hidden" });
    connection.pageHidden();
    const reading = followed.reading?.number;
    await writeFile(path, safetensorsOf(network()));
    followed.changedOnDisk();
    assert.equal(followed.reading?.number, reading);
    await editor.reload();
    await editor.page.locator(".weights-editor").waitFor();
    assert.equal(followed.reading?.number, 2);
  });

  for (const theme of Object.keys(editorThemes) as EditorThemeName[]) {
    for (const width of [420, 1200]) {
      test(`has no barrier that axe finds, ${width} pixels wide, in the theme ${theme}`, { timeout }, async (t) => {
        const { editor } = await show(t, network(), { theme, width, height: 800 });
        const { page } = editor;
        await page.locator(".statistics-bar").waitFor({ state: "hidden" });
        assert.deepEqual(await barriers(editor), [], "network");
        await choose(editor, "0.weight");
        await page.locator(".statistics-list").filter({ hasText: "min" }).waitFor();
        assert.deepEqual(await barriers(editor), [], "tensor");
      });
    }
  }
});

type SliceMessage = Extract<OpenedWeightsEditor["received"][number], { type: "readSlice" }>;

function lastSlice({ received }: OpenedWeightsEditor): SliceMessage {
  const found = received.findLast((message): message is SliceMessage => message.type === "readSlice");
  assert.ok(found);
  return found;
}

async function tooltipSays({ page }: OpenedWeightsEditor, lines: readonly string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll(".tooltip:not([hidden]) > div")].map((line) => line.textContent).join("|") ===
      wanted,
    lines.join("|"),
  );
}

interface Tensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** 64–5–3, with weights from −1 to 1. */
function network(): Tensor[] {
  const some = (name: string, ...shape: number[]): Tensor => ({
    name,
    shape,
    values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i * 7.3)),
  });
  return [some("0.weight", 5, 64), some("0.bias", 5), some("2.weight", 3, 5), some("2.bias", 3)];
}

/** @see https://github.com/huggingface/safetensors, "Format" */
function safetensorsOf(tensors: readonly Tensor[]): Uint8Array {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const start = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [start, end] }];
  });
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
  return Buffer.concat([length, header, ...tensors.map(({ values }) => new Uint8Array(values.buffer))]);
}
