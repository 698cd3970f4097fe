import type { LiveState } from "../../extension/protocol/liveState.ts";
import { element, writeText } from "../element.ts";
import type { PanelActions } from "../view.ts";
import { trainOnText } from "./pastText.ts";

/** What can be done with an earlier step that is shown; in the present, how to look back. Always of the same height. */
export class PastActions {
  readonly element: HTMLElement;
  readonly #hint = element("span", { class: "past-hint" }, "Drag the slider to look back.");
  readonly #trainOn = element("button", {
    type: "button",
    class: "past-action",
    title: "Begins a new run from this step; the curve of the run so far stays to compare with",
  });
  readonly #back = element("button", { type: "button", class: "past-action" }, "Back to the present");

  /** @param slider gets the keyboard when they have been pressed and are gone */
  constructor({ send }: PanelActions, slider: HTMLElement) {
    this.#trainOn.addEventListener("click", () => send({ type: "train" }));
    this.#back.addEventListener("click", () => send({ type: "showStep", step: null }));
    for (const button of [this.#trainOn, this.#back]) button.addEventListener("click", () => slider.focus());
    this.element = element("div", { class: "past-actions" }, this.#hint, this.#trainOn, this.#back);
  }

  show({ past, progress, firstStep }: LiveState): void {
    this.#trainOn.hidden = past === null;
    this.#back.hidden = past === null;
    this.#hint.hidden = past !== null || firstStep === null || firstStep === progress?.step;
    if (past !== null) writeText(this.#trainOn, trainOnText(past.step));
  }
}
