import type { ActivationName } from "../../extension/network/networkShape.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";

/** Beyond ±6 the sigmoid is flat to the eye. */
const leastReach = 6;
const margin = 5;

/** The curve that makes an activation of a weighted sum, with a dot where a neuron is on it. */
export class ActivationCurve extends Canvas {
  #name: ActivationName = "sigmoid";
  #weightedSum = 0;
  #activation = 0;

  show(name: ActivationName, weightedSum: number, activation: number): void {
    this.#name = name;
    this.#weightedSum = weightedSum;
    this.#activation = activation;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    const reach = Math.max(leastReach, Math.abs(this.#weightedSum) * 1.15);
    const top = this.#name === "sigmoid" ? 1 : reach;
    const x = (z: number) => margin + ((z + reach) / (2 * reach)) * (widthCssPixels - 2 * margin);
    const y = (a: number) => heightCssPixels - margin - (a / top) * (heightCssPixels - 2 * margin);
    const line = (colour: string, width: number, draw: () => void) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      draw();
      context.stroke();
    };
    line(theme.faintBorder, 1, () => {
      context.moveTo(x(-reach), y(0));
      context.lineTo(x(reach), y(0));
      context.moveTo(x(0), y(0));
      context.lineTo(x(0), y(top));
    });
    line(theme.mutedForeground, 1.5, () => {
      for (let z = -reach; z <= reach; z += reach / 40) {
        context.lineTo(x(z), y(this.#name === "sigmoid" ? 1 / (1 + Math.exp(-z)) : Math.max(0, z)));
      }
    });
    const dotX = x(this.#weightedSum);
    const dotY = y(this.#activation);
    context.setLineDash([2, 2]);
    line(theme.foreground, 1, () => {
      context.moveTo(dotX, y(0));
      context.lineTo(dotX, dotY);
    });
    context.setLineDash([]);
    context.fillStyle = theme.foreground;
    context.beginPath();
    context.arc(dotX, dotY, 3.5, 0, 2 * Math.PI);
    context.fill();
  }
}
