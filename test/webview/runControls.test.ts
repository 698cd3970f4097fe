import assert from "node:assert/strict";
import { paces } from "../../extension/protocol/settings.ts";
import { lessonSuite } from "./lessonSuite.ts";

lessonSuite("the panel trains and steps", (panelTest) => {
  panelTest("by buttons that are there when they make sense", async ({ panel, host, button }) => {
    await button("Train").click();
    await panel.next("train");
    await button("Pause").waitFor();
    await button("Step one example", { disabled: true }).waitFor();
    await button("Pause").click();
    await panel.next("pause");
    await button("Train").waitFor();
    for (const [name, unit] of [
      ["example", "example"],
      ["mini-batch", "miniBatch"],
      ["epoch", "epoch"],
    ]) {
      await button(`Step one ${name}`).click();
      assert.equal((await panel.next("step")).unit, unit);
    }
    await button("Reset", { disabled: true }).waitFor();
    host.train(1);
    await host.show();
    await panel.page.locator(".summary-progress", { hasText: "epoch 0 · step 1" }).waitFor();
    for (const name of ["Reset", "Reseed", "Save"]) {
      const title = await panel.page.locator(`vscode-button[aria-label="${name}"]`).getAttribute("title");
      assert.match(title ?? "", new RegExp(`^${name}`));
    }
    await button("Reset").click();
    await panel.next("reset");
    await button("Reseed").click();
    await panel.next("reseed");
    await button("Save").click();
    await panel.next("saveWeights");
  });

  panelTest("by a button that is as wide to train as to pause", async ({ button }) => {
    const before = await button("Train").boundingBox();
    await button("Train").click();
    await button("Pause").waitFor();
    assert.deepEqual(await button("Pause").boundingBox(), before);
  });

  panelTest("at the pace that is chosen", async ({ panel }) => {
    const slider = panel.page.getByRole("slider", { name: "Pace" });
    assert.equal(await slider.getAttribute("aria-valuetext"), "as fast as it goes");
    await slider.press("Home");
    assert.equal((await panel.next("setPace")).pace, 1);
    await slider.press("ArrowRight");
    assert.equal((await panel.next("setPace")).pace, paces[1]);
    assert.equal(await slider.getAttribute("aria-valuetext"), "3 examples/s");
  });
});
