import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import type { Workbench } from "./openWorkbench.ts";

/** What a person sees and touches of Downhill in the workbench. */
export class Lesson {
  readonly page: Page;
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.page = workbench.page;
  }

  /** A button of the panel by its name. */
  button(name: string): Locator {
    return this.#workbench.panel.getByRole("button", { name, exact: true });
  }

  /** What the panel says in the class of one of its elements. */
  text(className: string): Locator {
    return this.#workbench.panel.locator(`.${className}`);
  }

  get statusBarItem(): Locator {
    return this.page.locator('.statusbar-item[id*="downhill.training"]');
  }

  /** A row of a tree in the side bar, by its label without the description after it. */
  treeRow(label: string): Locator {
    const name = this.page.locator(".label-name").getByText(label, { exact: true });
    return this.page.locator(".pane-body .monaco-list-row", { has: name });
  }

  /** A row of the questions that drop from the top of the window. */
  answer(text: string): Locator {
    return this.page.locator(".quick-input-widget .monaco-list-row", { hasText: text }).first();
  }

  get question(): Locator {
    return this.page.locator(".quick-input-widget input").first();
  }

  /** Types into the field of the question of that title, not into the one before, which gives way only a moment after its answer. */
  async type(title: string, text: string): Promise<void> {
    await this.page.locator(".quick-input-widget .quick-input-title", { hasText: title }).waitFor();
    await this.question.fill(text);
  }

  /** Answers the dialog for a file: it is there once it offers a name, and the person's goes in its place. */
  async saveAs(offeredName: string, path: string): Promise<void> {
    await this.page.waitForFunction((name) => {
      const field = document.querySelector<HTMLInputElement>(".quick-input-widget input");
      return field?.value.includes(name);
    }, offeredName);
    await this.question.fill(path);
    await this.page.keyboard.press("Enter");
  }

  /** The panel is there, with a network that waits. */
  async isReady(): Promise<void> {
    await this.button("Train").waitFor();
    await this.statusBarItem.filter({ hasText: "paused" }).waitFor();
  }

  /** Trains from the panel until an epoch is over, and pauses. */
  async trainForAWhile(): Promise<void> {
    await this.button("Train").click();
    await this.text("summary-progress")
      .filter({ hasText: /epoch [1-9]/ })
      .waitFor();
    await this.button("Pause").click();
    await this.button("Train").waitFor();
  }

  /** Steps to the end of the epoch: unlike a pause, a step waits for the evaluation, and no figure changes after it. */
  async stepToEpochEnd(): Promise<void> {
    const progress = this.text("summary-progress");
    const [, epoch] = /epoch (\d+)/.exec((await progress.textContent()) ?? "") ?? [];
    await this.button("Step one epoch").click();
    await progress.filter({ hasText: `epoch ${Number(epoch) + 1} ·` }).waitFor();
  }

  /** Held-out examples read right, in percent, once that is known. */
  async accuracy(): Promise<number> {
    const figure = this.text("summary-accuracy").filter({ hasText: "%" });
    return Number.parseFloat((await figure.textContent()) ?? "");
  }

  async openSideBar(): Promise<void> {
    await this.page.locator('.activitybar [aria-label^="Downhill"]').first().click();
    await this.treeRow("1.0").waitFor();
  }

  /** Clicks the first neuron that lies on the middle line of the picture of the network, from `share` of its width on. */
  async clickNeuron(share: number): Promise<void> {
    const canvas = this.text("network-drawing");
    const box = await canvas.boundingBox();
    assert.ok(box);
    for (let x = box.width * share; x < box.width; x += 5) {
      for (const y of [box.height * 0.44, box.height * 0.48]) {
        await this.page.mouse.move(box.x + x, box.y + y);
        if (!(await canvas.getAttribute("class"))?.includes("over-neuron")) continue;
        await this.page.mouse.click(box.x + x, box.y + y);
        return;
      }
    }
    assert.fail("There is no neuron to the right of there.");
  }
}
