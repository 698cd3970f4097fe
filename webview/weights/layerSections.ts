import { Tooltip } from "../drawings/tooltip.ts";
import { element } from "../element.ts";
import type { NamedNetwork } from "../neuronName.ts";
import { fitLayerSections } from "./fitLayerSections.ts";
import { LayerSection, type LayerSectionActions } from "./layerSection.ts";

/** The layers of one network after another, each in a section, fitted to their region, and which of them are in sight. */
export class LayerSections {
  readonly element = element("div", { class: "weights-layers" });
  readonly #actions: LayerSectionActions;
  readonly #tooltip = new Tooltip();
  readonly #visible = new Set<LayerSection>();
  readonly #resizeObserver = new ResizeObserver(() => this.#fit());
  readonly #visibilityObserver: IntersectionObserver;
  #all: readonly LayerSection[] = [];

  /** @param visibilityChanged told which sections have come into sight, if any; others have gone out of it */
  constructor(actions: LayerSectionActions, visibilityChanged: (appeared: readonly LayerSection[]) => void) {
    this.#actions = actions;
    this.#resizeObserver.observe(this.element);
    this.#visibilityObserver = new IntersectionObserver(
      (entries) => visibilityChanged(entries.flatMap((entry) => this.#appeared(entry))),
      { root: this.element },
    );
  }

  /** Layer 1 first. */
  get all(): readonly LayerSection[] {
    return this.#all;
  }

  /** Those that are scrolled into view. */
  get visible(): ReadonlySet<LayerSection> {
    return this.#visible;
  }

  /** Begins anew, with the layers of this network. */
  build(network: NamedNetwork): void {
    this.#visibilityObserver.disconnect();
    this.#visible.clear();
    for (const section of this.#all) section.dispose();
    this.#tooltip.hide();
    const layers = network.shape.sizes.slice(1);
    this.#all = layers.map((_, k) => new LayerSection(k + 1, network, this.#actions, this.#tooltip));
    this.element.replaceChildren(...this.#all.map((section) => section.element));
    for (const section of this.#all) this.#visibilityObserver.observe(section.element);
    this.#fit();
  }

  dispose(): void {
    this.#resizeObserver.disconnect();
    this.#visibilityObserver.disconnect();
    for (const section of this.#all) section.dispose();
    this.#tooltip.dispose();
  }

  #fit(): void {
    fitLayerSections(this.element, this.#all);
  }

  #appeared({ target, isIntersecting }: IntersectionObserverEntry): LayerSection[] {
    const section = this.#all.find(({ element }) => element === target);
    if (section === undefined) return [];
    if (isIntersecting) this.#visible.add(section);
    else this.#visible.delete(section);
    return isIntersecting ? [section] : [];
  }
}
