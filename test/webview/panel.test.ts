import assert from "node:assert/strict";
import { test } from "node:test";
import { examples, lessonSuite } from "./lessonSuite.ts";
import { count, last } from "./messages.ts";

lessonSuite("the panel", (panelTest, harness) => {
  panelTest("says ready before anything else, and asks for what its views show", async ({ panel }) => {
    assert.equal(panel.received[0].type, "ready");
    const { observation } = last(panel, "observe");
    assert.equal(observation.activations, true);
    assert.ok(observation.connections > 0);
    assert.deepEqual(observation.rows, []);
  });

  panelTest("answers every snapshot once, when it is drawn", async ({ panel, host }) => {
    const isAnswered = () => count(panel, "snapshotDrawn") === host.snapshotsSent;
    await panel.until(isAnswered);
    for (let k = 1; k <= 5; k++) {
      await host.show(k);
      await panel.until(isAnswered);
      const label = String(examples.labels[k]);
      assert.equal(await panel.page.locator(".truth").textContent(), label);
    }
  });

  panelTest("asks for nothing that only a hidden view wants", async ({ panel }) => {
    await panel.page.getByRole("tab", { name: "Weights" }).click();
    await panel.until(() => last(panel, "observe").observation.rows.length > 0);
    assert.equal(last(panel, "observe").observation.connections, 0);
    await panel.post({ type: "showView", view: "activations" });
    await panel.until(() => last(panel, "observe").observation.connections > 0);
    assert.deepEqual(last(panel, "observe").observation.rows, []);
  });

  panelTest("shows the view it showed before the window was reloaded", async ({ panel }) => {
    await panel.page.getByRole("tab", { name: "Weights" }).click();
    await panel.until(() => last(panel, "observe").observation.rows.length > 0);
    await panel.reload();
    await panel.page.getByRole("tab", { name: "Weights", selected: true }).waitFor();
    await panel.page.locator(".weights-view").waitFor();
  });

  panelTest("tells the host of an error", async ({ panel }) => {
    await panel.page.evaluate(() => void setTimeout(() => Promise.reject(new Error("a view broke"))));
    const { message, stack } = await panel.next("failed");
    assert.equal(message, "a view broke");
    assert.match(stack, /Error: a view broke/);
    panel.faults.length = 0;
  });

  panelTest(
    "shows a notice until it is dismissed, and how far a preparation has come",
    async ({ panel, host, button }) => {
      await host.change({ notice: "Training stopped." });
      const notice = panel.page.getByRole("alert").filter({ hasText: "Training stopped." });
      await notice.waitFor();
      await button("Dismiss").click();
      await panel.next("dismissNotice");
      await notice.waitFor({ state: "hidden" });
      await host.change({ status: "preparing", preparation: { what: "drawing digits", share: 0.43 } });
      await panel.page.getByText("Drawing digits…").waitFor();
      assert.equal(await panel.page.getByRole("progressbar").evaluate((bar: HTMLProgressElement) => bar.value), 0.43);
    },
  );

  test("offers a network with the built-in digits where there is none", async () => {
    const panel = await harness().open();
    const start = panel.page.getByRole("button", { name: "New network with the built-in digits" });
    await start.click();
    assert.equal((await panel.next("newNetwork")).choices?.dataset, "built-in");
    await panel.page.getByRole("button", { name: "Choose…" }).click();
    assert.equal((await panel.next("newNetwork")).choices, null);
    await panel.page.getByRole("button", { name: "Train", exact: true, disabled: true }).waitFor();
    assert.deepEqual(panel.faults, []);
    await panel.close();
  });
});
