import { element, writeText } from "./element.ts";
import { wholeText } from "./figureText.ts";
import { accuracyText, networkText, progressText, statusSentence } from "./summaryText.ts";
import type { PanelState, View } from "./view.ts";

/** The network in one line: its sizes, its parameters, how far it has come and how well it reads. */
export class SummaryLine implements View {
  readonly element: HTMLElement;
  readonly #network = element("span", { class: "summary-network" });
  readonly #progress = element("span", { class: "summary-progress" });
  readonly #accuracy = element("strong", { class: "summary-accuracy", title: "Held-out examples read right" });
  readonly #speed = element("span", { class: "summary-speed" });
  /** Speaks when training begins or ends, not while it goes on. */
  readonly #announcement = element("span", { class: "visually-hidden", role: "status" });
  #status = "empty";

  constructor() {
    this.element = element(
      "div",
      { class: "summary" },
      this.#network,
      element("span", { class: "summary-figures" }, this.#speed, this.#progress, this.#accuracy),
      this.#announcement,
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    writeText(this.#network, networkText(live));
    writeText(this.#progress, progressText(live));
    writeText(this.#accuracy, live.network ? accuracyText(live) : "");
    const perSecond = live.progress?.examplesPerSecond ?? null;
    writeText(this.#speed, perSecond === null ? "" : `${wholeText(perSecond)} examples/s`);
    if (live.status !== this.#status) {
      this.#status = live.status;
      writeText(this.#announcement, statusSentence(live) ?? "");
    }
  }

  observes() {
    return {};
  }

  dispose(): void {}
}
