import { element, writeText } from "./element.ts";
import { speedText } from "./pace.ts";
import { accuracyText, batchText, networkText, progressText, statusSentence } from "./summaryText.ts";
import type { PanelState, View } from "./view.ts";

/** The network in one line: its sizes, its parameters, what it learns from, how far it has come and how well it reads. */
export class SummaryLine implements View {
  readonly element: HTMLElement;
  readonly #network = element("span", { class: "summary-network" });
  readonly #batch = element("span", {
    class: "summary-batch",
    title: "Examples of the mini-batch under way already carried back; the weights move when it is full",
  });
  readonly #progress = element("span", {
    class: "summary-progress",
    title: "Epochs: whole passes over the training examples. Steps: mini-batches applied",
  });
  readonly #accuracy = element("strong", { class: "summary-accuracy", title: "Held-out examples read right" });
  readonly #speed = element("span", { class: "summary-speed" });
  /** Speaks when training begins or ends and after a step, not while training goes on. */
  readonly #announcement = element("span", { class: "visually-hidden", role: "status" });

  constructor() {
    this.element = element(
      "div",
      { class: "summary" },
      this.#network,
      element("span", { class: "summary-figures" }, this.#speed, this.#batch, this.#progress, this.#accuracy),
      this.#announcement,
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    writeText(this.#network, networkText(live));
    this.#network.title = networkText(live);
    writeText(this.#batch, batchText(live));
    writeText(this.#progress, progressText(live));
    writeText(this.#accuracy, live.network ? accuracyText(live) : "");
    const perSecond = live.progress?.examplesPerSecond ?? null;
    writeText(this.#speed, perSecond === null ? "" : speedText(perSecond));
    writeText(this.#announcement, statusSentence(live) ?? "");
  }

  observes() {
    return {};
  }

  dispose(): void {}
}
