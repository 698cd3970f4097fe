import { element, writeText } from "./element.ts";

/** One sentence on what is wrong with what a field holds; away while nothing is. */
export class FieldProblem {
  readonly element = element("p", { class: "field-problem", role: "alert", hidden: true });
  readonly #field: HTMLElementTagNameMap["vscode-text-field"];

  /** @param field is marked as invalid with it */
  constructor(field: HTMLElementTagNameMap["vscode-text-field"]) {
    this.#field = field;
  }

  /** @param problem null for none */
  show(problem: string | null): void {
    this.#field.classList.toggle("invalid", problem !== null);
    // A toolkit field has its control only after it has been connected.
    this.#field.control?.setAttribute("aria-invalid", String(problem !== null));
    this.element.hidden = problem === null;
    writeText(this.element, problem ?? "");
  }
}
