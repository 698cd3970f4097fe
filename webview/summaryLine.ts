import { element, writeText } from "./element.ts";
import { accuracyText, activityText, networkText, progressText, statusSentence } from "./summaryText.ts";
import type { PanelState, View } from "./view.ts";

/** The network in one line: its sizes, its parameters, what it learns from, how far it has come and how well it reads. */
export class SummaryLine implements View {
  readonly element: HTMLElement;
  readonly #network = element("span", { class: "summary-network" });
  readonly #activity = element("span", {
    class: "summary-activity",
    title: "The mini-batch under way: the weights move when it is full. When training goes fast, its speed",
  });
  readonly #progress = element("span", {
    class: "summary-progress",
    title: "Epochs: whole passes over the training examples. Steps: mini-batches applied",
  });
  readonly #accuracy = element("strong", { class: "summary-accuracy", title: "Held-out examples read right" });
  /** Speaks when training begins or ends and after a step, not while training goes on. */
  readonly #announcement = element("span", { class: "visually-hidden", role: "status" });

  constructor() {
    this.element = element(
      "div",
      { class: "summary" },
      this.#network,
      element("span", { class: "summary-figures" }, this.#activity, this.#progress, this.#accuracy),
      this.#announcement,
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    writeText(this.#network, networkText(live));
    this.#network.title = networkText(live);
    writeText(this.#activity, activityText(live));
    writeText(this.#progress, progressText(live));
    writeText(this.#accuracy, live.network ? accuracyText(live) : "");
    writeText(this.#announcement, statusSentence(live) ?? "");
  }

  observes() {
    return {};
  }

  dispose(): void {}
}
