import assert from "node:assert/strict";
import type { Dropdown } from "@vscode/webview-ui-toolkit";
import { plainSettings } from "../../../extension/protocol/settings.ts";
import { choose } from "../choose.ts";
import { lessonSuite } from "../lessonSuite.ts";
import { count } from "../messages.ts";
import type { OpenedPanel } from "../panelHarness.ts";

lessonSuite("the panel makes a new network", (panelTest) => {
  const sizes = ({ page }: OpenedPanel) => page.getByRole("textbox", { name: "Neurons in each hidden layer" });
  const differences = ({ page }: OpenedPanel) => page.locator(".network-differences");
  const primary = ({ page }: OpenedPanel) => page.locator(".network-form vscode-button[appearance=primary]");
  const dataset = ({ page }: OpenedPanel) => page.locator(".dataset-dropdown");
  const datasetShown = (panel: OpenedPanel) =>
    dataset(panel).evaluate((dropdown: Dropdown) => dropdown.displayValue.trim());

  const { seed: _drawn, ...lesson } = plainSettings([784, 16, 16, 10]);
  /** The live network's choices, but for some. */
  const chosen = (others: object) => ({ ...lesson, dataset: "built-in", ...others });
  const more = ({ page }: OpenedPanel) => page.getByRole("button", { name: "More", exact: true });
  const sheet = ({ page }: OpenedPanel) => page.getByRole("group", { name: "More of what it learns with" });

  panelTest("whose parameters it counts where they are others than the live network's", async ({ panel, button }) => {
    await sizes(panel).fill("16, 16");
    assert.match((await panel.page.locator(".summary-network").textContent()) ?? "", / · 13,002 parameters · /);
    assert.equal(await differences(panel).textContent(), "");
    assert.equal(await primary(panel).count(), 0);
    await sizes(panel).fill("30");
    assert.equal(await differences(panel).textContent(), "23,860 parameters");
    await primary(panel).waitFor();
    await button("New network").click();
    assert.deepEqual(
      (await panel.next("newNetwork")).choices,
      chosen({ sizes: [784, 30, 10], activations: ["sigmoid", "sigmoid"] }),
    );
  });

  panelTest("of digits, which it says where the live one takes something else", async ({ panel, host }) => {
    const row = panel.page.locator(".network-form .sizes");
    assert.match((await row.textContent()) ?? "", /^784 –/);
    const { network } = host.state;
    assert.ok(network);
    await host.change({ network: { ...network, settings: { ...network.settings, sizes: [64, 32, 3] } } });
    await row.getByText("New: 784 –").waitFor();
    assert.equal(await differences(panel).textContent(), "784 inputs · 10 outputs · 25,450 parameters");
  });

  panelTest("with the activation and the examples that are chosen", async ({ panel, button }) => {
    await choose(panel, "Activation of the hidden layers", "ReLU");
    await choose(panel, "Examples to learn from", "a folder");
    assert.equal(await differences(panel).textContent(), "learning rate 0.1");
    await button("New network").click();
    assert.deepEqual(
      (await panel.next("newNetwork")).choices,
      chosen({ activations: ["relu", "relu", "sigmoid"], learningRate: 0.1, dataset: "folder" }),
    );
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

  panelTest("with all that stands under More, where each choice is explained", async ({ panel, button }) => {
    assert.equal(await sheet(panel).isVisible(), false);
    const { height } = (await panel.page.locator(".header-region").boundingBox()) ?? {};
    await more(panel).click();
    await choose(panel, "Output", "softmax");
    await sheet(panel).getByText("the surprise at the truth").waitFor(); // the cost has followed
    await choose(panel, "Descent", "momentum");
    await panel.page.getByRole("textbox", { name: "Momentum μ" }).fill("0.95");
    await choose(panel, "Schedule", "cosine");
    await panel.page.getByRole("textbox", { name: "Epochs of the schedule" }).fill("12");
    await panel.page.getByRole("textbox", { name: "Examples in a mini-batch" }).fill("32");
    await panel.page.getByRole("textbox", { name: "L2 λ" }).fill("0,0001");
    await choose(panel, "Initial weights", "He");
    await panel.page.getByRole("checkbox", { name: "bent anew in each epoch" }).click();
    await panel.page.keyboard.press("Escape");
    assert.equal(await sheet(panel).isVisible(), false);
    assert.equal((await panel.page.locator(".header-region").boundingBox())?.height, height);
    assert.equal(
      await differences(panel).textContent(),
      "softmax output · cross-entropy · momentum 0.95 · L2 0.0001 · cosine over 12 epochs · He start · mini-batches of 32 · digits bent anew · learning rate 0.05",
    );
    await button("New network").click();
    assert.deepEqual(
      (await panel.next("newNetwork")).choices,
      chosen({
        activations: ["sigmoid", "sigmoid", "softmax"],
        cost: "crossEntropy",
        descent: "momentum",
        momentum: 0.95,
        schedule: "cosine",
        scheduleEpochs: 12,
        batchSize: 32,
        l2: 0.0001,
        initialisation: "he",
        augment: true,
        learningRate: 0.05,
      }),
    );
  });

  panelTest("without a cost that cannot judge the output", async ({ panel }) => {
    const quadratic = panel.page.locator('vscode-dropdown[aria-label="Cost"] vscode-option', { hasText: "quadratic" });
    await more(panel).click();
    assert.equal(await quadratic.getAttribute("aria-disabled"), "false");
    await choose(panel, "Output", "softmax");
    await panel.page
      .locator('vscode-option[aria-disabled="true"]', { hasText: "quadratic" })
      .waitFor({ state: "attached" });
    await choose(panel, "Output", "sigmoid");
    await choose(panel, "Cost", "quadratic");
    await panel.page.keyboard.press("Escape");
    assert.equal(await differences(panel).textContent(), "");
  });

  panelTest("whose hidden layers each have an activation of their own", async ({ panel, button }) => {
    await choose(panel, "Activation of the hidden layers", "per layer");
    await choose(panel, "Activation of layer 2", "tanh");
    assert.equal(await differences(panel).textContent(), "sigmoid–tanh · learning rate 0.1");
    await panel.page.keyboard.press("Escape");
    await button("New network").click();
    const { choices } = await panel.next("newNetwork");
    assert.deepEqual(choices?.activations, ["sigmoid", "tanh", "sigmoid"]);
    // One hidden layer more than were chosen is like the last one.
    await sizes(panel).fill("16, 16, 16");
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices?.activations, ["sigmoid", "tanh", "tanh", "sigmoid"]);
  });

  panelTest("but not with a number that cannot be, which is refused beside it", async ({ panel, button }) => {
    await more(panel).click();
    const field = panel.page.getByRole("textbox", { name: "L2 λ" });
    await field.fill("7");
    await sheet(panel).getByText("L2: expected a number from 0 to 1, such as 0.0001, found 7.").waitFor();
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await button("New network", { disabled: true }).waitFor();
    await field.fill("0.001");
    await button("New network", { disabled: false }).waitFor();
  });

  panelTest("and forgets a number that cannot be with the choice that needed it", async ({ panel, button }) => {
    await more(panel).click();
    await choose(panel, "Descent", "momentum");
    await sheet(panel).getByRole("textbox", { name: "Momentum μ" }).fill("2");
    await sheet(panel).getByText("from 0 to below 1").waitFor();
    await choose(panel, "Descent", "plain");
    await sheet(panel).getByText("from 0 to below 1").waitFor({ state: "hidden" });
    await panel.page.keyboard.press("Escape");
    await button("New network").click();
    assert.deepEqual((await panel.next("newNetwork")).choices, chosen({}));
  });

  panelTest("by the keyboard alone", async ({ panel, button }) => {
    await more(panel).focus();
    await panel.page.keyboard.press("Enter");
    await sheet(panel).waitFor();
    await panel.page.getByRole("button", { name: "More", expanded: true }).waitFor();
    // The first dropdown is the output, the second the cost.
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("Tab");
    await panel.page.keyboard.press("ArrowDown");
    await panel.page.keyboard.press("Escape");
    await panel.page.getByRole("button", { name: "More", expanded: false }).waitFor();
    await button("New network").click();
    assert.equal((await panel.next("newNetwork")).choices?.cost, "crossEntropy");
  });

  panelTest("and closes what stands under More by its button, too", async ({ panel }) => {
    await more(panel).click();
    await sheet(panel).waitFor();
    await more(panel).click();
    assert.equal(await sheet(panel).isVisible(), false);
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
