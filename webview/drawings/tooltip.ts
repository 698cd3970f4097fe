const distanceCssPixels = 14;
const edgeCssPixels = 4;

/**
 * A few words beside the pointer about what is under it. It never takes the pointer, and is not read to screen readers:
 * whoever shows it says the same in other ways.
 */
export class Tooltip {
  readonly #element = document.createElement("div");
  readonly #listening = new AbortController();
  /** the first line of what a click has sent away; null when nothing was, or the pointer has left it */
  #dismissed: string | null = null;

  constructor() {
    this.#element.className = "tooltip";
    this.#element.hidden = true;
    this.#element.setAttribute("aria-hidden", "true");
    document.body.append(this.#element);
    // A click asks for an answer elsewhere, which these words would lie on.
    document.addEventListener("click", () => this.#dismiss(), { capture: true, signal: this.#listening.signal });
  }

  /**
   * Words that a click has sent away do not come back until the pointer has been elsewhere.
   *
   * @param lines the first stands out, and says what is under the pointer @param x, y of the pointer in the window, CSS pixels
   */
  show(lines: readonly string[], x: number, y: number): void {
    if (lines[0] === this.#dismissed) return;
    this.#dismissed = null;
    while (this.#element.childElementCount > lines.length) this.#element.lastElementChild?.remove();
    while (this.#element.childElementCount < lines.length) this.#element.append(document.createElement("div"));
    lines.forEach((line, k) => {
      const child = this.#element.children[k];
      if (child.textContent !== line) child.textContent = line;
    });
    this.#element.hidden = false;
    const { width, height } = this.#element.getBoundingClientRect();
    const isLeft = x + distanceCssPixels + width > window.innerWidth - edgeCssPixels;
    const isAbove = y + distanceCssPixels + height > window.innerHeight - edgeCssPixels;
    const left = isLeft ? x - distanceCssPixels - width : x + distanceCssPixels;
    const top = isAbove ? y - distanceCssPixels - height : y + distanceCssPixels;
    this.#element.style.left = `${Math.max(edgeCssPixels, left)}px`;
    this.#element.style.top = `${Math.max(edgeCssPixels, top)}px`;
  }

  hide(): void {
    this.#element.hidden = true;
    this.#dismissed = null;
  }

  dispose(): void {
    this.#listening.abort();
    this.#element.remove();
  }

  #dismiss(): void {
    if (this.#element.hidden) return;
    this.#dismissed = this.#element.firstElementChild?.textContent ?? null;
    this.#element.hidden = true;
  }
}
