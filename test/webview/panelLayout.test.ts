import assert from "node:assert/strict";
import { choose } from "./choose.ts";
import { lessonSuite } from "./lessonSuite.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel finds room for everything", (panelTest) => {
  const regions = ["input", "view", "neuron", "graph"];
  const boxes = async ({ page }: OpenedPanel) => {
    const found = await Promise.all(regions.map((name) => page.locator(`.${name}-region`).boundingBox()));
    return found.map((box) => box ?? assert.fail("a region is not there"));
  };

  for (const width of [600, 650, 760, 899]) {
    panelTest(
      `stacked at ${width} pixels, the graph always in sight`,
      async ({ panel }) => {
        const [input, view, neuron, graph] = await boxes(panel);
        assert.ok(input.y + input.height <= view.y + 1);
        assert.ok(view.y + view.height <= neuron.y + 1);
        assert.ok(Math.abs(graph.y + graph.height - 800) < 1);
        assert.ok(Math.abs(graph.height - 200) < 1, "a quarter of the height");
        assert.equal(await overflow(panel), 0);
      },
      { width, height: 800 },
    );
  }

  for (const [width, height] of [
    [1000, 700],
    [1600, 1000],
    [1000, 420],
  ]) {
    panelTest(
      `side by side at ${width} × ${height}`,
      async ({ panel }) => {
        const [input, view, neuron, graph] = await boxes(panel);
        assert.ok(input.x + input.width <= view.x + 1);
        assert.ok(view.x + view.width <= neuron.x + 1);
        assert.ok(view.width > width / 3);
        assert.ok(graph.y + graph.height <= height + 1);
        assert.equal(await overflow(panel), 0);
      },
      { width, height },
    );
  }

  for (const height of [560, 800]) {
    panelTest(
      `stacked in ${height} pixels, the view and its legend above the neuron`,
      async ({ panel }) => {
        const legend = await panel.page.locator(".activations-view .view-legends").boundingBox();
        const [, view, neuron, graph] = await boxes(panel);
        assert.ok(legend && legend.y + legend.height <= view.y + view.height);
        assert.ok(view.y + view.height <= neuron.y + 1);
        if (height === 800) assert.ok(view.y + view.height <= graph.y, "nothing of it is behind the graph");
      },
      { width: 600, height },
    );
  }

  for (const width of [500, 922]) {
    panelTest(
      `and moves nothing at ${width} pixels when the next network is another`,
      async ({ panel }) => {
        const before = await boxes(panel);
        await choose(panel, "Activation of the hidden layers", "ReLU");
        await panel.page
          .locator(".network-differences", { hasText: "learning rate 0.1" })
          .waitFor({ state: "attached" });
        assert.deepEqual(await boxes(panel), before);
      },
      { width, height: 620 },
    );
  }

  panelTest(
    "with all that concerns the example in sight on a projector",
    async ({ panel }) => {
      const [input] = await boxes(panel);
      const follow = await panel.page.locator(".input-region vscode-checkbox").boundingBox();
      assert.ok(follow && follow.y + follow.height <= input.y + input.height);
    },
    { width: 922, height: 620 },
  );

  panelTest(
    "with a line for each output's name, low and narrow",
    async ({ panel }) => {
      const drawing = await panel.page.locator(".network-drawing").boundingBox();
      assert.ok(drawing && drawing.height >= 10 * 13 + 50, "ten lines of 13 pixels, the layers' names, the captions");
    },
    { width: 500, height: 620 },
  );

  panelTest("and moves nothing while training", async ({ panel, host }) => {
    const before = await boxes(panel);
    await host.change({ status: "training" });
    for (let k = 0; k < 4; k++) {
      host.train(3);
      const { progress } = host.state;
      assert.ok(progress);
      const figures = { epoch: 10 ** k, accuracy: k / 3, cost: 10 / 3 ** k, examplesPerSecond: 7 * 10 ** (k + 1) };
      await host.show(k);
      await host.change({ progress: { ...progress, ...figures } });
      await panel.page.locator(".summary-progress", { hasText: `epoch ${(10 ** k).toLocaleString("en")}` }).waitFor();
      assert.deepEqual(await boxes(panel), before);
    }
  });
});

/** How many pixels the page is wider than its window, or a region than its frame. */
function overflow({ page }: OpenedPanel): Promise<number> {
  return page.evaluate(() => {
    const regions = [...document.querySelectorAll(".header-region, .input-region, .view-region, .middle-region")];
    return Math.max(...[document.documentElement, ...regions].map((each) => each.scrollWidth - each.clientWidth));
  });
}
