import assert from "node:assert/strict";
import { viewNames } from "../../extension/protocol/webviewMessages.ts";
import { barriers } from "./barriers.ts";
import { type EditorThemeName, editorThemes } from "./editorThemes.ts";
import { lessonSuite } from "./lessonSuite.ts";
import { last } from "./messages.ts";

lessonSuite("the panel is for everybody", (panelTest) => {
  for (const theme of Object.keys(editorThemes) as EditorThemeName[]) {
    panelTest(
      `without a barrier that axe finds, in the theme ${theme}`,
      async ({ panel, host, button }) => {
        host.setBias({ layer: 1, neuron: 3 }, 30);
        await host.change({ inspected: { layer: 1, neuron: 5 } });
        await panel.until(() => last(panel, "observe").observation.neuron !== null);
        for (const view of viewNames) {
          await panel.post({ type: "showView", view });
          await panel.page.locator(`.${view}-view`).waitFor();
          if (view === "health") await panel.page.getByText(/^On \d+ training examples/).waitFor();
          assert.deepEqual(await barriers(panel), [], view);
        }
        await button("More").click();
        await panel.page.getByRole("group", { name: "More of what it learns with" }).waitFor();
        assert.deepEqual(await barriers(panel), [], "More");
      },
      { theme, width: 1600, height: 1000 },
    );
  }

  panelTest("every control is reached by Tab and named", async ({ panel }) => {
    const reached: string[] = [];
    for (let k = 0; k < 60; k++) {
      await panel.page.keyboard.press("Tab");
      const name = await panel.page.evaluate(focusedName);
      if (name === null) break;
      reached.push(name);
    }
    for (const name of [
      "Train",
      "Step one example",
      "Step one mini-batch",
      "Step one epoch",
      "Reseed",
      "Save",
      "Pace",
      "Learning rate",
      "Neurons in each hidden layer",
      "Activation of the hidden layers",
      "Examples to learn from",
      "More",
      "New network",
      "Previous example",
      "Example",
      "Next example",
      "Set of examples",
      "Next wrong",
      "Follow training",
      "Activations",
      "picture of the network",
    ]) {
      assert.ok(reached.includes(name), `${name} is not among ${reached.join(", ")}`);
    }
    assert.ok(!reached.includes(""), `a control without a name among ${reached.join(", ")}`);
  });

  panelTest("what is typed into a field does not reach the editor's keybindings", async ({ panel }) => {
    await panel.page.evaluate(() => {
      window.addEventListener("keydown", (event) => document.body.append(`[${event.key}]`));
    });
    await panel.page.getByRole("textbox", { name: "Neurons in each hidden layer" }).focus();
    await panel.page.keyboard.type("8, 8 ");
    await panel.page.locator(".network-drawing").focus();
    await panel.page.keyboard.press("ArrowLeft");
    await panel.page.locator("body").evaluate(() => (document.activeElement as HTMLElement).blur());
    await panel.page.keyboard.press(" ");
    const reached = await panel.page.evaluate(() =>
      [...(document.body.textContent ?? "").matchAll(/\[(.+?)\]/g)].map(([key]) => key),
    );
    assert.deepEqual(reached, ["[ ]"]);
  });
});

/** Runs in the page: the name of the control that has the focus, through shadow roots; null when the page's end is reached. */
function focusedName(): string | null {
  let focused: Element | null = document.activeElement;
  if (focused === null || focused === document.body) return null;
  const host = focused;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const label = host.id && document.querySelector(`label[for="${host.id}"]`)?.textContent;
  const described = host.getAttribute("aria-roledescription");
  const named = described ?? host.getAttribute("aria-label") ?? label;
  return (named || (focused?.getAttribute("aria-label") ?? host.textContent ?? "")).trim();
}
