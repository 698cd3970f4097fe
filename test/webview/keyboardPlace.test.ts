import assert from "node:assert/strict";
import { someRun } from "./graph/someRun.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { count } from "./messages.ts";
import type { OpenedPanel } from "./panelHarness.ts";

lessonSuite("the panel keeps the keyboard's place", (panelTest) => {
  /** Resolves when the control that a selector matches has the keyboard, through the roots of the toolkit's controls. */
  const isAt = async ({ page }: OpenedPanel, selector: string) => {
    await page.waitForFunction((wanted) => document.activeElement?.matches(wanted), selector);
    // A control whose inner one is disabled would match, and not hear a key.
    assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement === null), false);
  };
  const epoch = 'vscode-button[aria-label="Step one epoch"]';

  panelTest("on a button that cannot be pressed for a while, which then does nothing", async ({ panel, host }) => {
    await panel.page.locator(epoch).focus();
    await panel.page.keyboard.press("Enter");
    await panel.next("step");
    await host.change({ status: "training" });
    await panel.page.locator(`${epoch}[aria-disabled="true"]`).waitFor();
    await isAt(panel, epoch);
    await panel.page.getByRole("button", { name: "Step one epoch", disabled: true }).waitFor();
    const asked = count(panel, "step");
    await panel.page.keyboard.press("Enter");
    await host.change({ status: "paused" });
    await panel.page.getByRole("button", { name: "Step one epoch", disabled: false }).waitFor();
    await isAt(panel, epoch);
    await panel.page.keyboard.press("Enter");
    await panel.next("step");
    assert.equal(count(panel, "step"), asked + 1);
  });

  panelTest("and disables a button that has not got it", async ({ panel, host }) => {
    await panel.page.locator(epoch).focus();
    await host.change({ status: "training" });
    await panel.page.waitForFunction(() => {
      const button = document.querySelector('vscode-button[aria-label="Step one example"]');
      return button?.shadowRoot?.querySelector("button")?.disabled;
    });
  });

  panelTest("when there is a network: it is trained with the next key", async ({ panel, host }) => {
    const { network, progress } = host.state;
    await host.change({ network: null, progress: null });
    await panel.page.getByRole("button", { name: "New network with the built-in digits" }).focus();
    await panel.page.keyboard.press("Enter");
    await panel.next("newNetwork");
    await host.change({ status: "preparing" });
    await host.change({ status: "paused", network, progress });
    await isAt(panel, ".train-button");
    await panel.page.keyboard.press("Enter");
    await panel.next("train");
  });

  panelTest("on the slider, when the present is gone back to", async ({ panel, host, button }) => {
    await panel.post({ type: "runsReplaced", runs: [someRun(1, 4)] });
    const { progress } = host.state;
    assert.ok(progress);
    await host.change({ progress: { ...progress, step: 400, epoch: 4, batchInEpoch: 0, batchesPerEpoch: 100 } });
    await panel.page.getByRole("slider", { name: "Step shown" }).press("PageDown");
    await button("Back to the present").press("Enter");
    await button("Back to the present").waitFor({ state: "hidden" });
    await panel.page.waitForFunction(() => document.activeElement?.matches(".step-slider"));
  });

  panelTest("in the view, when its neuron is not asked any more", async ({ panel, button }) => {
    const drawing = panel.page.locator(".network-drawing");
    await drawing.focus();
    await panel.page.keyboard.press("ArrowRight");
    await panel.page.keyboard.press("Enter");
    await panel.next("inspectNeuron");
    await button("Stop inspecting").press("Enter");
    await panel.page.getByText("to ask it why").waitFor();
    await panel.page.waitForFunction(() => document.activeElement?.matches(".network-drawing"));
  });

  panelTest("on the way back, where a neuron has no such link as led to it", async ({ panel, host }) => {
    await host.change({ inspected: { layer: 2, neuron: 11 } });
    const listeners = panel.page.getByRole("table", { name: "Who listens to it" });
    await listeners.getByRole("button", { name: "3.4" }).press("Enter");
    await panel.page.getByText("Why is neuron 3.4 at").waitFor();
    await isAt(panel, 'vscode-button[aria-label="Back to the neuron before"]');
  });

  panelTest("where it is seen: a slider's ring has the theme's colour", async ({ panel }) => {
    const slider = panel.page.getByRole("slider", { name: "Pace" });
    await slider.focus();
    await panel.page.keyboard.press("Home");
    const [ring, theme] = await slider.evaluate((focused) => {
      const probe = document.body.appendChild(document.createElement("i"));
      probe.style.color = "var(--vscode-focusBorder)";
      return [getComputedStyle(focused).outlineColor, getComputedStyle(probe).color];
    });
    assert.equal(ring, theme);
  });

  panelTest(
    "and says what it has come to: an example and what the network says to it",
    async ({ panel, host, button }) => {
      await host.show();
      await button("Next example").press("Enter");
      await panel.next("showExample");
      await host.show(1);
      await panel.page
        .getByRole("status")
        .filter({ hasText: /^Example 2 of [\d,]+, a \d: it says .+\.$/ })
        .waitFor({ state: "attached" });
    },
  );

  panelTest("and tells no bias where it is not", async ({ panel }) => {
    await panel.post({ type: "showView", view: "weights" });
    const list = panel.page.getByRole("listbox", { name: "Neurons of the hidden layer 1" });
    await list.focus();
    await panel.page.keyboard.press("ArrowRight");
    await list.getByRole("option", { name: /^neuron 1 .*, bias/ }).waitFor();
    await panel.page.keyboard.press("ArrowRight");
    await list.getByRole("option", { name: /^neuron 2 .*, bias/ }).waitFor();
    assert.equal(await list.getByRole("option", { name: /, bias/ }).count(), 1);
    await panel.page.keyboard.press("Tab");
    await list.getByRole("option", { name: /, bias/ }).waitFor({ state: "detached" });
  });

  panelTest(
    "above the graph, where the window is low",
    async ({ panel }) => {
      const graph = await panel.page.locator(".graph-region").boundingBox();
      assert.ok(graph);
      for (const name of ["New network", "Next wrong"]) {
        const control = panel.page.getByRole("button", { name, exact: true });
        await control.focus();
        const box = await control.boundingBox();
        assert.ok(
          box && box.y >= 0 && box.y + box.height <= graph.y,
          `${name} is at ${box?.y}, the graph at ${graph.y}`,
        );
      }
    },
    { width: 504, height: 282 },
  );

  panelTest("above the sheet of choices, which closes when it is left", async ({ panel, button }) => {
    await button("More").press("Enter");
    const sheet = panel.page.getByRole("group", { name: "More of what it learns with" });
    await sheet.waitFor();
    const augment = panel.page.getByRole("checkbox", { name: "bent anew in each epoch" });
    await augment.focus();
    await panel.page.keyboard.press("Tab");
    await sheet.waitFor({ state: "hidden" });
    await panel.page.waitForFunction(() => document.activeElement?.textContent === "New network");
  });
});
