import assert from "node:assert/strict";
import { fieldHolds } from "./fieldHolds.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { count } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel takes a learning rate", (panelTest) => {
  const field = ({ page }: OpenedPanel) => page.getByRole("textbox", { name: "Learning rate" });

  panelTest("on Enter and on leaving the field", async ({ panel }) => {
    await field(panel).fill("0.3");
    await field(panel).press("Enter");
    assert.equal((await panel.next("setLearningRate")).learningRate, 0.3);
    await field(panel).fill("0.7");
    await field(panel).press("Tab");
    assert.equal((await panel.next("setLearningRate")).learningRate, 0.7);
    assert.equal(count(panel, "setLearningRate"), 2);
  });

  panelTest("by steps along round numbers", async ({ panel }) => {
    await field(panel).press("ArrowUp");
    assert.equal((await panel.next("setLearningRate")).learningRate, 2);
    await fieldHolds(field(panel), "2");
  });

  panelTest("and says beside it what a schedule has made of it by now", async ({ panel, host }) => {
    const now = panel.page.locator(".scheduled-learning-rate");
    assert.equal(await now.isVisible(), false);
    const { network, progress } = host.state;
    assert.ok(network && progress);
    const settings = { ...network.settings, schedule: "cosine", scheduleEpochs: 20 } as const;
    await host.change({ network: { ...network, settings }, progress: { ...progress, learningRate: 0.7512 } });
    await now.filter({ hasText: "now 0.751" }).waitFor();
    assert.match((await now.getAttribute("title")) ?? "", /cosine over 20 epochs/);
    await fieldHolds(field(panel), "1.5");
  });

  panelTest("and refuses nonsense for all to see", async ({ panel }) => {
    await field(panel).fill("fast");
    await field(panel).press("Enter");
    const refusal = panel.page.getByRole("alert").filter({ hasText: "found “fast”" });
    await refusal.waitFor();
    assert.equal(await field(panel).getAttribute("aria-invalid"), "true");
    await field(panel).press("Escape");
    await refusal.waitFor({ state: "hidden" });
    await fieldHolds(field(panel), "1.5");
    assert.equal(count(panel, "setLearningRate"), 0);
  });
});
