import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { readSavedNetwork, writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { drawnNetwork } from "../../exports/drawnNetwork.ts";
import { shapeOf } from "../../network/shapeOf.ts";
import { someNetwork } from "../../weights/someNetwork.ts";
import { screenshotPath } from "../../workbench/screenshotPath.ts";
import { barriers } from "../barriers.ts";
import { type EditorThemeName, editorThemes } from "../editorThemes.ts";
import type { PageOptions } from "../pageHarness.ts";
import {
  type ComparePages,
  type NamedFiles,
  type OpenedComparePage,
  openComparePage,
  startComparePages,
} from "./comparePage.ts";
import { trainWeights } from "./trainedWeights.ts";

/** What a test waits for in vain ends it. */
const limits = { timeout: 300_000 };

suite("the page of a comparison", () => {
  let pages: ComparePages;
  let files: NamedFiles;

  before(async () => {
    const [started, { early, late, otherSeed }] = await Promise.all([startComparePages(), trainWeights()]);
    pages = started;
    files = {
      early,
      late,
      otherSeed,
      shuffled: shuffled(late),
      earlyShuffled: shuffled(early),
      wider: writeSavedNetwork(someNetwork([30])),
      small: writeSavedNetwork(drawnNetwork(shapeOf([64, 16, 10], "sigmoid"))),
      large: writeSavedNetwork(drawnNetwork(shapeOf([400, 25, 10], "sigmoid"))),
      measured: writeSavedNetwork(drawnNetwork(shapeOf([13, 5, 3], "sigmoid"))),
    };
  });
  after(() => pages.dispose());

  const open = (a: string, b: string, options: PageOptions = { width: 1300, height: 1000 }) =>
    openComparePage(pages, files, [a, b], options);
  const isDone = async ({ opened: { page } }: OpenedComparePage) => {
    await page.getByText(/A reads .* B .* disagree on/).waitFor();
    await page.getByRole("listitem").first().waitFor();
  };

  for (const theme of ["dark", "light"] as EditorThemeName[]) {
    test(`answers what changed in one line, with pictures and examples, in ${theme}`, limits, async () => {
      const compared = await open("early", "late", { width: 1300, height: 1000, theme });
      const { page, faults } = compared.opened;
      await isDone(compared);
      const answer = await page.getByRole("heading", { level: 1 }).textContent();
      assert.match(
        answer ?? "",
        /^(Every|Nearly every) weight moved.*: [\d.]+ % in all, most in (hidden layer 1|the output layer) \([\d.]+ %\)\.$/,
      );
      await page.getByRole("gridcell", { name: "hidden layer 1, weights" }).waitFor();
      await page
        .locator(".compare-frame")
        .first()
        .hover({ position: { x: 60, y: 60 } });
      await page.getByText(/neuron \d+, pixel at row \d+, column \d+: A .* · B .* · B − A/).waitFor();
      await page.screenshot({ path: screenshotPath(`compare-page-${theme}`) });
      await page.screenshot({ path: screenshotPath(`compare-page-${theme}-whole`), fullPage: true });
      assert.deepEqual(faults, []);
      assert.deepEqual(compared.lines, []);
      await compared.close();
    });
  }

  test(
    "offers B's neurons in A's order where that explains the difference, and shows them so when asked",
    limits,
    async () => {
      const compared = await open("late", "shuffled");
      const { page, faults } = compared.opened;
      await page.getByText("With 3 neurons reordered, all of the difference vanishes.").waitFor();
      await page.getByRole("heading", { level: 1, name: "B is A with its neurons in another order." }).waitFor();
      await page.getByRole("checkbox", { name: "Show B’s neurons in A’s order" }).click();
      await page
        .getByRole("heading", { name: "All 12,730 numbers are the same. (B’s neurons in A’s order)" })
        .waitFor();
      await page.getByText("neuron 2", { exact: true }).first().waitFor();
      await page.screenshot({ path: screenshotPath("compare-page-reordered"), fullPage: true });
      assert.deepEqual(faults, []);
      await compared.close();
    },
  );

  test("says of networks of other sizes how they differ", limits, async () => {
    const compared = await open("late", "wider", { width: 560, height: 900 });
    const { page, faults } = compared.opened;
    await page.getByRole("heading", { name: "A has a hidden layer of 16 neurons where B has 30." }).waitFor();
    await page.getByText(/A reads .* disagree on/).waitFor();
    await page.screenshot({ path: screenshotPath("compare-page-narrow"), fullPage: true });
    assert.deepEqual(faults, []);
    await compared.close();
  });

  test("networks of other square inputs read the same examples, scaled for each", limits, async () => {
    const compared = await open("small", "large");
    const { page, faults } = compared.opened;
    await isDone(compared);
    await page.getByText("held-out examples of the built-in digits, scaled to 8×8 for A and 20×20 for B").waitFor();
    await page.screenshot({ path: screenshotPath("compare-page-other-inputs"), fullPage: true });
    assert.deepEqual(faults, []);
    await compared.close();
  });

  test("says why networks that take no picture read no examples", limits, async () => {
    const compared = await open("measured", "measured");
    const { page } = compared.opened;
    const why = "both take 13 inputs, where digits are square pictures of 8×8 pixels or more.";
    await page.getByText(`Examples are not read: ${why}`).waitFor();
    await page.getByRole("heading", { level: 1, name: "All 88 numbers are the same." }).waitFor();
    await compared.close();
  });

  test("says in one sentence why there is no comparison, and compares again when told to", limits, async () => {
    const compared = await open("late", "gone");
    const { page } = compared.opened;
    await page.getByRole("heading", { name: "gone: expected a weights file, found no such file." }).waitFor();
    (files as Record<string, Uint8Array>).gone = files.early;
    await page.getByRole("button", { name: "Compare again" }).first().click();
    await isDone(compared);
    await compared.close();
  });

  test(
    "says how far it is although a side has changed since, as one that trains does all the time",
    limits,
    async () => {
      const compared = await open("early", "late");
      const { opened, session } = compared;
      await isDone(compared);
      session.sideChanged("b");
      await opened.send({ type: "progressed", work: "tensors", share: 0.25 });
      await opened.page.getByText("late has changed since. Comparing numbers… 25 %", { exact: true }).waitFor();
      await compared.close();
    },
  );

  test("is shown again after a reload with the same pair chosen, and swapped sides change places", limits, async () => {
    const compared = await open("early", "late");
    const { page } = compared.opened;
    await isDone(compared);
    await page.getByRole("gridcell", { name: "output layer, biases" }).click();
    await page.getByRole("heading", { name: "output layer, biases" }).waitFor();
    compared.session.pageHidden();
    await page.reload();
    await page.getByRole("heading", { name: "output layer, biases" }).waitFor();
    await isDone(compared);
    const before = await page.locator(".compare-readings").textContent();
    await page.getByRole("button", { name: "Swap" }).click();
    await page.locator(".compare-side").first().getByText("late", { exact: true }).waitFor();
    await isDone(compared);
    const [, ofA, ofB] = /A reads ([\d.]+ %), B ([\d.]+ %)/.exec(before ?? "") ?? [];
    await page.getByText(`A reads ${ofB}, B ${ofA}`).waitFor();
    await compared.close();
  });

  for (const theme of Object.keys(editorThemes) as EditorThemeName[]) {
    test(`has no barrier that axe finds, in the theme ${theme}`, limits, async () => {
      const compared = await open("late", "earlyShuffled", { width: 1300, height: 1000, theme });
      const { page } = compared.opened;
      await isDone(compared);
      await page.getByText(/neurons reordered/).waitFor();
      assert.deepEqual(await barriers(compared.opened), []);
      await compared.close();
    });
  }
});

/** The same network with hidden neurons 0, 1 and 2 in each other's places. */
function shuffled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const saved = readSavedNetwork(bytes, "late");
  const [hidden, output] = saved.parameters;
  const from = (neuron: number) => (neuron < 3 ? (neuron + 1) % 3 : neuron);
  const weights = hidden.weights.map((_, place) => hidden.weights[from(Math.floor(place / 784)) * 784 + (place % 784)]);
  const biases = hidden.biases.map((_, neuron) => hidden.biases[from(neuron)]);
  const outputs = output.weights.map((_, place) => output.weights[place - (place % 16) + from(place % 16)]);
  return writeSavedNetwork({
    ...saved,
    training: null,
    parameters: [
      { weights, biases },
      { weights: outputs, biases: output.biases },
    ],
  });
}
