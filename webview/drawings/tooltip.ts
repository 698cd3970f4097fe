const distanceCssPixels = 14;
const edgeCssPixels = 4;

/**
 * A few words beside the pointer about what is under it. It never takes the pointer, and is not read to screen readers:
 * whoever shows it says the same in other ways.
 */
export class Tooltip {
  readonly #element = document.createElement("div");

  constructor() {
    this.#element.className = "tooltip";
    this.#element.hidden = true;
    this.#element.setAttribute("aria-hidden", "true");
    document.body.append(this.#element);
  }

  /** @param lines the first stands out @param x, y of the pointer in the window, CSS pixels */
  show(lines: readonly string[], x: number, y: number): void {
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
  }

  dispose(): void {
    this.#element.remove();
  }
}
