import { MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from "vscode";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { learningInWords } from "../../protocol/learningInWords.ts";
import type { LiveState } from "../../protocol/liveState.ts";
import { percentText } from "../../protocol/percentText.ts";
import { sizesInWords } from "../../protocol/typedSizes.ts";
import { Throttle } from "../throttle.ts";
import { statusText } from "./statusText.ts";

const updateIntervalMs = 250;

/** How training goes, in the status bar; a click trains or pauses. Hidden while there is no network. */
export class TrainingStatusBarItem implements Disposable {
  readonly #item: StatusBarItem;
  readonly #throttle: Throttle;
  readonly #listening: Disposable;

  constructor(liveNetwork: LiveNetwork) {
    this.#item = window.createStatusBarItem("downhill.training", StatusBarAlignment.Left);
    this.#item.name = "Downhill: Training";
    this.#throttle = new Throttle(updateIntervalMs, () => this.#update(liveNetwork.state));
    this.#listening = liveNetwork.onDidChangeState(() => this.#throttle.request());
  }

  dispose(): void {
    this.#listening.dispose();
    this.#throttle.dispose();
    this.#item.dispose();
  }

  #update(state: LiveState): void {
    const words = statusText(state);
    if (words === null) {
      this.#item.hide();
      return;
    }
    this.#item.text = words.text;
    this.#item.accessibilityInformation = { label: words.label, role: "button" };
    this.#item.tooltip = tooltip(state);
    this.#item.command = state.status === "preparing" ? "downhill.openPanel" : "downhill.trainOrPause";
    this.#item.backgroundColor =
      state.status === "diverged" ? new ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.show();
  }
}

function tooltip({ status, network, progress, past, learningRate, notice }: LiveState): MarkdownString {
  const text = new MarkdownString("", true);
  text.isTrusted = { enabledCommands: ["downhill.openPanel"] };
  text.appendMarkdown("**Downhill**\n\n");
  if (network && progress) {
    const count = (value: number) => value.toLocaleString("en");
    const rows = [
      ["network", [sizesInWords(network.shape.sizes), ...learningInWords(network.settings)].join(" · ")],
      ["learns from", `${network.datasetLabel} · ${count(network.trainingCount)} examples`],
      ["learning rate", learningRateText(learningRate, progress.learningRate)],
      ["step", `${count(progress.step)} of mini-batches of ${network.settings.batchSize}, epoch ${progress.epoch}`],
      ...(progress.cost === null ? [] : [["held-out cost", progress.cost.toPrecision(3)]]),
      ...(progress.accuracy === null ? [] : [["held-out accuracy", percentText(progress.accuracy, 2)]]),
      ...(progress.examplesPerSecond === null
        ? []
        : [["speed", `${count(Math.round(progress.examplesPerSecond))} examples a second`]]),
    ];
    text.appendMarkdown("| | |\n|:--|:--|\n");
    for (const [name, value] of rows) {
      text.appendMarkdown(`| ${name} | `);
      text.appendText(value);
      text.appendMarkdown(" |\n");
    }
    text.appendMarkdown("\n");
  }
  if (notice !== null) {
    text.appendText(notice);
    text.appendMarkdown("\n\n");
  }
  const waiting = past === null ? "Click to train" : "Click to train on from this step, as a new run";
  const click = { training: "Click to pause", preparing: "Click to open the panel" };
  const action = status === "training" || status === "preparing" ? click[status] : waiting;
  text.appendMarkdown(`${action} · [Open the panel](command:downhill.openPanel)`);
  return text;
}

/** @param now η of the next mini-batch, after its schedule */
function learningRateText(learningRate: number, now: number): string {
  return now === learningRate ? `${learningRate}` : `${learningRate}, now ${Number(now.toPrecision(3))}`;
}
