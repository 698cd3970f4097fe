import assert from "node:assert/strict";
import { choose } from "./choose.ts";
import { fieldHolds } from "./fieldHolds.ts";
import { examples, lessonSuite } from "./lessonSuite.ts";

lessonSuite("the panel shows examples", (panelTest) => {
  panelTest("one after the other, around the ends", async ({ panel, button }) => {
    await button("Next example").click();
    assert.deepEqual((await panel.next("showExample")).example, { set: "heldOut", index: 1 });
    await panel.page.locator(".truth", { hasText: String(examples.labels[1]) }).waitFor();
    await button("Previous example").click();
    assert.deepEqual((await panel.next("showExample")).example, { set: "heldOut", index: 0 });
    await panel.page.locator(".truth", { hasText: String(examples.labels[0]) }).waitFor();
    await button("Previous example").click();
    assert.deepEqual((await panel.next("showExample")).example, { set: "heldOut", index: examples.count - 1 });
  });

  panelTest("by number, of the other set, or the next that is read wrong", async ({ panel, button }) => {
    const index = panel.page.getByRole("textbox", { name: "Example" });
    await index.fill("7");
    await index.press("Enter");
    assert.deepEqual((await panel.next("showExample")).example, { set: "heldOut", index: 6 });
    await panel.page.locator(".truth", { hasText: String(examples.labels[6]) }).waitFor();
    for (const wrong of ["seven", "0", "-1", "1.5", String(examples.count + 1)]) {
      await index.fill(wrong);
      await index.press("Enter");
      await panel.page
        .getByRole("alert")
        .filter({ hasText: `Example: expected a whole number from 1 to ${examples.count}, found “${wrong}”.` })
        .waitFor();
      assert.equal(await index.getAttribute("aria-invalid"), "true");
    }
    await index.press("Escape");
    await fieldHolds(index, "7");
    assert.equal(await panel.page.locator(".example-choice .field-problem:visible").count(), 0);
    await choose(panel, "Set of examples", "training");
    assert.deepEqual((await panel.next("showExample")).example, { set: "training", index: 0 });
    await button("Next wrong").click();
    assert.equal((await panel.next("showNextWrong")).set, "heldOut");
    await panel.page.getByRole("checkbox", { name: "Follow training" }).click();
    assert.equal((await panel.next("setFollowsTraining")).followsTraining, true);
  });

  panelTest("with the truth, the answer and their difference", async ({ panel, host }) => {
    const { layers, exampleCost } = host.snapshot();
    const outputs = [...(layers?.[2].activations ?? [])];
    const most = Math.max(...outputs);
    const facts = panel.page.locator(".example-facts dd");
    assert.equal(await facts.nth(0).textContent(), "0");
    assert.match((await facts.nth(1).textContent()) ?? "", new RegExp(`^${outputs.indexOf(most)} [✓✗]$`));
    assert.equal(await facts.nth(2).textContent(), most.toFixed(2));
    assert.equal(await facts.nth(3).textContent(), exampleCost?.toFixed(4));
  });

  panelTest("and says of one that it is shown as it is learnt from, bent", async ({ panel, host }) => {
    const bent = panel.page.getByText("bent", { exact: true });
    const snapshot = host.snapshot();
    assert.ok(snapshot.example);
    assert.equal(await bent.isVisible(), false);
    const pixels = snapshot.example.pixels.toReversed();
    const example = { ...snapshot.example, pixels, isBent: true };
    await panel.post({ type: "snapshotTaken", snapshot: { ...snapshot, example } });
    await bent.waitFor();
    await panel.page.getByRole("img", { name: "Picture of the shown example, a 0, bent" }).waitFor();
    await panel.post({ type: "snapshotTaken", snapshot });
    await bent.waitFor({ state: "hidden" });
  });
});
