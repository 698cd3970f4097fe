import * as v from "valibot";
import { element } from "../element.ts";

/** A field for one number. What is typed into it and is no such number stays there, with its problem. */
export class NumberField {
  readonly element: HTMLElementTagNameMap["vscode-text-field"];
  readonly #schema: v.GenericSchema<number>;
  #value = Number.NaN;
  #problem: string | null = null;

  /**
   * @param schema what is taken, each of its messages a sentence
   * @param typed told of each number that is typed, and by null of a text that is none
   */
  constructor(label: string, schema: v.GenericSchema<number>, typed: (value: number | null) => void) {
    this.#schema = schema;
    this.element = element("vscode-text-field", { class: "number-field" }, label);
    this.element.addEventListener("input", () => typed(this.#read()));
  }

  /** What is wrong with what is typed, in one sentence; null for nothing. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Shows a number that is another than the last one, so that a text that stands for it stays as it was typed. */
  show(value: number): void {
    if (value !== this.#value) this.reset(value);
  }

  /** Shows a number whatever is typed. */
  reset(value: number): void {
    this.#value = value;
    this.element.value = String(value);
    this.#judge(null);
  }

  #read(): number | null {
    const text = this.element.value.trim().replace(/^(\d*),(\d+)$/, "$1.$2");
    const result = v.safeParse(this.#schema, text === "" ? Number.NaN : Number(text));
    if (result.success) this.#value = result.output;
    this.#judge(result.success ? null : result.issues[0].message);
    return result.success ? result.output : null;
  }

  #judge(problem: string | null): void {
    this.#problem = problem && problem.charAt(0).toUpperCase() + problem.slice(1);
    this.element.classList.toggle("invalid", problem !== null);
    // A toolkit field has its control only after it has been connected.
    this.element.control?.setAttribute("aria-invalid", String(problem !== null));
  }
}
