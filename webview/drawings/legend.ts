import { numberText, signedOnScale } from "../../extension/protocol/numberText.ts";
import { Canvas, type Surface } from "./canvas.ts";
import { Picture } from "./picture.ts";

/**
 * A colour scale with its ends in numbers: "−1.50 … 0 … +1.50" for what has a sign, "0 … 1" for activations. Its width
 * is fixed, so that nothing moves when the limit does.
 */
export class Legend {
  readonly element = document.createElement("figure");
  readonly #caption = document.createElement("figcaption");
  readonly #least = document.createElement("span");
  readonly #most = document.createElement("span");
  readonly #bar: LegendBar;
  readonly #what: string;
  #scaleName: "diverging" | "sequential";
  #limit = 1;

  /** @param what is coloured: "weight w", "activation a" */
  constructor(what: string, scaleName: "diverging" | "sequential") {
    this.#what = what;
    this.#scaleName = scaleName;
    this.#bar = new LegendBar(scaleName);
    this.element.className = "legend";
    this.#caption.textContent = what;
    this.#least.className = "legend-least";
    this.#most.className = "legend-most";
    const bar = document.createElement("span");
    bar.className = "legend-bar";
    bar.append(this.#bar.element);
    this.element.append(this.#caption, this.#least, bar, this.#most);
    this.show(1);
  }

  /** Shows another scale from now on. */
  set scaleName(scaleName: "diverging" | "sequential") {
    if (scaleName === this.#scaleName) return;
    this.#scaleName = scaleName;
    this.#bar.scaleName = scaleName;
    this.#most.textContent = "";
    this.show(this.#limit);
  }

  /** @param limit the number that has the scale's last colour */
  show(limit: number): void {
    this.#limit = limit;
    const isSigned = this.#scaleName === "diverging";
    const least = isSigned ? signedOnScale(-limit, limit) : "0";
    const most = isSigned ? signedOnScale(limit, limit) : numberText(limit, 0);
    if (this.#most.textContent === most) return;
    this.#least.textContent = least;
    this.#most.textContent = most;
    this.element.setAttribute("aria-label", `Colours of ${this.#what}: from ${least} to ${most}.`);
  }

  dispose(): void {
    this.#bar.dispose();
  }
}

class LegendBar extends Canvas {
  readonly #picture = new Picture();
  #scaleName: "diverging" | "sequential";
  #shares = new Float64Array(0);

  constructor(scaleName: "diverging" | "sequential") {
    super();
    this.#scaleName = scaleName;
  }

  set scaleName(scaleName: "diverging" | "sequential") {
    this.#scaleName = scaleName;
    this.scheduleDraw();
  }

  protected override draw({ context, widthCssPixels, heightCssPixels, pixelRatio, theme }: Surface): void {
    const scale = theme[this.#scaleName];
    const columns = Math.round(widthCssPixels * pixelRatio);
    if (this.#shares.length !== columns) this.#shares = new Float64Array(columns);
    for (let k = 0; k < columns; k++) {
      this.#shares[k] = scale.least + (1 - scale.least) * (columns > 1 ? k / (columns - 1) : 0);
    }
    this.#picture.paint(this.#shares, 1, columns, scale, 1);
    this.#picture.drawTo(context, 0, 0, widthCssPixels, heightCssPixels);
    if (scale.least === -1) {
      context.fillStyle = theme.mutedForeground;
      context.fillRect(Math.round(widthCssPixels / 2), 0, 1, 3);
      context.fillRect(Math.round(widthCssPixels / 2), heightCssPixels - 3, 1, 3);
    }
  }
}
