import type { ChoiceName } from "../../extension/protocol/choiceNames.ts";
import { element } from "../element.ts";

/** A dropdown of names. What is chosen is kept by whoever made it, and shown again. */
export class NameDropdown<Name extends string> {
  readonly element: HTMLElementTagNameMap["vscode-dropdown"];
  readonly #options: ReadonlyMap<Name, HTMLElementTagNameMap["vscode-option"]>;

  /**
   * @param names in the order in which they are offered
   * @param chosen told the name that a person chooses
   */
  constructor(
    label: string,
    names: readonly Name[],
    words: Readonly<Record<Name, ChoiceName>>,
    chosen: (name: Name) => void,
  ) {
    this.element = element("vscode-dropdown", { "aria-label": label });
    this.#options = new Map(
      names.map((name) => {
        const { title, meaning } = words[name];
        return [name, element("vscode-option", { value: name, title: meaning }, title)];
      }),
    );
    this.element.append(...this.#options.values());
    this.element.addEventListener("change", () => {
      const name = names.find((each) => each === this.element.value);
      if (name !== undefined) chosen(name);
    });
  }

  /** @param isOffered whether a name can be chosen; each can if not given */
  show(shown: Name, isOffered: (name: Name) => boolean = () => true): void {
    for (const [name, option] of this.#options) option.disabled = !isOffered(name);
    selectOption(this.element, shown);
  }
}

/** Selects by value. A toolkit dropdown takes its options in only after they have been rendered. */
export function selectOption(dropdown: HTMLElementTagNameMap["vscode-dropdown"], value: string): void {
  for (const option of dropdown.querySelectorAll("vscode-option")) option.selected = option.value === value;
  dropdown.value = value;
}
