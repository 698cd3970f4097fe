import type { ComparedHistograms } from "../../extension/protocol/weightsComparison.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import { shortValueText } from "../tensors/valueText.ts";

const axisHeight = 16;

/**
 * How many of A's, B's and the changes' numbers are how large: A as a surface, B and B − A as lines. Heights are square
 * roots of the counts, so that a few far out are seen beside the many near zero.
 */
export class ComparedHistogram extends Canvas {
  #histograms: ComparedHistograms | null = null;

  show(histograms: ComparedHistograms | null): void {
    this.#histograms = histograms;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    const histograms = this.#histograms;
    if (histograms === null) return;
    const { least, most, a, b, change } = histograms;
    const height = heightCssPixels - axisHeight;
    const highest = Math.sqrt(Math.max(1, ...a, ...b, ...change));
    const step = widthCssPixels / a.length;
    const trace = (bins: readonly number[]) => {
      context.beginPath();
      context.moveTo(0, height);
      bins.forEach((count, bin) => {
        const y = height - (Math.sqrt(count) / highest) * (height - 2);
        context.lineTo(bin * step, y);
        context.lineTo((bin + 1) * step, y);
      });
      context.lineTo(widthCssPixels, height);
    };
    context.fillStyle = theme.gridLine;
    trace(a);
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = theme.mutedForeground;
    trace(a);
    context.stroke();
    context.strokeStyle = theme.heldOutCost;
    trace(b);
    context.stroke();
    context.strokeStyle = theme.accuracy;
    context.setLineDash([4, 3]);
    trace(change);
    context.stroke();
    context.setLineDash([]);
    this.#drawAxis(context, least, most, widthCssPixels, heightCssPixels);
  }

  #drawAxis(context: CanvasRenderingContext2D, least: number, most: number, width: number, height: number): void {
    const { theme } = this;
    context.fillStyle = theme.border;
    context.fillRect(0, height - axisHeight, width, 1);
    context.fillStyle = theme.mutedForeground;
    context.font = `${theme.fontSizeCssPixels * 0.85}px ${theme.fontFamily}`;
    context.textBaseline = "bottom";
    context.textAlign = "left";
    context.fillText(shortValueText(least), 0, height);
    context.textAlign = "right";
    context.fillText(shortValueText(most), width, height);
    const zero = (-least / (most - least)) * width;
    if (!(zero > 40 && zero < width - 40)) return;
    context.textAlign = "center";
    context.fillText("0", zero, height);
    context.fillRect(zero, height - axisHeight, 1, 3);
  }
}
