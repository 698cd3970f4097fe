import { element } from "./element.ts";
import { possibleActions } from "./possibleActions.ts";
import { setDisabled } from "./setDisabled.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

/** What stands in the panel's middle while there is no network: what Downhill is, and the way in. */
export class EmptyState implements View {
  readonly element: HTMLElement;
  readonly #buttons: readonly HTMLElementTagNameMap["vscode-button"][];

  constructor(actions: PanelActions) {
    const start = element("vscode-button", { appearance: "primary" }, "New network with the built-in digits");
    start.addEventListener("click", () => actions.send({ type: "newNetwork", choices: { dataset: "built-in" } }));
    const choose = element("vscode-button", { appearance: "secondary" }, "Choose…");
    choose.title = "Choose sizes, activation and examples";
    choose.addEventListener("click", () => actions.send({ type: "newNetwork", choices: null }));
    this.#buttons = [start, choose];
    this.element = element(
      "section",
      { class: "empty-state", "aria-label": "No network yet" },
      element("h1", {}, "Watch a neural network learn"),
      element(
        "p",
        {},
        "Downhill trains a small network to read handwritten digits, right here in the editor. Watch it learn, stop it, take one step at a time, and ask any neuron why.",
      ),
      element("div", { class: "button-row" }, start, choose),
    );
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    for (const button of this.#buttons) setDisabled(button, !possibleActions(live).newNetwork);
  }

  observes() {
    return {};
  }

  dispose(): void {}
}
