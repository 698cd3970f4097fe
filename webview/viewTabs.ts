import { type ViewName, viewNames } from "../extension/protocol/webviewMessages.ts";
import { element } from "./element.ts";
import type { View } from "./view.ts";

const titles: Record<ViewName, string> = { activations: "Activations", weights: "Weights", health: "Health" };

/** The middle of the panel: one view at a time, chosen by a tab. */
export class ViewTabs {
  readonly element: HTMLElementTagNameMap["vscode-panels"];
  readonly #listening = new AbortController();

  /** @param viewSelected told after another tab has been chosen, by a person or by {@link select} */
  constructor(views: Record<ViewName, View>, selected: ViewName, viewSelected: (view: ViewName) => void) {
    this.element = element("vscode-panels", { "aria-label": "Views", activeid: tabId(selected), class: "view-tabs" });
    for (const name of viewNames) this.element.append(element("vscode-panel-tab", { id: tabId(name) }, titles[name]));
    for (const name of viewNames) this.element.append(element("vscode-panel-view", {}, views[name].element));
    // Controls inside a view send change events of their own.
    this.element.addEventListener(
      "change",
      (event) => {
        if (event.target === this.element) viewSelected(this.selected);
      },
      { signal: this.#listening.signal },
    );
  }

  get selected(): ViewName {
    return viewNames.find((name) => tabId(name) === this.element.activeid) ?? viewNames[0];
  }

  select(name: ViewName): void {
    this.element.activeid = tabId(name);
  }

  dispose(): void {
    this.#listening.abort();
  }
}

const tabId = (name: ViewName) => `tab-${name}`;
