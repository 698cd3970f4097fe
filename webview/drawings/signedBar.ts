import { element } from "../element.ts";

/** A number as a bar beside a zero line: positive to the right in blue, negative to the left in orange. */
export class SignedBar {
  readonly element: HTMLElement;
  readonly #bar = element("span", { class: "signed-bar-fill" });

  constructor() {
    this.element = element("span", { class: "signed-bar", "aria-hidden": "true" }, this.#bar);
  }

  /** @param limit the number whose bar reaches an end */
  show(value: number, limit: number): void {
    this.showBetween(0, value, limit, value);
  }

  /** A bar that begins where another ended. @param signOf its sign is the bar's colour */
  showBetween(from: number, to: number, limit: number, signOf: number): void {
    const place = (value: number) => 50 + 50 * Math.max(-1, Math.min(1, limit > 0 ? value / limit : 0));
    const left = place(Math.min(from, to));
    this.#bar.style.left = `${left.toFixed(2)}%`;
    this.#bar.style.width = `${(place(Math.max(from, to)) - left).toFixed(2)}%`;
    this.#bar.classList.toggle("is-negative", signOf < 0);
  }
}
