import { numberText } from "../../extension/protocol/numberText.ts";
import { type ColourScale, entryOf } from "./colourScales.ts";
import type { LayerPlace } from "./networkLayout.ts";
import type { Theme } from "./theme.ts";

/** From this cell size on a neuron is a circle with an outline; smaller ones are squares. */
const leastCirclePitch = 9;
/** From this radius on a neuron's activation is written into it. */
const leastWrittenRadius = 11;

/** A neuron's radius, or half the side of its square, in CSS pixels. */
export function neuronRadius({ pitch }: LayerPlace): number {
  return pitch >= leastCirclePitch ? pitch * 0.42 : pitch > 3 ? pitch / 2 - 0.5 : pitch / 2;
}

/** Draws layers of neurons, each filled with the colour of its activation. */
export class LayerDrawing {
  /** each scale's colours as CSS writes them, made once a theme */
  readonly #colours = new WeakMap<ColourScale, readonly string[]>();

  /**
   * @param activations [place.count]; null draws the neurons empty
   * @param scale the theme's for such activations
   * @param limit the activation that has the scale's last colour
   * @param isWritten whether activations are written into the neurons where these are large enough
   * @param opacity less than 1 over connections that are to shine through
   */
  draw(
    context: CanvasRenderingContext2D,
    theme: Theme,
    place: LayerPlace,
    activations: ArrayLike<number> | null,
    scale: ColourScale,
    limit: number,
    isWritten: boolean,
    opacity = 1,
  ): void {
    const colours = this.#coloursOf(scale);
    const { count, columns, rows, left, top, pitch } = place;
    const radius = neuronRadius(place);
    const isCircle = pitch >= leastCirclePitch;
    context.lineWidth = 1;
    context.globalAlpha = opacity;
    context.textAlign = "center";
    context.textBaseline = "middle";
    // A minus needs room, too.
    context.font = `${Math.min(11, radius * (scale.least < 0 ? 0.68 : 0.82))}px ${theme.fontFamily}`;
    if (!isCircle) {
      context.fillStyle = theme.background;
      context.fillRect(left - 1, top - 1, columns * pitch + 2, rows * pitch + 2);
      context.strokeStyle = theme.border;
      context.strokeRect(left - 1.5, top - 1.5, columns * pitch + 3, rows * pitch + 3);
    }
    for (let neuron = 0; neuron < count; neuron++) {
      const x = left + ((neuron % columns) + 0.5) * pitch;
      const y = top + (Math.floor(neuron / columns) + 0.5) * pitch;
      const activation = activations?.[neuron] ?? 0;
      context.fillStyle = colours[entryOf(scale, activation, limit)];
      if (!isCircle) {
        context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
        continue;
      }
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.fill();
      context.strokeStyle = theme.foreground;
      context.globalAlpha = opacity * (theme.isHighContrast ? 1 : 0.5);
      context.stroke();
      context.globalAlpha = opacity;
      if (isWritten && activations !== null && radius >= leastWrittenRadius) {
        context.fillStyle = Math.abs(activation) > limit / 2 ? theme.background : theme.foreground;
        context.fillText(numberText(activation, activation < 10 ? 2 : 1), x, y + 0.5);
      }
    }
    context.globalAlpha = 1;
  }

  #coloursOf(scale: ColourScale): readonly string[] {
    const known = this.#colours.get(scale);
    if (known) return known;
    const colours = Array.from(
      { length: scale.words.length },
      (_, k) => `rgb(${scale.bytes[4 * k]}, ${scale.bytes[4 * k + 1]}, ${scale.bytes[4 * k + 2]})`,
    );
    this.#colours.set(scale, colours);
    return colours;
  }
}
