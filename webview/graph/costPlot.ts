import uPlot from "uplot";
import { EasedNumber } from "../drawings/easedNumber.ts";
import { Glide } from "../drawings/glide.ts";
import { SmoothLimit } from "../drawings/smoothLimit.ts";
import type { Theme } from "../drawings/theme.ts";
import { wholeText } from "../figureText.ts";
import { type AlignedCurves, alignedCurves, type LineName, lineNames } from "./alignedCurves.ts";
import { logCeiling, logFloor, logTicks } from "./costRange.ts";
import type { RunCurves } from "./runCurves.ts";
import { epochMarks } from "./stepAxis.ts";
import { stepRange } from "./stepRange.ts";
import "uplot/dist/uPlot.min.css";

/** How the graph is to look. */
export interface PlotLook {
  readonly theme: Theme;
  readonly isLog: boolean;
  readonly hidden: ReadonlySet<LineName | "earlierRuns">;
}

const axisWidthCssPixels = 46;
const stepAxisHeightCssPixels = 20;
const fontCssPixels = 11;
/** Between two epochs' names. */
const epochNameGapCssPixels = 10;
/** Beyond these a run is too far back to be compared with. */
const mostEarlierRuns = 12;
/**
 * Gradients shorter than this are at the bottom, however long the run: a network that has learnt all it can would
 * otherwise show noise that the legend writes as 0.0000.
 */
const leastGradientLimit = 0.01;
const costFractions = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];
const stepIncrements = Array.from({ length: 12 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/**
 * The curves on their axes: steps from left to right, cost at the left, accuracy at the right. The gradient's length has
 * a scale of its own without an axis. Scales glide.
 */
export class CostPlot {
  readonly #host: HTMLElement;
  readonly #cursorMoved: () => void;
  readonly #lastStep = new EasedNumber();
  readonly #costLimit = new SmoothLimit();
  readonly #gradientLimit = new SmoothLimit();
  /** common logarithms of the ends of the logarithmic scale */
  readonly #costFloor = new EasedNumber();
  readonly #costCeiling = new EasedNumber();
  readonly #glide = new Glide(
    [this.#lastStep, this.#costLimit, this.#gradientLimit, this.#costFloor, this.#costCeiling],
    () => this.#setData(),
  );
  #look: PlotLook;
  #plot: uPlot | undefined;
  #curves: readonly RunCurves[] = [];
  #aligned: AlignedCurves = noCurves;
  #firstStep = 0;
  #markedStep: number | null = null;
  readonly #drawn: () => void;

  /**
   * @param host filled by the plot
   * @param cursorMoved the cursor is elsewhere, or what is beneath it is new
   * @param drawn steps may lie elsewhere: see {@link stepPlace}
   */
  constructor(host: HTMLElement, look: PlotLook, cursorMoved: () => void, drawn: () => void) {
    this.#host = host;
    this.#look = look;
    this.#cursorMoved = cursorMoved;
    this.#drawn = drawn;
  }

  /**
   * Where a step lies, in CSS pixels from the host's left edge; null while there is no plot. What is new may lie beyond
   * the plot's edge until its points have come.
   */
  stepPlace(step: number): number | null {
    if (!this.#plot) return null;
    const { left, width } = this.#plot.bbox;
    return Math.min(this.#plot.valToPos(step, "x"), width / uPlot.pxRatio) + left / uPlot.pxRatio;
  }

  /** Draws a line through all that was at a step; null takes it away. */
  markStep(step: number | null): void {
    if (step === this.#markedStep) return;
    this.#markedStep = step;
    this.#plot?.redraw(false);
  }

  /** All lines of the current run. */
  get aligned(): AlignedCurves {
    return this.#aligned;
  }

  /** Where the cursor is in the list of steps; null when it is not in the graph. */
  get cursorPlace(): number | null {
    return this.#plot?.cursor.idx ?? null;
  }

  /** Moves the cursor to a place in the list of steps; null takes it away. */
  moveCursor(place: number | null): void {
    if (!this.#plot) return;
    const left = place === null ? -10 : this.#plot.valToPos(this.#aligned.steps[place], "x");
    this.#plot.setCursor({ left, top: place === null ? -10 : 0 });
  }

  /** @param curves the current run last */
  show(curves: readonly RunCurves[]): void {
    this.#curves = curves;
    const current = curves.at(-1);
    this.#aligned = current ? alignedCurves(current) : noCurves;
    if (current) this.#aim(current, performance.now());
    this.#setData();
  }

  setLook(look: PlotLook): void {
    this.#look = look;
    this.#rebuild();
  }

  /** Takes the host's size. */
  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width < 2 * axisWidthCssPixels || height < 2 * stepAxisHeightCssPixels) return;
    if (this.#plot) this.#plot.setSize({ width, height });
    else this.#rebuild();
  }

  dispose(): void {
    this.#glide.dispose();
    this.#plot?.destroy();
  }

  /** The runs that are drawn behind the current one. */
  get #earlier(): readonly RunCurves[] {
    return this.#curves.slice(0, -1).slice(-mostEarlierRuns);
  }

  /** Wants the scales to hold all that is drawn. */
  #aim(current: RunCurves, nowMs: number): void {
    const [firstStep, lastStep] = stepRange(this.#curves);
    this.#firstStep = firstStep;
    this.#lastStep.aim(lastStep, nowMs);
    let largest = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const curves of [...this.#earlier, current]) {
      // What was measured strays from the smoothed line; it may be cut off, the lines may not.
      const points = [
        ...curves.run.evaluations.map(({ step, cost }) => [step, cost] as const),
        ...curves.trainingCost.smoothed(),
      ];
      for (const [step, cost] of points) {
        if (stepOver(current, curves, step) > lastStep) continue;
        largest = Math.max(largest, cost);
        if (cost > 0) least = Math.min(least, cost);
      }
    }
    this.#costLimit.show(largest, nowMs);
    if (largest > 0) {
      this.#costFloor.aim(Math.log10(logFloor(least)), nowMs);
      this.#costCeiling.aim(Math.log10(logCeiling(largest)), nowMs);
    }
    this.#gradientLimit.show(Math.max(leastGradientLimit, current.gradientLength.largestSmoothed), nowMs);
  }

  #setData(): void {
    const data = this.#data();
    this.#plot?.setData(data);
    this.#glide.goOn();
  }

  #data(): uPlot.AlignedData {
    const { steps, lines } = this.#aligned;
    return [[...steps], ...lineNames.map((name) => [...lines[name]])];
  }

  #rebuild(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    const { clientWidth: width, clientHeight: height } = this.#host;
    if (width === 0 || height === 0) return;
    this.#plot = new uPlot(this.#options(width, height), this.#data(), this.#host);
  }

  #options(width: number, height: number): uPlot.Options {
    const { theme, isLog, hidden } = this.#look;
    const font = `${fontCssPixels}px ${theme.fontFamily}`;
    const lines = { stroke: theme.gridLine, width: 1 };
    const axis = { font, labelFont: font, stroke: theme.mutedForeground, ticks: { ...lines, size: 4 }, gap: 3 };
    const isShown = (name: LineName) => !hidden.has(name === "measuredCost" ? "trainingCost" : name);
    const line = (name: LineName, look: Partial<uPlot.Series>): uPlot.Series => ({
      show: isShown(name),
      spanGaps: true,
      points: { show: false },
      ...look,
    });
    const dots = (colour: string) => ({ show: true, size: 5, space: 7, stroke: colour, fill: colour });
    return {
      width,
      height,
      padding: [14, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false, setScale: false }, points: { size: 7 } },
      scales: {
        x: { time: false, range: () => [this.#firstStep, Math.max(this.#firstStep + 1, this.#lastStep.value)] },
        cost: isLog
          ? { distr: 3, range: () => [10 ** this.#costFloor.value, 10 ** this.#costCeiling.value] }
          : { range: () => [0, this.#costLimit.limit || 1] },
        accuracy: { range: [0, 1] },
        gradient: { range: () => [0, this.#gradientLimit.limit || 1] },
      },
      axes: [
        {
          ...axis,
          size: stepAxisHeightCssPixels,
          grid: { show: false },
          incrs: stepIncrements,
          space: 70,
          values: (_, splits) => splits.map(wholeText),
        },
        {
          ...axis,
          scale: "cost",
          size: axisWidthCssPixels,
          stroke: theme.heldOutCost,
          grid: lines,
          space: 22,
          ...(isLog
            ? {
                splits: (_: uPlot, __: number, from: number, to: number) => logTicks(from, to),
                filter: (_: uPlot, splits: number[]) => splits,
              }
            : { incrs: costFractions }),
        },
        {
          ...axis,
          scale: "accuracy",
          side: 1,
          size: axisWidthCssPixels,
          stroke: theme.accuracy,
          grid: { show: false },
          space: 22,
          values: (_, splits) => splits.map((share) => `${Math.round(share * 100)}\u202f%`),
        },
      ],
      series: [
        {},
        line("measuredCost", { scale: "cost", stroke: theme.trainingCost, width: 1, alpha: 0.35 }),
        line("trainingCost", { scale: "cost", stroke: theme.trainingCost, width: 1.5 }),
        line("heldOutCost", {
          scale: "cost",
          stroke: theme.heldOutCost,
          width: 2,
          points: dots(theme.heldOutCost),
        }),
        line("accuracy", {
          scale: "accuracy",
          stroke: theme.accuracy,
          width: 2,
          dash: [6, 3],
          points: dots(theme.accuracy),
        }),
        line("gradientLength", { scale: "gradient", stroke: theme.gradientLength, width: 1, dash: [2, 3] }),
      ],
      hooks: {
        drawAxes: [(plot) => this.#drawBehind(plot)],
        draw: [
          (plot) => {
            this.#drawMark(plot);
            this.#drawn();
          },
        ],
        setCursor: [() => this.#cursorMoved()],
        setData: [() => this.#cursorMoved()],
      },
    };
  }

  /** The ends of epochs, and the earlier runs. */
  #drawBehind(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    this.#drawEpochs(plot);
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
    ctx.clip();
    const current = this.#curves.at(-1);
    if (current && !this.#look.hidden.has("earlierRuns")) {
      for (const earlier of this.#earlier) this.#drawEarlier(plot, earlier, current);
    }
    ctx.restore();
  }

  #drawEpochs(plot: uPlot): void {
    const current = this.#curves.at(-1);
    if (!current) return;
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const lastStep = this.#lastStep.value;
    const { theme } = this.#look;
    ctx.strokeStyle = theme.gridLine;
    ctx.fillStyle = theme.mutedForeground;
    ctx.lineWidth = ratio;
    ctx.font = `${fontCssPixels * ratio}px ${theme.fontFamily}`;
    ctx.textAlign = "right";
    ctx.textBaseline = "alphabetic";
    const [firstEpoch, lastEpoch] = [this.#firstStep, lastStep].map((step) => current.epochAt(step));
    const nameOf = (epoch: number) => `epoch ${wholeText(epoch)}`;
    const leastDistance = ctx.measureText(nameOf(Math.floor(lastEpoch))).width + epochNameGapCssPixels * ratio;
    for (const epoch of epochMarks(firstEpoch, lastEpoch, bbox.width, leastDistance)) {
      const x = Math.round(plot.valToPos(current.stepAt(epoch), "x", true)) + (ratio % 2) / 2;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      // A run that begins with an opened network may begin at an epoch's end, where the name would lie over the scale.
      const name = nameOf(epoch);
      if (x - ctx.measureText(name).width >= bbox.left) ctx.fillText(name, x, bbox.top - 4 * ratio);
    }
  }

  #drawMark(plot: uPlot): void {
    if (this.#markedStep === null) return;
    const { ctx, bbox } = plot;
    const ratio = uPlot.pxRatio;
    const x = Math.round(plot.valToPos(this.#markedStep, "x", true)) + (ratio % 2) / 2;
    ctx.save();
    ctx.strokeStyle = this.#look.theme.focusBorder;
    ctx.lineWidth = 2 * ratio;
    ctx.setLineDash([]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  #drawEarlier(plot: uPlot, earlier: RunCurves, current: RunCurves): void {
    const { run, trainingCost } = earlier;
    const { ctx } = plot;
    const { theme, hidden } = this.#look;
    const draw = (
      scale: "cost" | "accuracy",
      colour: string,
      dash: readonly number[],
      points: Iterable<readonly [step: number, value: number]>,
    ) => {
      ctx.strokeStyle = colour;
      ctx.globalAlpha = 0.4;
      ctx.lineWidth = uPlot.pxRatio;
      ctx.setLineDash(dash.map((length) => length * uPlot.pxRatio));
      ctx.beginPath();
      for (const [step, value] of points) {
        ctx.lineTo(plot.valToPos(stepOver(current, earlier, step), "x", true), plot.valToPos(value, scale, true));
      }
      ctx.stroke();
    };
    // A run that ended within its first epoch has no held-out line.
    if (!hidden.has("trainingCost") && run.evaluations.length < 2) {
      draw("cost", theme.trainingCost, [], trainingCost.smoothed());
    }
    if (!hidden.has("heldOutCost")) {
      draw(
        "cost",
        theme.heldOutCost,
        [],
        run.evaluations.map(({ step, cost }) => [step, cost]),
      );
    }
    if (!hidden.has("accuracy")) {
      draw(
        "accuracy",
        theme.accuracy,
        [6, 3],
        run.evaluations.map(({ step, accuracy }) => [step, accuracy]),
      );
    }
  }
}

const noCurves: AlignedCurves = {
  steps: [],
  lines: { measuredCost: [], trainingCost: [], heldOutCost: [], accuracy: [], gradientLength: [] },
};

/** Runs with larger mini-batches take fewer steps: they are laid over each other by epochs. */
function stepOver(current: RunCurves, earlier: RunCurves, step: number): number {
  return earlier === current ? step : current.stepAt(earlier.epochAt(step));
}
