import { element } from "../element.ts";

/** Where in the dimensions before the last two one looks: a field each. */
export class SliceIndices {
  readonly element = element("div", { class: "compare-indices" });
  readonly #changed: () => void;
  #fields: readonly HTMLInputElement[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** An index in each dimension that has a field. */
  get at(): readonly number[] {
    return this.#fields.map(({ value, max }) => Math.min(Number(max), Math.max(0, Math.floor(Number(value)) || 0)));
  }

  show(shape: readonly number[]): void {
    const leading = shape.slice(0, Math.max(0, shape.length - 2));
    this.#fields = leading.map((size) => {
      const field = element("input", { type: "number", min: "0", max: String(size - 1), value: "0" });
      field.addEventListener("change", () => this.#changed());
      return field;
    });
    this.element.replaceChildren(
      ...this.#fields.map((field, dimension) =>
        element("label", {}, `dimension ${dimension} (of ${leading[dimension].toLocaleString("en")}) `, field),
      ),
    );
    this.element.hidden = leading.length === 0;
  }
}
