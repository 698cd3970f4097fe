import { type Pace, paces } from "../extension/protocol/settings.ts";
import { element, writeText } from "./element.ts";
import { paceIndex, paceText } from "./pace.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

/** How fast training may go, from one example a second, which can be followed by eye, to as fast as it goes. */
export class PaceSlider implements View {
  readonly element: HTMLElement;
  readonly #slider: HTMLInputElement;
  readonly #value = element("output", { class: "pace-value", for: "pace" });
  /** chosen here, and not yet heard of from the host; undefined when the host knows */
  #awaited: Pace | undefined;

  constructor(actions: PanelActions) {
    this.#slider = element("input", {
      type: "range",
      id: "pace",
      class: "slider pace-slider",
      min: "0",
      max: String(paces.length - 1),
      step: "1",
      title: "How fast training may go",
    });
    this.#show(paces.length - 1);
    this.#slider.addEventListener("input", () => {
      const index = this.#slider.valueAsNumber;
      this.#show(index);
      this.#awaited = paces[index];
      actions.send({ type: "setPace", pace: paces[index] });
    });
    this.element = element(
      "div",
      { class: "pace labelled-control" },
      element("label", { class: "control-label", for: "pace" }, "Pace"),
      this.#slider,
      this.#value,
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    if (live.pace === this.#awaited) this.#awaited = undefined;
    // The hand is ahead of the host's answers.
    if (this.#awaited === undefined && !this.#slider.matches(":active")) this.#show(paceIndex(live.pace));
  }

  observes() {
    return {};
  }

  dispose(): void {}

  #show(index: number): void {
    const text = paceText(paces[index]);
    this.#slider.value = String(index);
    this.#slider.setAttribute("aria-valuetext", text);
    writeText(this.#value, text);
  }
}
