import assert from "node:assert/strict";
import { choose } from "./choose.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { count } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel makes a new network", (panelTest) => {
  const sizes = ({ page }: OpenedPanel) => page.getByRole("textbox", { name: "Neurons in each hidden layer" });
  const parameters = ({ page }: OpenedPanel) => page.locator(".parameter-count");

  panelTest("whose parameters it counts while they are typed", async ({ panel, button }) => {
    assert.equal(await parameters(panel).textContent(), "13,002 parameters");
    const prominent = panel.page.locator(".network-form vscode-button[appearance=primary]");
    assert.equal(await prominent.count(), 0);
    await sizes(panel).fill("30");
    assert.equal(await parameters(panel).textContent(), "23,860 parameters");
    await prominent.waitFor();
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices, {
      sizes: [784, 30, 10],
      activation: "sigmoid",
      dataset: "built-in",
    });
  });

  panelTest("with the activation and the examples that are chosen", async ({ panel, button }) => {
    await choose(panel, "Activation of the hidden layers", "ReLU");
    await choose(panel, "Examples to learn from", "a folder…");
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices, {
      sizes: [784, 16, 16, 10],
      activation: "relu",
      dataset: "folder",
    });
  });

  panelTest("but not of sizes that make none", async ({ panel, button }) => {
    await sizes(panel).fill("16, x");
    await panel.page.getByRole("alert").filter({ hasText: "found “x”" }).waitFor();
    await button("New network", { disabled: true }).waitFor();
    await sizes(panel).press("Enter");
    assert.equal(count(panel, "newNetwork"), 0);
  });

  panelTest("and keeps what is typed while training goes on", async ({ panel, host }) => {
    await sizes(panel).fill("64");
    await host.change({ status: "training" });
    await host.change({ status: "paused" });
    await panel.page.getByRole("button", { name: "Train", exact: true }).waitFor();
    assert.equal(await sizes(panel).inputValue(), "64");
  });
});
