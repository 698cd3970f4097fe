import { layerName } from "../../extension/protocol/layerName.ts";
import { decimalsFor, numberText, signedText } from "../../extension/protocol/numberText.ts";
import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";
import type { NeuronAddress, Snapshot, WeightRows } from "../../extension/protocol/snapshot.ts";
import { ChangeFlash } from "../drawings/changeFlash.ts";
import { Glide } from "../drawings/glide.ts";
import { Legend } from "../drawings/legend.ts";
import { SmoothLimit } from "../drawings/smoothLimit.ts";
import type { Tooltip } from "../drawings/tooltip.ts";
import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";
import { icon } from "../icon.ts";
import { addressText, inputName, type NamedNetwork, neuronName } from "../neuronName.ts";
import { setDisabled } from "../setDisabled.ts";
import { LayerPages, type NeuronRange } from "./layerPages.ts";
import { rowsInSnapshot } from "./rowsInSnapshot.ts";
import { WeightMatrix } from "./weightMatrix.ts";
import { WeightPictures } from "./weightPictures.ts";
import { type ArrowKey, arrowKeys, type Limits, type WeightPlace, type WeightsDrawing } from "./weightsDrawing.ts";

/** What a section does besides drawing. */
export interface LayerSectionActions {
  inspect(address: NeuronAddress): void;
  /** other neurons of the layer are shown than before */
  rangeChanged(section: LayerSection): void;
}

/** One layer of the weights view: its title and legend, its pages, its drawing, and ways to ask a neuron why. */
export class LayerSection {
  readonly element: HTMLElement;
  readonly layer: number;
  readonly #network: NamedNetwork;
  readonly #actions: LayerSectionActions;
  readonly #tooltip: Tooltip;
  readonly #pages: LayerPages;
  readonly #drawing: WeightsDrawing;
  readonly #legend = new Legend("weight", "diverging");
  readonly #biasLegend = element("span", { class: "weights-bias-legend" });
  readonly #weightLimit = new SmoothLimit();
  readonly #biasLimit = new SmoothLimit();
  readonly #flash = new ChangeFlash();
  readonly #glide = new Glide([this.#weightLimit, this.#biasLimit, this.#flash], () => this.#draw());
  readonly #header = element("header");
  readonly #listbox: HTMLElement;
  readonly #spoken = element("div", { class: "visually-hidden", role: "status" });
  readonly #pageText = element("span", { class: "weights-page-text" });
  readonly #previousPage = element("vscode-button", { appearance: "icon", "aria-label": "Previous neurons" });
  readonly #nextPage = element("vscode-button", { appearance: "icon", "aria-label": "Next neurons" });
  readonly #listening = new AbortController();
  #page = 0;
  #rows: WeightRows | undefined;
  #inspected: number | null = null;
  #current: WeightPlace = { neuron: 0, input: null };
  #hasKeyboard = false;
  #pointer: { readonly x: number; readonly y: number } | null = null;

  constructor(layer: number, network: NamedNetwork, actions: LayerSectionActions, tooltip: Tooltip) {
    const { sizes } = network.shape;
    this.layer = layer;
    this.#network = network;
    this.#actions = actions;
    this.#tooltip = tooltip;
    const inputSide = layer === 1 ? pictureSideOf(sizes[0]) : null;
    const arePictures = inputSide !== null;
    this.#pages = new LayerPages(sizes[layer], sizes[layer - 1], arePictures);
    const { count } = this.#pages.range(0);
    this.#drawing = arePictures
      ? new WeightPictures(layer, sizes[layer], count, inputSide)
      : new WeightMatrix(layer, count, sizes[layer - 1]);
    const name = layerName(layer, sizes.length);
    this.#listbox = element(
      "div",
      { class: "weights-neurons", role: "listbox", tabindex: "0", "aria-label": `Neurons of the ${name}` },
      this.#drawing.element,
    );
    this.#previousPage.append(icon("previous"));
    this.#nextPage.append(icon("next"));
    const pager = element("div", { class: "weights-pager" }, this.#previousPage, this.#pageText, this.#nextPage);
    pager.hidden = this.#pages.pageCount === 1;
    const title = element(
      "div",
      { class: "weights-title" },
      element("h3", {}, `${name[0].toUpperCase()}${name.slice(1)}`),
    );
    this.#header.append(title, this.#legend.element);
    if (arePictures) {
      title.append(element("span", { class: "weights-note" }, "a weight for every pixel; beneath, its bias"));
    } else this.#header.append(this.#biasLegend);
    title.append(pager);
    this.element = element(
      "section",
      { class: arePictures ? "weights-layer weights-pictures" : "weights-layer", "aria-label": name },
      this.#header,
      element("div", { class: "weights-drawing" }, this.#listbox),
      this.#spoken,
    );
    this.#listen();
    this.#turnTo(0);
  }

  /** Neurons of the layer before. */
  get inputs(): number {
    return this.#network.shape.sizes[this.layer - 1];
  }

  /** Height of what stands above the drawing, in CSS pixels. */
  get headerHeight(): number {
    return this.#header.offsetHeight;
  }

  /** The neurons that the drawing wants to show. */
  get range(): NeuronRange {
    return this.#pages.range(this.#page);
  }

  /** @param room for the drawing, in CSS pixels */
  fit(room: { readonly width: number; readonly height: number }): void {
    this.#drawing.fit(room);
    this.#placeOptions();
  }

  /**
   * Shows what a snapshot says of this layer; rows of another page than the wanted one are left out.
   *
   * @param flashes whether weights that are not as they were light up
   */
  update(snapshot: Pick<Snapshot, "rows"> | null, inspected: NeuronAddress | null, flashes = false): void {
    const inspectedHere = inspected?.layer === this.layer ? inspected.neuron : null;
    if (inspectedHere !== this.#inspected) this.#followInspected(inspectedHere);
    const rows = snapshot ? rowsInSnapshot(snapshot, this.layer, this.range) : undefined;
    if (rows) {
      if (flashes && this.#rows?.from === rows.from) this.#flash.show(this.#rows.weights, rows.weights);
      this.#rows = rows;
      const nowMs = performance.now();
      this.#weightLimit.show(rows.weightLimit, nowMs);
      this.#biasLimit.show(rows.biasLimit, nowMs);
    }
    this.#draw();
  }

  dispose(): void {
    this.#glide.dispose();
    this.#listening.abort();
    this.#drawing.dispose();
    this.#legend.dispose();
  }

  #listen(): void {
    const { signal } = this.#listening;
    this.#previousPage.addEventListener("click", () => this.#turnTo(this.#page - 1), { signal });
    this.#nextPage.addEventListener("click", () => this.#turnTo(this.#page + 1), { signal });
    const list = this.#listbox;
    list.addEventListener("pointermove", (event) => this.#pointAt({ x: event.clientX, y: event.clientY }), { signal });
    list.addEventListener("pointerleave", () => this.#pointAt(null), { signal });
    list.addEventListener(
      "click",
      (event) => {
        const place = this.#placeAt({ x: event.clientX, y: event.clientY });
        if (!place) return;
        this.#current = place;
        this.#actions.inspect({ layer: this.layer, neuron: place.neuron });
      },
      { signal },
    );
    list.addEventListener("keydown", (event) => this.#pressKey(event), { signal });
    list.addEventListener(
      "focus",
      () => {
        this.#hasKeyboard = list.matches(":focus-visible");
        this.#goTo(this.#current, { spoken: false });
      },
      { signal },
    );
    list.addEventListener(
      "blur",
      () => {
        this.#hasKeyboard = false;
        this.#nameOption(this.#current.neuron, false);
        this.#draw();
      },
      { signal },
    );
  }

  #pressKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { from, count } = this.range;
    const { neuron, input } = this.#current;
    const arrow = arrowKeys.find((key): key is ArrowKey => key === event.key);
    if (arrow) this.#goTo(this.#drawing.placeBeside(this.#current, arrow));
    else if (event.key === "Home") this.#goTo({ neuron: 0, input });
    else if (event.key === "End") this.#goTo({ neuron: this.#pages.size - 1, input });
    else if (event.key === "PageUp") this.#goTo({ neuron: Math.max(0, neuron - count), input });
    else if (event.key === "PageDown") this.#goTo({ neuron: Math.min(this.#pages.size - 1, neuron + count), input });
    else if (event.key === "Enter" || event.key === " ") {
      if (neuron >= from && neuron < from + count) this.#actions.inspect({ layer: this.layer, neuron });
    } else return;
    // Neither the editor's keybindings nor the scrolling want these keys now.
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves the keyboard's place, onto another page if need be. Beyond the layer's ends it stays where it is. */
  #goTo(place: WeightPlace, { spoken } = { spoken: true }): void {
    this.#nameOption(this.#current.neuron, false);
    if (place.neuron >= 0 && place.neuron < this.#pages.size) this.#current = place;
    const { neuron, input } = this.#current;
    if (spoken) this.#hasKeyboard = true;
    this.#turnTo(this.#pages.pageOf(neuron));
    const option = this.#nameOption(neuron, true);
    if (option) {
      this.#listbox.setAttribute("aria-activedescendant", option.id);
      if (spoken) option.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    if (spoken && input !== null) writeText(this.#spoken, this.#words(this.#current).join(": "));
    this.#draw();
  }

  /** A bias is told where the keyboard is: elsewhere it would be an old one, or be written thirty times a second. */
  #nameOption(neuron: number, withBias: boolean): HTMLElement | null {
    const option = this.#option(neuron);
    const bias = withBias ? this.#weightAt({ neuron, input: "bias" }) : undefined;
    const name = neuronName({ layer: this.layer, neuron }, this.#network);
    option?.setAttribute("aria-label", bias === undefined ? name : `${name}, bias ${signedText(bias)}`);
    return option;
  }

  #followInspected(inspected: number | null): void {
    this.#inspected = inspected;
    // Whoever walks here has asked for it, and may have walked on since.
    if (inspected !== null && !this.#hasKeyboard) {
      this.#current = { neuron: inspected, input: this.#current.input };
      this.#turnTo(this.#pages.pageOf(inspected));
    }
    for (const option of this.#listbox.querySelectorAll("[role=option]")) {
      option.setAttribute("aria-selected", String(inspected !== null && option.id === this.#optionId(inspected)));
    }
  }

  #turnTo(page: number): void {
    const isFirst = this.#listbox.querySelector("[role=option]") === null;
    if (page < 0 || page >= this.#pages.pageCount || (page === this.#page && !isFirst)) return;
    this.#page = page;
    const { from, count } = this.range;
    if (this.#pages.pageOf(this.#current.neuron) !== page) this.#current = { ...this.#current, neuron: from };
    writeText(this.#pageText, `${wholeText(from)}–${wholeText(from + count - 1)} of ${wholeText(this.#pages.size)}`);
    setDisabled(this.#previousPage, page === 0);
    setDisabled(this.#nextPage, page === this.#pages.pageCount - 1);
    this.#listbox.replaceChildren(
      this.#drawing.element,
      ...Array.from({ length: count }, (_, index) =>
        element("div", {
          class: "weights-neuron",
          role: "option",
          id: this.#optionId(from + index),
          "aria-label": neuronName({ layer: this.layer, neuron: from + index }, this.#network),
          "aria-selected": String(from + index === this.#inspected),
          "aria-posinset": String(from + index + 1),
          "aria-setsize": String(this.#pages.size),
        }),
      ),
    );
    this.#placeOptions();
    this.#actions.rangeChanged(this);
  }

  /** Lays what is named to screen readers over what is drawn. */
  #placeOptions(): void {
    this.#listbox.querySelectorAll<HTMLElement>("[role=option]").forEach((option, index) => {
      const { left, top, width, height } = this.#drawing.rectangleAt(index);
      option.style.left = `${left}px`;
      option.style.top = `${top}px`;
      option.style.width = `${width}px`;
      option.style.height = `${height}px`;
    });
  }

  #pointAt(pointer: { readonly x: number; readonly y: number } | null): void {
    this.#pointer = pointer;
    this.#draw();
  }

  #placeAt({ x, y }: { readonly x: number; readonly y: number }): WeightPlace | null {
    const box = this.#drawing.element.getBoundingClientRect();
    return this.#drawing.placeAt(x - box.left, y - box.top);
  }

  #weightAt({ neuron, input }: WeightPlace): number | undefined {
    const rows = this.#rows;
    if (!rows || input === null || neuron < rows.from || neuron >= rows.from + rows.count) return undefined;
    const index = neuron - rows.from;
    return input === "bias" ? rows.biases[index] : rows.weights[index * rows.inputs + input];
  }

  get #limits(): Limits {
    return { weight: this.#weightLimit.limit, bias: this.#biasLimit.limit };
  }

  /** What a place says: whose weight for what, and the number. */
  #words(place: WeightPlace): string[] {
    const address = { layer: this.layer, neuron: place.neuron };
    const limits = this.#limits;
    const decimals = decimalsFor(place.input === "bias" ? limits.bias : limits.weight) + 1;
    const value = this.#weightAt(place);
    if (place.input === null || value === undefined) {
      const bias = this.#weightAt({ ...place, input: "bias" });
      return [
        `${addressText(address)} · ${neuronName(address, this.#network)}`,
        ...(bias === undefined ? [] : [`b = ${signedText(bias, decimalsFor(limits.bias) + 1)}`]),
      ];
    }
    if (place.input === "bias") return [`bias of ${addressText(address)}`, `b = ${signedText(value, decimals)}`];
    const from =
      this.layer === 1
        ? inputName(place.input, this.#network.shape.sizes[0])
        : addressText({ layer: this.layer - 1, neuron: place.input });
    return [`${addressText(address)} listens to ${from}`, `w = ${signedText(value, decimals)}`];
  }

  #draw(): void {
    const pointed = this.#pointer ? this.#placeAt(this.#pointer) : null;
    if (pointed && this.#pointer) this.#tooltip.show(this.#words(pointed), this.#pointer.x, this.#pointer.y);
    else if (this.#listbox.classList.contains("is-pointed")) this.#tooltip.hide();
    this.#listbox.classList.toggle("is-pointed", pointed !== null);
    const limits = this.#limits;
    this.#legend.show(limits.weight);
    writeText(this.#biasLegend, `b to ±${numberText(limits.bias, decimalsFor(limits.bias))}`);
    if (!this.#rows) return;
    this.#drawing.show(
      this.#rows,
      limits,
      {
        inspected: this.#inspected,
        current: this.#hasKeyboard ? this.#current.neuron : null,
        pointed: pointed ?? (this.#hasKeyboard && this.#current.input !== null ? this.#current : null),
      },
      this.#flash,
    );
    this.#glide.goOn();
  }

  #option(neuron: number): HTMLElement | null {
    return this.#listbox.querySelector<HTMLElement>(`#${CSS.escape(this.#optionId(neuron))}`);
  }

  #optionId(neuron: number): string {
    return `weights-${this.layer}-${neuron}`;
  }
}
