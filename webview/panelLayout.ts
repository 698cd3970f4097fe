import { element } from "./element.ts";
import type { View } from "./view.ts";

/** The panel's regions, as the sketch in the design has them; panel.css says where they are and how they stack. */
export class PanelLayout {
  readonly element: HTMLElement;
  readonly #regionsOfNetwork: readonly HTMLElement[];
  readonly #empty: HTMLElement;

  constructor(parts: {
    readonly header: readonly View[];
    readonly notices: View;
    readonly empty: View;
    readonly input: View;
    readonly tabs: { readonly element: HTMLElement };
    readonly neuron: View;
    readonly graph: View;
  }) {
    const region = (name: string, label: string, part: { readonly element: HTMLElement }) =>
      element("section", { class: `${name}-region`, "aria-label": label }, part.element);
    const middle = element(
      "main",
      { class: "middle-region" },
      element(
        "div",
        { class: "first-regions" },
        region("input", "Shown example", parts.input),
        region("view", "View", parts.tabs),
      ),
      region("neuron", "Inspected neuron", parts.neuron),
    );
    const graph = region("graph", "Cost graph", parts.graph);
    this.#empty = parts.empty.element;
    this.#regionsOfNetwork = [middle, graph];
    this.element = element(
      "div",
      { class: "panel" },
      element("header", { class: "header-region" }, ...parts.header.map((view) => view.element)),
      parts.notices.element,
      this.#empty,
      ...this.#regionsOfNetwork,
    );
    this.showNetwork(false);
  }

  /** Without a network the empty state takes the place of everything about one. */
  showNetwork(hasNetwork: boolean): void {
    this.#empty.hidden = hasNetwork;
    for (const region of this.#regionsOfNetwork) region.hidden = !hasNetwork;
  }
}
