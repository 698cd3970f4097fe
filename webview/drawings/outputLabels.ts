import { numberText } from "../../extension/protocol/numberText.ts";
import type { Answer } from "../answer.ts";
import type { Surface } from "./canvas.ts";
import type { LayerPlace } from "./networkLayout.ts";

const spacing = 8;
const says = "◂ says";
const truth = "✓ truth";
const saysTruth = "◂ says ✓";

/** As many decimals as leave room for what is beyond 1, as in ReLU outputs that go astray. */
function outputText(activation: number): string {
  const size = Math.abs(activation);
  return numberText(activation, size < 10 ? 2 : size < 100 ? 1 : 0);
}

/**
 * What stands at the right of the outputs: their names, their activations, and two marks that differ in form and place:
 * a filled name with "◂ says" for the winner, "✓ truth" for the truth, "◂ says ✓" where they agree.
 */
export class OutputLabels {
  readonly #surface: Surface;
  readonly #names: readonly string[];
  readonly #nameWidth: number;
  readonly #valueWidth: number;
  /** in CSS pixels */
  readonly width: number;

  /** @param names of the outputs */
  constructor(names: readonly string[], surface: Surface) {
    this.#surface = surface;
    this.#names = names;
    const { context } = surface;
    context.font = this.#nameFont();
    this.#nameWidth = Math.ceil(Math.max(...names.map((name) => context.measureText(name).width)));
    context.font = this.#smallFont();
    this.#valueWidth = Math.ceil(context.measureText("−0.00").width);
    const markWidth = Math.ceil(Math.max(...[says, truth, saysTruth].map((mark) => context.measureText(mark).width)));
    this.width = spacing + this.#nameWidth + 2 * spacing + this.#valueWidth + spacing + markWidth;
  }

  /**
   * @param place of the output layer
   * @param activations [names.length], null before the first snapshot
   */
  draw(place: LayerPlace, activations: ArrayLike<number> | null, answer: Answer | null): void {
    const { context, theme } = this.#surface;
    const nameLeft = place.left + place.pitch + spacing;
    const valueRight = nameLeft + this.#nameWidth + 2 * spacing + this.#valueWidth;
    const markLeft = valueRight + spacing;
    context.textBaseline = "middle";
    for (const [output, name] of this.#names.entries()) {
      const y = place.top + (output + 0.5) * place.pitch;
      const isSaid = answer?.isClear === true && answer.said === output;
      const isTruth = answer?.truth === output;
      context.font = this.#nameFont();
      context.textAlign = "left";
      if (isSaid) {
        const height = Math.min(place.pitch - 2, theme.fontSizeCssPixels + 8);
        context.fillStyle = theme.foreground;
        context.beginPath();
        context.roundRect(nameLeft - 5, y - height / 2, this.#nameWidth + 10, height, 4);
        context.fill();
      }
      context.fillStyle = isSaid ? theme.background : theme.foreground;
      context.fillText(name, nameLeft, y + 0.5);
      context.font = this.#smallFont();
      context.fillStyle = isSaid || isTruth ? theme.foreground : theme.mutedForeground;
      context.textAlign = "right";
      if (activations) context.fillText(outputText(activations[output]), valueRight, y + 0.5);
      context.textAlign = "left";
      const mark = isSaid ? (isTruth ? saysTruth : says) : isTruth ? truth : "";
      context.fillText(mark, markLeft, y + 0.5);
    }
  }

  #nameFont(): string {
    const { fontFamily, fontSizeCssPixels } = this.#surface.theme;
    return `600 ${fontSizeCssPixels}px ${fontFamily}`;
  }

  #smallFont(): string {
    return `11px ${this.#surface.theme.fontFamily}`;
  }
}
