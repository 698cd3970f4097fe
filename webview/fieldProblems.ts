import { element } from "./element.ts";
import type { FieldProblem } from "./fieldProblem.ts";
import type { View } from "./view.ts";

/** Where the header says what is wrong with its fields: side by side in a row of its own, which covers nothing. */
export class FieldProblems implements View {
  readonly element: HTMLElement;

  constructor(...problems: readonly FieldProblem[]) {
    this.element = element("div", { class: "field-problems" }, ...problems.map((problem) => problem.element));
  }

  update(): void {}

  observes() {
    return {};
  }

  dispose(): void {}
}
