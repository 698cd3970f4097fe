import type { TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import { valueText } from "../tensors/valueText.ts";

const labelHeight = 15;

/** How many of a tensor's finite numbers are about how large: bars from the least to the greatest. */
export class ValueHistogram extends Canvas {
  #statistics: TensorStatistics | null = null;

  constructor() {
    super();
    this.element.classList.add("value-histogram");
  }

  show(statistics: TensorStatistics | null): void {
    this.#statistics = statistics;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, pixelRatio, theme }: Surface): void {
    const statistics = this.#statistics;
    if (statistics === null || statistics.min === null || statistics.max === null) return;
    const { histogram, min, max } = statistics;
    const base = heightCssPixels - labelHeight;
    const highest = histogram.reduce((most, count) => Math.max(most, count), 1);
    const range = max - min;
    const edge = (bar: number) => Math.round(((bar * widthCssPixels) / histogram.length) * pixelRatio) / pixelRatio;
    histogram.forEach((count, bar) => {
      if (count === 0) return;
      const middle = min + ((bar + 0.5) / histogram.length) * range;
      context.fillStyle = middle < 0 ? theme.negative : middle > 0 ? theme.positive : theme.mutedForeground;
      // What is there at all is seen.
      const height = Math.max(1, (count / highest) * (base - 2));
      const width = Math.max(
        edge(bar + 1) - edge(bar) - (widthCssPixels / histogram.length > 4 ? 1 : 0),
        1 / pixelRatio,
      );
      context.fillRect(edge(bar), base - height, width, height);
    });
    context.fillStyle = theme.mutedForeground;
    context.fillRect(0, base, widthCssPixels, 1);
    context.font = `${labelHeight - 4}px ${theme.fontFamily}`;
    context.textBaseline = "bottom";
    const label = (text: string, x: number, align: CanvasTextAlign) => {
      context.textAlign = align;
      context.fillText(text, x, heightCssPixels);
    };
    if (range === 0) {
      label(valueText(min, 3), widthCssPixels / 2, "center");
      return;
    }
    label(valueText(min, 3), 0, "left");
    label(valueText(max, 3), widthCssPixels, "right");
    const zero = (-min / range) * widthCssPixels;
    if (zero <= 0 || zero >= widthCssPixels) return;
    context.fillRect(Math.round(zero) - 0.5, base - 3, 1, 6);
    // Beside the ends there is no room for it.
    if (zero > 60 && zero < widthCssPixels - 60) label("0", zero, "center");
  }
}
