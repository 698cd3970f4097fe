import { element, writeText } from "../element.ts";

/** What the legend lists, and what can be hidden. */
export const legendNames = ["trainingCost", "heldOutCost", "accuracy", "gradientLength", "earlierRuns"] as const;
export type LegendName = (typeof legendNames)[number];

const words: Record<LegendName, { readonly label: string; readonly says: string }> = {
  trainingCost: {
    label: "training cost",
    says: "Cost of the examples it learns from: thin as measured, thick smoothed over some twelve points.",
  },
  heldOutCost: { label: "held-out cost", says: "Cost of examples it never learns from, after each epoch." },
  accuracy: {
    label: "accuracy",
    says: "Share of the held-out examples read right, after each epoch; scale at the right.",
  },
  gradientLength: {
    label: "gradient length",
    says: "How steep the hill is where it stands, ‖∇C‖ of a mini-batch, smoothed; on a scale of its own.",
  },
  earlierRuns: { label: "earlier runs", says: "The runs before this one, dimmed, laid over it by epochs." },
};

/** Every line's sample, name and exact value, of fixed width; a click hides a line or shows it again. */
export class GraphLegend {
  readonly element: HTMLElement;
  readonly #buttons: Readonly<Record<LegendName, HTMLButtonElement>>;
  readonly #values: Readonly<Record<LegendName, HTMLElement>>;
  readonly #listening = new AbortController();

  constructor(toggled: (name: LegendName) => void) {
    const values = {} as Record<LegendName, HTMLElement>;
    const buttons = {} as Record<LegendName, HTMLButtonElement>;
    for (const name of legendNames) {
      values[name] = element("span", { class: "graph-value" });
      buttons[name] = element(
        "button",
        { class: "graph-line", type: "button", title: words[name].says },
        element("span", { class: `graph-sample graph-sample-${name}`, "aria-hidden": "true" }),
        element("span", { class: "graph-label" }, words[name].label),
        values[name],
      );
      buttons[name].addEventListener("click", () => toggled(name), { signal: this.#listening.signal });
    }
    this.#values = values;
    this.#buttons = buttons;
    this.element = element(
      "div",
      { class: "graph-lines", role: "group", "aria-label": "Lines of the graph" },
      ...legendNames.map((name) => buttons[name]),
    );
  }

  showValues(texts: Readonly<Record<LegendName, string>>): void {
    for (const name of legendNames) writeText(this.#values[name], texts[name]);
  }

  showHidden(hidden: ReadonlySet<LegendName>): void {
    for (const name of legendNames) this.#buttons[name].setAttribute("aria-pressed", String(!hidden.has(name)));
  }

  dispose(): void {
    this.#listening.abort();
  }
}
