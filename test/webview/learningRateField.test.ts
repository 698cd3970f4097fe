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
