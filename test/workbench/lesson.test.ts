import assert from "node:assert/strict";
import { test } from "node:test";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

for (const theme of ["dark", "light"] as const) {
  test(`a network learns in the ${theme} workbench, and a neuron is asked why`, async () => {
    await using workbench = await openWorkbench({ theme });
    const lesson = new Lesson(workbench);
    const { page } = lesson;
    const refusals: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy/.test(message.text())) refusals.push(message.text());
    });
    try {
      await lesson.isReady();
      await lesson.openSideBar();
      const before = await lesson.accuracy();
      await lesson.trainForAWhile();
      await lesson.stepToEpochEnd();

      // The network reads better than it guessed, and the status bar says the same as the panel.
      const after = await lesson.accuracy();
      assert.ok(after > before + 30, `${before} % before, ${after} % after`);
      await lesson.statusBarItem.filter({ hasText: `${after.toFixed(1)} %` }).waitFor();
      // The graph has grown.
      const where = (await lesson.text("graph-foot").textContent()) ?? "";
      const steps = Number(/step ([\d,]+)/.exec(where)?.[1].replaceAll(",", ""));
      assert.ok(steps >= 1000, where);

      await lesson.clickNeuron(0.5);
      await lesson
        .text("neuron-name")
        .filter({ hasText: /Neuron \d+ of hidden layer [12]/i })
        .waitFor();
      await lesson.treeRow("1.5").click();
      await lesson
        .text("neuron-name")
        .filter({ hasText: /neuron 5 of hidden layer 1/i })
        .waitFor();
      await page.screenshot({ path: screenshotPath(`lesson-${theme}-activations`) });
      await workbench.panel.getByRole("tab", { name: "Weights" }).click();
      await lesson.text("weights-view").waitFor();
      await page.screenshot({ path: screenshotPath(`lesson-${theme}-weights`) });
      assert.deepEqual(refusals, []);
    } finally {
      await page.screenshot({ path: screenshotPath(`lesson-${theme}`) });
    }
  });
}
