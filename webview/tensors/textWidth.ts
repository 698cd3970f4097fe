/** Widths of texts as an element would show them, without laying anything out. */
export class TextWidth {
  readonly #element: HTMLElement;
  readonly #context = document.createElement("canvas").getContext("2d");
  /** of what was measured, by text */
  readonly #known = new Map<string, number>();
  #font = "";

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** In CSS pixels; 0 before the element is in the page. */
  of(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const context = this.#context;
    if (!context) return 0;
    context.font = this.#font;
    const { width } = context.measureText(text);
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(text, width);
    return width;
  }

  /** Measures in the element's font from now on, if that is another. */
  followFont(): void {
    // `font` as a whole is empty where figures are all of one width: a shorthand cannot say that.
    const { fontStyle, fontWeight, fontSize, fontFamily } = getComputedStyle(this.#element);
    const font = `${fontStyle} ${fontWeight} ${fontSize} ${fontFamily}`;
    if (font === this.#font) return;
    this.#font = font;
    this.#known.clear();
  }
}

/** What a table in sight asks about, many times over. */
const mostKnown = 5000;
