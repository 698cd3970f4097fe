import type { WeightHistogram } from "../../extension/protocol/snapshot.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import { EasedNumber } from "../drawings/easedNumber.ts";
import { Glide } from "../drawings/glide.ts";

/** How many of a layer's weights are about how large, as bars over a scale from −limit to +limit. */
export class HistogramDrawing extends Canvas {
  /** of each bar, as a share of the highest: where it was, and where it goes */
  #from = new Float64Array(0);
  #to = new Float64Array(0);
  /** of the way from one to the other, 0…1 */
  readonly #way = new EasedNumber();
  readonly #glide = new Glide([this.#way], () => this.#scheduleFrame());
  #barLimit = 0;
  #limit = 0;

  constructor() {
    super();
    this.element.classList.add("health-histogram");
  }

  /** @param limit weight at the end of the scale, which all layers share */
  show({ limit: barLimit, counts }: WeightHistogram, limit: number): void {
    const highest = counts.reduce((most, count) => Math.max(most, count), 1);
    const heights = Float64Array.from(counts, (count) => count / highest);
    // Bars of another width are other bars.
    const isContinued = barLimit === this.#barLimit && heights.length === this.#to.length;
    this.#from = isContinued ? this.#shownHeights() : heights;
    this.#to = heights;
    this.#barLimit = barLimit;
    this.#way.reset();
    const nowMs = performance.now();
    this.#way.aim(0, nowMs);
    this.#way.aim(1, nowMs);
    this.showLimit(limit);
    this.#glide.goOn();
  }

  showLimit(limit: number): void {
    this.#limit = limit;
    this.scheduleDraw();
  }

  override dispose(): void {
    this.#glide.dispose();
    super.dispose();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, pixelRatio, theme }: Surface): void {
    const base = heightCssPixels - 1;
    const middle = widthCssPixels / 2;
    const heights = this.#shownHeights();
    const half = heights.length / 2;
    const barWidth = this.#limit > 0 ? (this.#barLimit / half / this.#limit) * middle : 0;
    // Edges on whole device pixels: bars narrower than one would be seen through.
    const edge = (bar: number) => Math.round((middle + (bar - half) * barWidth) * pixelRatio) / pixelRatio;
    heights.forEach((share, bar) => {
      if (share === 0) return;
      // What is there at all is seen.
      const height = Math.max(1, share * (base - 1));
      context.fillStyle = bar < half ? theme.negative : theme.positive;
      // Weights that are all 0 have no sign.
      if (barWidth === 0) context.fillStyle = theme.mutedForeground;
      const width = Math.max(edge(bar + 1) - edge(bar), 1 / pixelRatio);
      const left = bar < half ? edge(bar + 1) - width : edge(bar);
      context.fillRect(left, base - height, width, height);
    });
    context.fillStyle = theme.mutedForeground;
    context.fillRect(0, base, widthCssPixels, 1);
    context.fillRect(Math.round(middle) - 0.5, base - 3, 1, 4);
  }

  #scheduleFrame(): void {
    this.scheduleDraw();
    this.#glide.goOn();
  }

  #shownHeights(): Float64Array<ArrayBuffer> {
    const way = this.#way.value;
    return this.#to.map((height, bar) => this.#from[bar] + (height - this.#from[bar]) * way);
  }
}
