import assert from "node:assert/strict";
import { barriers } from "./barriers.ts";
import type { EditorThemeName } from "./editorThemes.ts";
import { editorThemes } from "./editorThemes.ts";
import { someRun } from "./graph/someRun.ts";
import type { LessonHost } from "./lessonHost.ts";
import { lessonSuite } from "./lessonSuite.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel looks back", (panelTest) => {
  const slider = ({ page }: OpenedPanel) => page.getByRole("slider", { name: "Step shown" });
  const where = ({ page }: OpenedPanel, text: string) => page.locator(".graph-where", { hasText: text });

  /** A run of 400 steps, four epochs, that is paused. */
  async function trained(panel: OpenedPanel, host: LessonHost): Promise<void> {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    const { progress } = host.state;
    assert.ok(progress);
    await host.change({ progress: { ...progress, step: 400, epoch: 4, batchInEpoch: 0, batchesPerEpoch: 100 } });
    await where(panel, "step 400 · epoch 4.00").waitFor();
  }

  panelTest("by a slider beneath the graph's steps, whose place is marked in the graph", async ({ panel, host }) => {
    await trained(panel, host);
    await panel.page.waitForFunction(() => document.querySelector<HTMLInputElement>(".step-slider")?.value === "400");
    await slider(panel).fill("150");
    assert.equal((await panel.next("showStep")).step, 150);
    await where(panel, "step 150 of 400 · the past").waitFor();
    // The graph ends at step 400, to where its scale glides.
    await panel.page.waitForFunction(isAtItsStep, 400);
    assert.equal(await slider(panel).getAttribute("aria-valuetext"), "step 150 of 400 · the past");
    assert.equal(await panel.page.locator(".summary-activity").textContent(), "the past");
    await panel.page.locator(".summary-progress", { hasText: "epoch 1 · step 150" }).waitFor();
  });

  panelTest("with figures as they were", async ({ panel, host }) => {
    await trained(panel, host);
    const value = panel.page.getByRole("button", { name: "training cost" }).locator(".graph-value");
    const present = await value.textContent();
    await slider(panel).fill("100");
    await where(panel, "step 100 of 400").waitFor();
    assert.notEqual(await value.textContent(), present);
    await panel.page
      .locator("#cost-graph-summary", { hasText: "after 100 steps, epoch 1.00" })
      .waitFor({ state: "attached" });
    await panel.page.getByRole("button", { name: "Back to the present" }).click();
    await where(panel, "step 400 · epoch 4.00").waitFor();
    assert.equal(await value.textContent(), present);
  });

  panelTest("by keys: a mini-batch, an epoch, the first step and the present", async ({ panel, host }) => {
    await trained(panel, host);
    const press = async (key: string) => {
      await slider(panel).press(key);
      return (await panel.next("showStep")).step;
    };
    assert.equal(await press("ArrowLeft"), 399);
    assert.equal(await press("ArrowLeft"), 398);
    assert.equal(await press("ArrowRight"), 399);
    assert.equal(await press("PageDown"), 299);
    assert.equal(await press("Home"), 0);
    assert.equal(await press("PageUp"), 100);
    assert.equal(await press("End"), null);
  });

  panelTest("and offers to train on from there as a new run", async ({ panel, host, button }) => {
    await trained(panel, host);
    await slider(panel).fill("150");
    await button("Train on from step 150, as a new run").waitFor();
    const titleOf = (name: string) => panel.page.locator(`vscode-button[aria-label="${name}"]`).getAttribute("title");
    assert.equal(await titleOf("Save"), "Save the weights as they were after step 150, as a .safetensors file");
    assert.match((await titleOf("Step one epoch")) ?? "", /from this step on as a new run$/);
    await button("Back to the present").click();
    await button("Train").waitFor();
    await slider(panel).fill("151");
    await button("Train on from step 151").click();
    await panel.next("train");
    await slider(panel).fill("152");
    await button("Train on from step 152, as a new run").click();
    await panel.next("train");
  });

  panelTest("a mini-batch at a time", async ({ panel, host, button }) => {
    await trained(panel, host);
    await button("Step back one mini-batch").click();
    await panel.next("stepBack");
    await host.change({ firstStep: 400 });
    await button("Step back one mini-batch", { disabled: true }).waitFor();
    assert.equal(await slider(panel).isDisabled(), true);
  });

  panelTest("and grabbing the slider pauses training, with which it moves on", async ({ panel, host }) => {
    await trained(panel, host);
    const { progress } = host.state;
    assert.ok(progress);
    await host.change({ status: "training", progress: { ...progress, step: 410, epoch: 4, batchInEpoch: 10 } });
    await panel.page.waitForFunction(() => document.querySelector<HTMLInputElement>(".step-slider")?.value === "410");
    await slider(panel).dispatchEvent("pointerdown");
    await panel.next("pause");
  });

  panelTest("and says how far a long way back is replayed, and when there is none", async ({ panel, host }) => {
    await trained(panel, host);
    const { progress: present } = host.state;
    assert.ok(present);
    await host.change({ past: { step: 7, share: 0.425, present } });
    await where(panel, "step 7 of 400 · replaying, 42").waitFor();
    await host.change({ past: null, firstStep: null });
    await slider(panel).and(panel.page.getByTitle("so large that its earlier steps are not kept")).waitFor();
    assert.equal(await slider(panel).isDisabled(), true);
  });

  panelTest("and a notice's button goes back to the last good step", async ({ panel, host, button }) => {
    await host.change({
      notice: "It is diverging.",
      noticeAction: { type: "rollBack", step: 1200, learningRate: 0.15 },
    });
    await button("Go back to step 1,200, with learning rate 0.15").click();
    await panel.next("takeNoticeAction");
    await host.change({ notice: "It waits.", noticeAction: null });
    await panel.page.getByText("It waits.").waitFor();
    assert.equal(await panel.page.locator(".notice-action").isVisible(), false);
  });

  for (const [width, height] of [
    [600, 800],
    [1000, 430],
    [1400, 800],
  ] as const) {
    panelTest(
      `with words and buttons whole at ${width} × ${height} pixels`,
      async ({ panel, host }) => {
        await trained(panel, host);
        const { progress } = host.state;
        assert.ok(progress);
        const present = { ...progress, step: 104_800 };
        await host.change({ progress: { ...progress, step: 101_200 }, past: { step: 101_200, share: 1, present } });
        await where(panel, "step 101,200 of 104,800 · the past").waitFor();
        const cut = await panel.page
          .locator(".graph-where, .past-action, .train-button")
          .evaluateAll((elements) =>
            elements
              .filter((element) => element.scrollWidth > element.clientWidth)
              .map(({ textContent }) => textContent),
          );
        assert.deepEqual(cut, []);
        for (const part of [".step-slider", ".past-actions"]) {
          const box = await panel.page.locator(part).boundingBox();
          assert.ok(box && box.y + box.height <= height && box.x + box.width <= width, part);
        }
      },
      { width, height },
    );
  }

  for (const theme of Object.keys(editorThemes) as EditorThemeName[]) {
    panelTest(
      `without a barrier that axe finds, in the theme ${theme}`,
      async ({ panel, host }) => {
        await trained(panel, host);
        await slider(panel).fill("150");
        await where(panel, "the past").waitFor();
        assert.deepEqual(await barriers(panel), []);
      },
      { theme },
    );
  }
});

/** Runs in the page: whether the middle of the slider's thumb is above its step's place in a graph that ends at `last`. */
function isAtItsStep(last: number): boolean {
  const graph = document.querySelector(".cost-graph");
  const input = graph?.querySelector<HTMLInputElement>(".step-slider");
  const over = graph?.querySelector(".u-over");
  if (!input || !over) throw new Error("Expected a slider and a graph.");
  const [track, plot] = [input.getBoundingClientRect(), over.getBoundingClientRect()];
  const share = (input.valueAsNumber - Number(input.min)) / (Number(input.max) - Number(input.min));
  const thumb = track.left + 6 + share * (track.width - 12);
  return Math.abs(thumb - (plot.left + (input.valueAsNumber / last) * plot.width)) <= 1.5;
}
