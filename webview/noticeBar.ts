import type { NoticeAction } from "../extension/protocol/liveState.ts";
import { element, writeText } from "./element.ts";
import { wholeText } from "./figureText.ts";
import { icon } from "./icon.ts";
import type { PanelActions, PanelState, View } from "./view.ts";

/** One sentence from the host, until it is dismissed; and how far preparing a dataset or a network has come. */
export class NoticeBar implements View {
  readonly element: HTMLElement;
  readonly #notice: HTMLElement;
  readonly #noticeText = element("span", { role: "alert" });
  readonly #action = element("vscode-button", { appearance: "primary", class: "notice-action", hidden: true });
  readonly #preparation: HTMLElement;
  readonly #preparationWhat = element("span", { role: "status" });
  readonly #preparationShare = element("span", { class: "preparation-share" });
  readonly #progress = element("progress", { max: "1", class: "preparation-progress", "aria-label": "Preparation" });

  constructor(actions: PanelActions) {
    const dismiss = element("vscode-button", { appearance: "icon", "aria-label": "Dismiss" }, icon("close"));
    dismiss.addEventListener("click", () => actions.send({ type: "dismissNotice" }));
    this.#action.addEventListener("click", () => actions.send({ type: "takeNoticeAction" }));
    this.#notice = element("div", { class: "notice", hidden: true }, this.#noticeText, this.#action, dismiss);
    this.#preparation = element(
      "div",
      { class: "preparation", hidden: true },
      this.#preparationWhat,
      this.#progress,
      this.#preparationShare,
    );
    this.element = element("div", { class: "notice-bar" }, this.#notice, this.#preparation);
  }

  update({ live }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("live")) return;
    this.#notice.hidden = live.notice === null;
    writeText(this.#noticeText, live.notice ?? "");
    this.#action.hidden = live.noticeAction === null;
    if (live.noticeAction !== null) writeText(this.#action, noticeActionText(live.noticeAction));
    const { preparation } = live;
    this.#preparation.hidden = preparation === null;
    if (preparation === null) return;
    const what = preparation.what;
    writeText(this.#preparationWhat, `${what.charAt(0).toUpperCase()}${what.slice(1)}…`);
    this.#progress.value = preparation.share;
    writeText(this.#preparationShare, `${Math.floor(preparation.share * 100)} %`);
  }

  observes() {
    return {};
  }

  dispose(): void {}
}

/** `Go back to step 1,200, with learning rate 0.15` */
function noticeActionText({ step, learningRate }: NoticeAction): string {
  return `Go back to step ${wholeText(step)}, with learning rate ${learningRate}`;
}
