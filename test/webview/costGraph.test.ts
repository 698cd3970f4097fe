import assert from "node:assert/strict";
import { someRun } from "./graph/someRun.ts";
import { lessonSuite } from "./lessonSuite.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel's graph", (panelTest) => {
  const graph = ({ page }: OpenedPanel) => page.locator(".cost-graph");
  const cursor = (panel: OpenedPanel) => panel.page.getByRole("slider", { name: "Cost graph: step" });
  const line = (panel: OpenedPanel, name: string) => graph(panel).getByRole("button", { name });
  const value = async (panel: OpenedPanel, name: string) =>
    (await line(panel, name).locator(".graph-value").textContent())?.replace("\u202f", " ");
  const valueBecomes = (panel: OpenedPanel, name: string, text: string) =>
    line(panel, name).locator(".graph-value").filter({ hasText: text }).waitFor();

  panelTest("says what it will show before there is anything to show", async ({ panel }) => {
    const words = graph(panel).getByText("Here the cost comes down while the network learns.");
    await words.waitFor();
    // Nor is the evaluation of the initial weights a line.
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 0)] });
    await valueBecomes(panel, "held-out cost", "0.9000");
    assert.equal(await words.isVisible(), true);
  });

  panelTest("shows the last values of every line, and a summary in words", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    assert.equal(await value(panel, "accuracy"), "82.0 %");
    assert.equal(await value(panel, "earlier runs"), "none");
    const summary = await graph(panel).locator("#cost-graph-summary").textContent();
    assert.match(summary ?? "", /^Held-out cost 0\.1800, down from 0\.9000; accuracy 82\.0.%, up from 10\.0.%/);
    assert.equal(await graph(panel).getByText("Here the cost comes down").isVisible(), false);
  });

  panelTest("grows with the run under way", async ({ panel }) => {
    const run = someRun(1, 4);
    await panel.post({
      type: "runsReplaced",
      runs: [{ ...run, training: run.training.slice(0, 10), evaluations: run.evaluations.slice(0, 2) }],
    });
    await valueBecomes(panel, "held-out cost", "0.4500");
    await panel.post({
      type: "pointsAdded",
      points: { training: run.training.slice(10), evaluations: run.evaluations.slice(2) },
    });
    await valueBecomes(panel, "held-out cost", "0.1800");
    assert.equal(await cursor(panel).getAttribute("aria-valuemax"), "400");
  });

  panelTest("has a cursor that arrow keys move from value to exact value", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    await cursor(panel).focus();
    const step = async (key: string) => {
      await panel.page.keyboard.press(key);
      return Number(await cursor(panel).getAttribute("aria-valuenow"));
    };
    assert.equal(await step("Home"), 0);
    assert.equal(await value(panel, "accuracy"), "10.0 %");
    assert.equal(await step("ArrowRight"), 10);
    assert.equal(await step("PageUp"), 110);
    assert.equal(await step("ArrowLeft"), 100);
    assert.equal(await value(panel, "held-out cost"), "0.4500");
    assert.match(
      (await cursor(panel).getAttribute("aria-valuetext")) ?? "",
      /^step 100 · epoch 1\.00: training cost .*, held-out cost 0\.4500, accuracy 55\.0.%/,
    );
    assert.equal(await step("End"), 400);
    await panel.page.keyboard.press("Escape");
    assert.equal(await value(panel, "held-out cost"), "0.1800");
  });

  panelTest("shows the values under the pointer", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    const box = await graph(panel).locator(".u-over").boundingBox();
    assert.ok(box);
    await panel.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await graph(panel).getByText("step 200 · epoch 2.00").waitFor();
    assert.equal(await value(panel, "held-out cost"), "0.3000");
  });

  panelTest("tells where training is, though it is paused and taken on step by step", async ({ panel, host }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    const { progress } = host.state;
    assert.ok(progress);
    const step = { step: 437, epoch: 4, batchInEpoch: 37, batchesPerEpoch: 100, accuracy: 0.9615 };
    await host.change({ progress: { ...progress, ...step } });
    await graph(panel).getByText("step 437 · epoch 4.37", { exact: true }).waitFor();
    assert.equal(await value(panel, "accuracy"), "96.2 %");
    const figures = panel.page.locator(".summary-accuracy");
    assert.equal((await figures.textContent())?.replace("\u202f", " "), "96.2 %");
  });

  for (const width of [600, 1400]) {
    panelTest(
      `keeps the logarithm's box whole beside long numbers at ${width} pixels`,
      async ({ panel, host }) => {
        await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
        const { progress } = host.state;
        assert.ok(progress);
        const far = { step: 1_680_999, epoch: 1400, batchInEpoch: 999, batchesPerEpoch: 1200 };
        await host.change({ progress: { ...progress, ...far } });
        await graph(panel).getByText("step 1,680,999 · epoch 1,400").waitFor();
        const box = graph(panel).getByRole("checkbox");
        await box.click();
        const legend = graph(panel).locator(".graph-legend");
        const { scrolled, excess } = await legend.evaluate((element) => ({
          scrolled: element.scrollLeft,
          excess: element.scrollWidth - element.clientWidth,
        }));
        assert.deepEqual([scrolled, excess], [0, 0]);
        const [inner, outer] = [await graph(panel).locator(".graph-log").boundingBox(), await legend.boundingBox()];
        assert.ok(inner && outer && inner.x + inner.width <= outer.x + outer.width + 0.5);
        assert.equal(
          await graph(panel)
            .locator(".graph-where")
            .evaluate((e) => e.scrollWidth - e.clientWidth),
          0,
        );
      },
      { width, height: 800 },
    );
  }

  panelTest("counts the runs before, and begins anew with the next one", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4), someRun(2, 1)] });
    await valueBecomes(panel, "earlier runs", "1");
    assert.equal(await value(panel, "held-out cost"), "0.4500");
  });

  panelTest("remembers hidden lines and the logarithmic scale when the window is reloaded", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    assert.equal(await line(panel, "gradient length").getAttribute("aria-pressed"), "true");
    await line(panel, "gradient length").click();
    await graph(panel).getByRole("checkbox").click();
    await panel.reload();
    await graph(panel).getByRole("checkbox", { checked: true }).waitFor();
    assert.equal(await line(panel, "gradient length").getAttribute("aria-pressed"), "false");
    assert.equal(await line(panel, "accuracy").getAttribute("aria-pressed"), "true");
  });

  panelTest("is drawn in the colours of the theme, and anew when that changes", async ({ panel }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    await valueBecomes(panel, "held-out cost", "0.1800");
    const colours = () =>
      graph(panel)
        .locator("canvas")
        .evaluate((canvas: HTMLCanvasElement) => {
          const data = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          const found = new Set<string>();
          for (let k = 0; k < data.length; k += 4)
            if (data[k + 3] === 255) found.add(`${data[k]} ${data[k + 1]} ${data[k + 2]}`);
          return [...found];
        });
    const offered = () =>
      graph(panel).evaluate((element: HTMLElement) =>
        ["held-out-cost", "accuracy"].map((name) =>
          [...element.style.getPropertyValue(`--downhill-${name}`).matchAll(/\d+/g)].join(" "),
        ),
      );
    const dark = await offered();
    for (const colour of dark) assert.ok((await colours()).includes(colour), colour);
    await panel.setTheme("light");
    await panel.page.waitForFunction(
      (before) =>
        document.querySelector<HTMLElement>(".cost-graph")?.style.getPropertyValue("--downhill-accuracy") !== before,
      `rgb(${dark[1].replaceAll(" ", ", ")})`,
    );
    for (const colour of await offered()) assert.ok((await colours()).includes(colour), colour);
  });
});
