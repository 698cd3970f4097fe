import { element, writeText } from "../element.ts";
import { wholeText } from "../figureText.ts";

/** A text longer than this is cut until somebody opens it. */
const shortLength = 200;

/** What the file says beside its tensors, folded. */
export class MetadataList {
  readonly element: HTMLDetailsElement;
  readonly #summary = element("summary");
  readonly #list = element("dl");

  /** @param folded it was opened or closed */
  constructor(folded: () => void) {
    this.element = element("details", { class: "metadata" }, this.#summary, this.#list);
    this.element.addEventListener("toggle", folded);
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  set isOpen(isOpen: boolean) {
    this.element.open = isOpen;
  }

  show(metadata: readonly (readonly [name: string, text: string])[]): void {
    this.element.hidden = metadata.length === 0;
    writeText(this.#summary, `Metadata (${wholeText(metadata.length)})`);
    this.#list.replaceChildren(...metadata.flatMap(([name, text]) => [element("dt", {}, name), textOf(text)]));
  }
}

function textOf(text: string): HTMLElement {
  if (text.length <= shortLength) return element("dd", {}, text);
  const shown = element("dd", {}, `${text.slice(0, shortLength)}… `);
  const more = element("button", { type: "button", class: "link" }, "more");
  more.addEventListener("click", () => writeText(shown, text));
  shown.append(more);
  return shown;
}
