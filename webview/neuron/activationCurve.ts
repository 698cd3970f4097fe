import type { HiddenActivationName } from "../../extension/network/networkShape.ts";
import { activationRange } from "../drawings/activationRange.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";

/** Beyond ±6 the sigmoid is flat to the eye, the hyperbolic tangent before. */
const leastReach = 6;
const margin = 5;
/** Of a negative weighted sum a leaky ReLU lets a hundredth through. */
const leak = 0.01;

/** For the eye alone; what a neuron's activation is comes with its snapshot. */
const curves: Readonly<Record<HiddenActivationName, (weightedSum: number) => number>> = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  relu: (z) => Math.max(0, z),
  tanh: Math.tanh,
  leakyRelu: (z) => (z > 0 ? z : leak * z),
};

/** The curve that makes an activation of a weighted sum, with a dot where a neuron is on it. */
export class ActivationCurve extends Canvas {
  #name: HiddenActivationName = "sigmoid";
  #weightedSum = 0;
  #activation = 0;

  show(name: HiddenActivationName, weightedSum: number, activation: number): void {
    this.#name = name;
    this.#weightedSum = weightedSum;
    this.#activation = activation;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, theme }: Surface): void {
    const curve = curves[this.#name];
    const reach = Math.max(leastReach, Math.abs(this.#weightedSum) * 1.15);
    const most = activationRange(this.#name).endsAtOne ? 1 : reach;
    const least = Math.min(0, curve(-reach));
    const x = (z: number) => margin + ((z + reach) / (2 * reach)) * (widthCssPixels - 2 * margin);
    const y = (a: number) => heightCssPixels - margin - ((a - least) / (most - least)) * (heightCssPixels - 2 * margin);
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
      context.moveTo(x(0), y(least));
      context.lineTo(x(0), y(most));
    });
    line(theme.mutedForeground, 1.5, () => {
      for (let z = -reach; z <= reach; z += reach / 40) context.lineTo(x(z), y(curve(z)));
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
