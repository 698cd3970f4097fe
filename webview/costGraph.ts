import type { LiveState } from "../extension/protocol/liveState.ts";
import { numberText } from "../extension/protocol/numberText.ts";
import type { Progress } from "../extension/protocol/snapshot.ts";
import { offerColours, readTheme, watchTheme } from "./drawings/theme.ts";
import { element, writeText } from "./element.ts";
import { percentText, wholeText } from "./figureText.ts";
import { valueUpTo } from "./graph/alignedCurves.ts";
import { CostPlot, type PlotLook } from "./graph/costPlot.ts";
import { GraphLegend, type LegendName, legendNames } from "./graph/graphLegend.ts";
import { costText, graphSummary, lastValues, placeOf, placeText } from "./graph/graphText.ts";
import { PastActions } from "./graph/pastActions.ts";
import { pastText } from "./graph/pastText.ts";
import { RunCurves } from "./graph/runCurves.ts";
import { StepSlider } from "./graph/stepSlider.ts";
import type { PanelActions, PanelState, View } from "./view.ts";
import "./costGraph.css";

const logKey = "costGraph.isLog";
const hiddenKey = "costGraph.hidden";
/** An arrow key moves the cursor by this share of the steps there are. */
const cursorShare = 0.01;

/** What stands where there are no curves yet, and in smaller print what that means. */
const emptyTexts = {
  learning: [
    "Here the cost comes down while the network learns.",
    "Cost: how far its answers are from the truth, averaged over the examples. Accuracy: the share of digits it reads right that it has never learnt from.",
  ],
  unlabelled: [
    "This network has nothing to learn from here.",
    "Nobody has said what its outputs should be for these inputs: it can be looked at, layer by layer and neuron by neuron.",
  ],
} as const;

/** Whether it is learning: cost and accuracy over the steps of the current run, the earlier runs behind it. */
export class CostGraph implements View {
  readonly element: HTMLElement;
  readonly #actions: PanelActions;
  readonly #plot: CostPlot;
  readonly #legend: GraphLegend;
  readonly #where = element("span", { class: "graph-where" });
  readonly #summary = element("p", { class: "visually-hidden", id: "cost-graph-summary" });
  readonly #cursor: HTMLElement;
  readonly #empty: HTMLElement;
  readonly #emptyWords = element("p");
  readonly #emptyMore = element("span");
  readonly #log = element("vscode-checkbox", { class: "graph-log" }, "log");
  readonly #slider: StepSlider;
  readonly #pastActions: PastActions;
  readonly #listening = new AbortController();
  readonly #resizeObserver: ResizeObserver;
  readonly #ends: readonly (() => void)[];
  #hidden: ReadonlySet<LegendName>;
  #isLog: boolean;
  #curves: readonly RunCurves[] = [];
  /** of the run under way; null while its curves have not come */
  #progress: Progress | null = null;
  /** as the host last told it */
  #live: LiveState | null = null;
  /** the step under the keyboard's cursor; null when the pointer has it, or nobody */
  #keyboardStep: number | null = null;

  constructor(actions: PanelActions) {
    this.#actions = actions;
    this.#isLog = actions.recall(logKey) === true;
    const hidden = actions.recall(hiddenKey);
    this.#hidden = new Set(Array.isArray(hidden) ? legendNames.filter((name) => hidden.includes(name)) : []);
    this.#legend = new GraphLegend((name) => this.#toggle(name));
    this.#legend.showHidden(this.#hidden);
    this.#slider = new StepSlider(actions);
    this.#pastActions = new PastActions(actions, this.#slider.element);
    this.#cursor = element("div", {
      class: "graph-plot",
      role: "slider",
      tabindex: "0",
      "aria-label": "Cost graph: step",
      "aria-describedby": this.#summary.id,
      "aria-valuemin": "0",
      "aria-valuenow": "0",
    });
    this.#empty = element(
      "div",
      { class: "graph-empty" },
      this.#emptyWords,
      element("p", { class: "graph-empty-more" }, this.#emptyMore),
    );
    this.#log.title = "Cost on a logarithmic scale: how fast it falls when it is small";
    this.#log.checked = this.#isLog;
    this.element = element(
      "div",
      { class: "cost-graph" },
      element("div", { class: "graph-frame" }, this.#cursor, this.#empty),
      element(
        "div",
        { class: "graph-legend" },
        element("p", { class: "view-question" }, "Is it getting better?"),
        this.#legend.element,
        element("div", { class: "graph-foot" }, this.#where, this.#log),
      ),
      element("div", { class: "step-slider-row" }, this.#slider.element),
      this.#pastActions.element,
      this.#summary,
    );
    this.#plot = new CostPlot(
      this.#cursor,
      this.#look(),
      () => this.#showValues(),
      () => this.#placeSlider(),
    );
    this.#resizeObserver = new ResizeObserver(() => this.#plot.fit());
    this.#resizeObserver.observe(this.#cursor);
    this.#ends = [offerColours(this.element), watchTheme(() => this.#plot.setLook(this.#look()))];
    const { signal } = this.#listening;
    this.#log.addEventListener("change", () => this.#setLog(this.#log.checked), { signal });
    this.#cursor.addEventListener("keydown", (event) => this.#pressKey(event), { signal });
    this.#cursor.addEventListener("blur", () => this.#leave(), { signal });
    this.#cursor.addEventListener(
      "pointermove",
      () => {
        this.#keyboardStep = null;
      },
      { signal },
    );
    this.#showValues();
  }

  update({ live, runs }: PanelState, changed: ReadonlySet<keyof PanelState>): void {
    if (!changed.has("runs") && !changed.has("live")) return;
    if (changed.has("runs")) {
      this.#curves = runs.map((run) => {
        const known = this.#curves.find(({ number }) => number === run.number);
        if (known?.run === run || known?.grow(run)) return known;
        return new RunCurves(run);
      });
    }
    const current = this.#curves.at(-1);
    this.#progress = current?.number === live.run ? live.progress : null;
    this.#live = live;
    this.#slider.show(live);
    this.#pastActions.show(live);
    this.#plot.markStep(live.past?.step ?? null);
    this.#placeSlider();
    const [words, more] = emptyTexts[live.network?.isLabelled === false ? "unlabelled" : "learning"];
    writeText(this.#emptyWords, words);
    writeText(this.#emptyMore, more);
    if (changed.has("runs")) {
      this.#empty.hidden = this.#curves.some((curves) => curves.hasLines);
      this.#plot.show(this.#curves);
      if (this.#keyboardStep !== null) this.#moveTo(this.#keyboardStep);
      this.#cursor.setAttribute("aria-valuemax", String(current?.lastStep ?? 0));
    }
    writeText(this.#summary, graphSummary(this.#curves, this.#progress, live.past !== null));
    this.#showValues();
  }

  observes() {
    return {};
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#listening.abort();
    this.#resizeObserver.disconnect();
    this.#legend.dispose();
    this.#plot.dispose();
  }

  /** Beneath the steps that are known; without a plot beneath nothing. */
  #placeSlider(): void {
    const { element: slider } = this.#slider;
    const left = this.#plot?.stepPlace(Number(slider.min)) ?? null;
    const right = this.#plot?.stepPlace(Number(slider.max)) ?? null;
    if (left !== null && right !== null) this.#slider.placeBetween(left, right);
  }

  #look(): PlotLook {
    return { theme: readTheme(), isLog: this.#isLog, hidden: this.#hidden };
  }

  #toggle(name: LegendName): void {
    const hidden = new Set(this.#hidden);
    if (!hidden.delete(name)) hidden.add(name);
    this.#hidden = hidden;
    this.#actions.remember(hiddenKey, [...hidden]);
    this.#legend.showHidden(hidden);
    this.#plot.setLook(this.#look());
  }

  #setLog(isLog: boolean): void {
    this.#isLog = isLog;
    this.#actions.remember(logKey, isLog);
    this.#plot.setLook(this.#look());
  }

  #pressKey(event: KeyboardEvent): void {
    const { steps } = this.#plot.aligned;
    if (steps.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const current = this.#curves.at(-1);
    const [first] = steps;
    const last = steps[steps.length - 1];
    const from = this.#keyboardStep ?? last;
    const stride = Math.max(1, (last - first) * cursorShare);
    const epoch = current?.batchesPerEpoch ?? stride;
    const moves: Readonly<Record<string, number>> = {
      ArrowLeft: from - stride,
      ArrowDown: from - stride,
      ArrowRight: from + stride,
      ArrowUp: from + stride,
      PageDown: from - epoch,
      PageUp: from + epoch,
      Home: first,
      End: last,
    };
    if (event.key === "Escape") this.#leave();
    else if (event.key in moves) this.#moveTo(moves[event.key], from);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Puts the cursor on the step nearest to `wanted`; when that is where it was, on the next one in that direction. */
  #moveTo(wanted: number, from?: number): void {
    const { steps } = this.#plot.aligned;
    let place = nearestPlace(steps, wanted);
    if (from !== undefined && steps[place] === from && wanted !== from) place += Math.sign(wanted - from);
    place = Math.min(Math.max(place, 0), steps.length - 1);
    this.#keyboardStep = steps[place];
    this.#plot.moveCursor(place);
    this.#showValues();
  }

  #leave(): void {
    this.#keyboardStep = null;
    this.#plot.moveCursor(null);
    this.#showValues();
  }

  /** Writes what is under the cursor into the legend, or else where training is now. */
  #showValues(): void {
    const { steps, lines } = this.#plot?.aligned ?? { steps: [], lines: undefined };
    const current = this.#curves.at(-1);
    if (!lines || !current || steps.length === 0) {
      this.#legend.showValues({ trainingCost: "", heldOutCost: "", accuracy: "", gradientLength: "", earlierRuns: "" });
      writeText(this.#where, "");
      return;
    }
    const { cursorPlace } = this.#plot;
    const isPast = this.#live !== null && this.#live.past !== null;
    const end = isPast && this.#progress ? this.#progress.step : Number.POSITIVE_INFINITY;
    const place =
      cursorPlace ??
      Math.max(
        0,
        steps.findLastIndex((step) => step <= end),
      );
    const values =
      cursorPlace === null
        ? lastValues(current, this.#progress, isPast)
        : {
            trainingCost: valueUpTo(lines.trainingCost, place),
            heldOutCost: valueUpTo(lines.heldOutCost, place),
            accuracy: valueUpTo(lines.accuracy, place),
          };
    const text = (value: number | null, textOf: (value: number) => string) => (value === null ? "–" : textOf(value));
    const texts = {
      trainingCost: text(values.trainingCost, costText),
      heldOutCost: text(values.heldOutCost, costText),
      accuracy: text(values.accuracy, percentText),
      gradientLength: text(valueUpTo(lines.gradientLength, place), (length) => numberText(length, 4)),
      earlierRuns: this.#curves.length > 1 ? wholeText(this.#curves.length - 1) : "none",
    };
    this.#legend.showValues(texts);
    const pointed = { step: steps[place], epoch: current.epochAt(steps[place]) };
    const where =
      cursorPlace !== null || !this.#progress
        ? placeText(pointed)
        : isPast && this.#live
          ? pastText(this.#live)
          : placeText(placeOf(this.#progress));
    writeText(this.#where, where);
    if (this.#where.title !== where) this.#where.title = where;
    this.#cursor.setAttribute("aria-valuenow", String(steps[place]));
    this.#cursor.setAttribute(
      "aria-valuetext",
      `${where}: training cost ${texts.trainingCost}, held-out cost ${texts.heldOutCost}, accuracy ${texts.accuracy}, gradient length ${texts.gradientLength}`,
    );
  }
}

function nearestPlace(steps: readonly number[], wanted: number): number {
  let nearest = 0;
  for (let k = 1; k < steps.length; k++) {
    if (Math.abs(steps[k] - wanted) < Math.abs(steps[nearest] - wanted)) nearest = k;
  }
  return nearest;
}
