import type { LiveState } from "../../extension/protocol/liveState.ts";
import { element } from "../element.ts";
import type { PanelActions } from "../view.ts";
import { pastText, tooLargeText } from "./pastText.ts";

/** Half of the slider's thumb: its middle is at the step. */
const thumbHalfCssPixels = 6;

/**
 * Which step of the run is shown. It lies beneath the graph's curve from the first step that is known to the present one;
 * while training it stays at the end. The hand is ahead of the host's answers.
 */
export class StepSlider {
  readonly element: HTMLInputElement;
  #batchesPerEpoch = 1;
  /** the step that was asked for last, until it is the one shown */
  #wanted: number | null = null;
  #isTraining = false;

  constructor({ send }: PanelActions) {
    const slider = element("input", {
      type: "range",
      class: "slider step-slider",
      step: "1",
      "aria-label": "Step shown",
    });
    this.element = slider;
    const ask = () => {
      this.#wanted = slider.valueAsNumber;
      const isPresent = slider.value === slider.max;
      send({ type: "showStep", step: isPresent ? null : slider.valueAsNumber });
    };
    slider.addEventListener("input", ask);
    // Grabbed while it moves on with training, it would slip from the hand.
    slider.addEventListener("pointerdown", () => this.#isTraining && send({ type: "pause" }));
    slider.addEventListener("blur", () => {
      this.#wanted = null;
    });
    slider.addEventListener("keydown", (event) => {
      const epochs = { PageUp: 1, PageDown: -1 }[event.key];
      if (epochs === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      slider.valueAsNumber += epochs * this.#batchesPerEpoch;
      ask();
    });
  }

  /** Lays it beneath the steps from the first that is known to the present one. @param left, right from the graph's edge */
  placeBetween(leftCssPixels: number, rightCssPixels: number): void {
    const { style } = this.element;
    style.left = `${leftCssPixels - thumbHalfCssPixels}px`;
    style.width = `${Math.max(0, rightCssPixels - leftCssPixels) + 2 * thumbHalfCssPixels}px`;
  }

  show(live: LiveState): void {
    const { progress, past, firstStep } = live;
    const present = past?.present ?? progress;
    if (present === null) return;
    const slider = this.element;
    this.#isTraining = live.status === "training";
    this.#batchesPerEpoch = present.batchesPerEpoch;
    const first = firstStep ?? present.step;
    slider.min = String(first);
    slider.max = String(present.step);
    slider.disabled = live.status === "preparing" || first === present.step;
    const shown = past?.step ?? present.step;
    if (shown === this.#wanted) this.#wanted = null;
    if (this.#wanted === null && !slider.matches(":active")) slider.valueAsNumber = shown;
    slider.setAttribute("aria-valuetext", pastText(live));
    slider.title = firstStep === null ? tooLargeText : "Look back: the whole panel as it was at an earlier step";
  }
}
