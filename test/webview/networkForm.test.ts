import assert from "node:assert/strict";
import type { Dropdown } from "@vscode/webview-ui-toolkit";
import { choose } from "./choose.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { count } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel makes a new network", (panelTest) => {
  const sizes = ({ page }: OpenedPanel) => page.getByRole("textbox", { name: "Neurons in each hidden layer" });
  const differences = ({ page }: OpenedPanel) => page.locator(".network-differences");
  const primary = ({ page }: OpenedPanel) => page.locator(".network-form vscode-button[appearance=primary]");
  const dataset = ({ page }: OpenedPanel) => page.locator(".dataset-dropdown");
  const datasetShown = (panel: OpenedPanel) =>
    dataset(panel).evaluate((dropdown: Dropdown) => dropdown.displayValue.trim());

  panelTest("whose parameters it counts where they are others than the live network's", async ({ panel, button }) => {
    await sizes(panel).fill("16, 16");
    assert.match((await panel.page.locator(".summary-network").textContent()) ?? "", / · 13,002 parameters · /);
    assert.equal(await differences(panel).textContent(), "");
    assert.equal(await primary(panel).count(), 0);
    await sizes(panel).fill("30");
    assert.equal(await differences(panel).textContent(), "23,860 parameters");
    await primary(panel).waitFor();
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices, {
      sizes: [784, 30, 10],
      activation: "sigmoid",
      learningRate: 1.5,
      dataset: "built-in",
    });
  });

  panelTest("with the activation and the examples that are chosen", async ({ panel, button }) => {
    await choose(panel, "Activation of the hidden layers", "ReLU");
    await choose(panel, "Examples to learn from", "a folder");
    assert.equal(await differences(panel).textContent(), "learning rate 0.1");
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices, {
      sizes: [784, 16, 16, 10],
      activation: "relu",
      learningRate: 0.1,
      dataset: "folder",
    });
    assert.equal(count(panel, "setLearningRate"), 0);
  });

  panelTest("with the learning rate that was typed last, confirmed or not", async ({ panel, button }) => {
    await panel.page.getByRole("textbox", { name: "Learning rate" }).fill("0.3");
    await button("New network").click();
    assert.equal((await panel.next("newNetwork")).choices?.learningRate, 0.3);
  });

  panelTest("and names the live network's examples again where nothing came of it", async ({ panel, host, button }) => {
    await choose(panel, "Examples to learn from", "Fashion-MNIST");
    await button("New network").click();
    assert.equal((await panel.next("newNetwork")).choices?.dataset, "fashion-mnist");
    await host.change({ status: "preparing" });
    await button("New network", { disabled: true }).waitFor();
    assert.equal(await datasetShown(panel), "Fashion-MNIST");
    await host.change({ status: "paused", notice: "Fashion-MNIST: expected an answer, found none." });
    await button("New network", { disabled: false }).waitFor();
    assert.equal(await datasetShown(panel), "built-in digits");
    assert.equal(await primary(panel).count(), 0);
  });

  panelTest("and a folder's name while its network is there", async ({ panel, host, button }) => {
    const { network } = host.state;
    assert.ok(network);
    await host.change({ network: { ...network, dataset: "../digits", datasetLabel: "digits" } });
    await panel.page.locator(".summary-network", { hasText: "13,002 parameters · digits" }).waitFor();
    await host.change({ status: "training" });
    await button("Pause").waitFor();
    assert.equal(await datasetShown(panel), "digits");
    assert.equal(await primary(panel).count(), 0);
    await button("New network").click();
    assert.equal((await panel.next("newNetwork")).choices?.dataset, "../digits");
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
