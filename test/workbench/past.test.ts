import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

test("a slider shows the network as it was, the present comes back, and training goes on from then as run 2", async () => {
  await using workbench = await openWorkbench();
  const lesson = new Lesson(workbench);
  const { page } = lesson;
  const slider = workbench.panel.getByRole("slider", { name: "Step shown" });
  const facts = lesson.text("example-facts");
  const accuracyIs = (percent: number) =>
    lesson
      .text("summary-accuracy")
      .filter({ hasText: `${percent.toFixed(1)} %` })
      .waitFor();
  const step = (count: number) =>
    lesson.text("summary-progress").filter({ hasText: `step ${count.toLocaleString("en")}` });
  try {
    await lesson.isReady();
    const before = {
      accuracy: await lesson.accuracy(),
      facts: (await facts.filter({ hasText: /\d\.\d/ }).textContent()) ?? "",
    };
    await lesson.trainForAWhile();
    await lesson.stepToEpochEnd();
    const present = Number(await slider.getAttribute("max"));
    assert.ok(present >= 1000);
    const after = await lesson.accuracy();
    assert.notEqual(after, before.accuracy);

    // The start: what was said of the shown example then.
    await slider.fill("0");
    await lesson
      .text("graph-where")
      .filter({ hasText: /^step 0 of [\d,]+ · the past$/ })
      .waitFor();
    await facts.filter({ hasText: before.facts }).waitFor();
    await accuracyIs(before.accuracy);
    await lesson.statusBarItem.filter({ hasText: "the past" }).waitFor();
    await page.screenshot({ path: screenshotPath("past") });
    await lesson.button("Back to the present").click();
    await lesson.button("Train").waitFor();
    await step(present).waitFor();
    await facts.filter({ hasNotText: before.facts }).waitFor();
    await accuracyIs(after);

    await slider.fill("600");
    await lesson.button("Train on from step 600").click();
    await lesson.button("Pause").click();
    await lesson.button("Train").waitFor();
    const earlierRuns = workbench.panel.getByRole("button", { name: "earlier runs" });
    await earlierRuns.filter({ hasText: "1" }).waitFor();
    assert.ok(Number(await slider.getAttribute("max")) >= 600);
    assert.equal(await slider.getAttribute("min"), "0");
  } finally {
    await page.screenshot({ path: screenshotPath("past-trained-on") });
  }
});
