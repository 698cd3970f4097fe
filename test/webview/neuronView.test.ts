import assert from "node:assert/strict";
import { numberText, signedText } from "../../extension/protocol/numberText.ts";
import { type NeuronSnapshot, nothingObserved } from "../../extension/protocol/snapshot.ts";
import { activationText, shareText } from "../../webview/neuron/activationText.ts";
import type { LessonHost } from "./lessonHost.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { last } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel answers why a neuron has its number", (panelTest) => {
  const view = ({ page }: OpenedPanel) => page.locator(".neuron-view");
  const question = (panel: OpenedPanel) => view(panel).locator(".view-question:visible");
  const inspect = async (panel: OpenedPanel, host: LessonHost, layer: number, neuron: number) => {
    await host.change({ inspected: { layer, neuron } });
    await panel.until(() => {
      const { neuron: observed } = last(panel, "observe").observation;
      return observed?.layer === layer && observed.neuron === neuron;
    });
    await question(panel)
      .filter({ hasText: `Why is neuron ${layer}.${neuron} at` })
      .waitFor();
  };

  panelTest("and, before one is asked, says how to ask", async ({ panel }) => {
    assert.deepEqual(await question(panel).allTextContents(), ["Click a neuron to ask it why"]);
    assert.equal(last(panel, "observe").observation.neuron, null);
  });

  panelTest("with a sum that adds up to the neuron's own numbers", async ({ panel, host }) => {
    host.train(3);
    for (const [layer, neuron] of [
      [1, 5],
      [2, 11],
      [3, 7],
    ]) {
      await inspect(panel, host, layer, neuron);
      const snapshot = neuronOf(host, layer, neuron);
      const cells = await view(panel).locator(".sum-table .sum-number").allTextContents();
      const [speaksFor, speaksAgainst, bias, sum, activation] = cells.map((text) =>
        Number(text.replace("= ", "").replace("−", "-")),
      );
      const hundredths = (value: number) => Math.round(value * 100);
      assert.equal(hundredths(speaksFor) + hundredths(speaksAgainst) + hundredths(bias), hundredths(sum));
      assert.equal(cells[3], `= ${numberText(snapshot.weightedSum)}`);
      assert.equal(cells[4], `= ${numberText(snapshot.activation)}`);
      assert.ok(speaksFor >= 0 && speaksAgainst <= 0 && activation > 0);
      assert.equal(
        await question(panel).textContent(),
        `Why is neuron ${layer}.${neuron} at ${numberText(snapshot.activation)}?`,
      );
    }
  });

  panelTest("with the eight connections that carry most, strongest first", async ({ panel, host }) => {
    await inspect(panel, host, 2, 11);
    const { weights, previousActivations } = neuronOf(host, 2, 11);
    const carried = Array.from(weights, (weight, k) => weight * previousActivations[k]);
    const strongest = [...carried.keys()].sort((a, b) => Math.abs(carried[b]) - Math.abs(carried[a])).slice(0, 8);
    const rows = panel.page.getByRole("table", { name: "Strongest connections" }).locator("tbody tr:visible");
    const read = await rows.evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll("button, td:not(.connection-bar)")].map((cell) => cell.textContent)),
    );
    assert.deepEqual(
      read,
      strongest.map((k) => [
        `1.${k}`,
        signedText(weights[k]),
        numberText(previousActivations[k]),
        signedText(carried[k]),
      ]),
    );
  });

  for (const activation of ["relu", "tanh", "leakyRelu"] as const) {
    const range = activation === "tanh" ? "from −1.00 to +1.00" : "from";
    panelTest(
      `by ${activation} where that makes it, on a scale that has its sign`,
      async ({ panel, host }) => {
        await inspect(panel, host, 2, 11);
        const { activation: made, weightedSum } = neuronOf(host, 2, 11);
        const row = panel.page.locator(".sum-activation");
        assert.equal(await row.locator("th").textContent(), activationText(activation, numberText(weightedSum)));
        assert.equal(await row.locator(".sum-number").textContent(), `= ${numberText(made)}`);
        const legend = panel.page.locator('.neuron-legends .legend[aria-label^="Colours of a:"]');
        const words = (await legend.getAttribute("aria-label")) ?? "";
        assert.ok(words.includes(range), words);
        assert.equal(words.includes("−"), activation !== "relu", words);
      },
      { activation, width: 1600 },
    );
  }

  panelTest(
    "by its share of what the outputs share, where softmax shares it out",
    async ({ panel, host }) => {
      await inspect(panel, host, 3, 7);
      const row = panel.page.locator(".sum-activation");
      await panel.page
        .locator(".sum-share")
        .getByText(shareText(neuronOf(host, 3, 7).activation))
        .waitFor();
      assert.equal(await row.locator(".sum-curve canvas").isVisible(), false);
      await inspect(panel, host, 2, 11);
      await row.locator(".sum-curve canvas").waitFor();
      assert.equal(await panel.page.locator(".sum-share").isVisible(), false);
    },
    { output: "softmax" },
  );

  panelTest("names the pixels that speak to a neuron of the first layer", async ({ panel, host }) => {
    await inspect(panel, host, 1, 5);
    const rows = panel.page.getByRole("table", { name: "Strongest connections" }).locator("tbody tr:visible");
    for (const name of await rows.locator("th span:visible").allTextContents()) {
      assert.match(name, /^row \d+, col \d+$/);
    }
    assert.equal(await rows.count(), 8);
  });

  panelTest("leads to the neurons at the other ends and back", async ({ panel, host }) => {
    await inspect(panel, host, 2, 11);
    const listeners = panel.page.getByRole("table", { name: "Who listens to it" });
    assert.equal(await listeners.locator("tbody tr:visible").count(), 10);
    await listeners.getByRole("button", { name: "3.4" }).click();
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 3, neuron: 4 });
    await question(panel).filter({ hasText: "neuron 3.4" }).waitFor();
    assert.equal(await listeners.isVisible(), false);
    await view(panel).getByText("Nobody: it is the network’s own word for “4”.").waitFor();
    await view(panel).getByRole("button", { name: "Back to the neuron before" }).click();
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 2, neuron: 11 });
    await question(panel).filter({ hasText: "neuron 2.11" }).waitFor();
    await view(panel).getByRole("button", { name: "Back to the neuron before", disabled: true }).waitFor();
  });

  panelTest("marks a connection in its pictures and its list alike", async ({ panel, host }) => {
    await inspect(panel, host, 2, 11);
    const rows = panel.page.getByRole("table", { name: "Strongest connections" }).locator("tbody tr:visible");
    const name = await rows.first().locator("button").textContent();
    const input = Number(name?.split(".")[1]);
    const box = await view(panel).locator(".neuron-picture canvas").first().boundingBox();
    assert.ok(box);
    // Sixteen inputs are drawn four by four.
    const x = box.x + (((input % 4) + 0.5) / 4) * box.width;
    const y = box.y + ((Math.floor(input / 4) + 0.5) / 4) * box.height;
    await panel.page.mouse.move(x, y);
    await rows.first().and(panel.page.locator(".is-marked")).waitFor();
    assert.equal(
      await panel.page.locator(".tooltip:visible > div").first().textContent(),
      `1.${input} · neuron ${input} of hidden layer 1`,
    );
    await panel.page.mouse.click(x, y);
    assert.equal(await panel.page.locator(".tooltip:visible").count(), 0, "a click sends the tooltip away");
    assert.deepEqual((await panel.next("inspectNeuron")).address, { layer: 1, neuron: input });
  });

  const isInSight = ({ page }: OpenedPanel) =>
    page.evaluate(() => {
      const frame = document.querySelector(".graph-region")?.getBoundingClientRect();
      const middle = document.querySelector(".middle-region")?.getBoundingClientRect();
      const question = document.querySelector(".neuron-head")?.getBoundingClientRect();
      const sum = document.querySelector(".neuron-sum")?.getBoundingClientRect();
      if (!frame || !middle || !question || !sum) return false;
      return question.top >= middle.top && sum.bottom <= frame.top;
    });

  for (const [width, height] of [
    [600, 800],
    [1400, 560],
  ]) {
    panelTest(
      `with another neuron's question and sum in sight at ${width} × ${height}, wherever the one before was read`,
      async ({ panel, host }) => {
        await inspect(panel, host, 1, 5);
        await panel.page.waitForFunction(() => document.querySelector(".neuron-sum .sum-number")?.textContent);
        await settled(() => isInSight(panel));
        await view(panel).getByRole("heading", { name: "Who listens to it" }).scrollIntoViewIfNeeded();
        const scrolled = () =>
          panel.page.evaluate(() =>
            [...document.querySelectorAll(".middle-region, .neuron-region")].map((each) => each.scrollTop),
          );
        const before = await scrolled();
        // New numbers of the same neuron leave the reader where he is.
        await host.show(1);
        await host.show(2);
        assert.deepEqual(await scrolled(), before);
        await inspect(panel, host, 2, 11);
        await settled(() => isInSight(panel));
      },
      { width, height },
    );
  }

  for (const width of [600, 1160, 1400]) {
    panelTest(
      `within its pane at ${width} pixels, however large the numbers`,
      async ({ panel, host }) => {
        await inspect(panel, host, 1, 5);
        const excess = () =>
          view(panel).evaluate((element) => {
            const edge = element.getBoundingClientRect().right + 0.5;
            return [...element.querySelectorAll("*")]
              .filter((each) => each.getBoundingClientRect().right > edge)
              .map((each) => each.className);
          });
        assert.deepEqual(await excess(), []);
        for (const size of [-1e3, 1e7]) {
          const snapshot = host.snapshot();
          assert.ok(snapshot.neuron);
          const neuron = { ...snapshot.neuron, weights: snapshot.neuron.weights.map((weight) => weight * size) };
          await panel.post({ type: "snapshotTaken", snapshot: { ...snapshot, neuron } });
          await view(panel).locator(".sum-number").first().filter({ hasText: /\d{3}/ }).waitFor();
          assert.deepEqual(await excess(), []);
        }
      },
      { width, height: 800 },
    );
  }

  panelTest("says in words what would lower the example's cost", async ({ panel, host }) => {
    await inspect(panel, host, 3, 7);
    const { delta } = neuronOf(host, 3, 7);
    const wish = await view(panel).locator(".neuron-wish").textContent();
    assert.ok(delta !== null && wish?.includes(delta > 0 ? "go down" : "go up"), `${delta}: ${wish}`);
  });

  panelTest("and stops on request", async ({ panel, host }) => {
    await inspect(panel, host, 1, 5);
    await view(panel).getByRole("button", { name: "Stop inspecting" }).click();
    assert.equal((await panel.next("inspectNeuron")).address, null);
    await question(panel).filter({ hasText: "Click a neuron" }).waitFor();
    await panel.until(() => last(panel, "observe").observation.neuron === null);
  });
});

/** Resolves when `isSo` does with true, asked frame by frame. The test's own time limit ends a vain wait. */
async function settled(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo()));
}

function neuronOf(host: LessonHost, layer: number, neuron: number): NeuronSnapshot {
  const found = host.snapshot({ ...nothingObserved, neuron: { layer, neuron } }).neuron;
  assert.ok(found);
  return found;
}
