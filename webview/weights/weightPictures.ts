import { signedText } from "../../extension/protocol/numberText.ts";
import type { WeightRows } from "../../extension/protocol/snapshot.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import type { ChangeFlash } from "../drawings/changeFlash.ts";
import { Picture } from "../drawings/picture.ts";
import { captionHeight, layOutPictures, type PictureGrid, pictureAt, pictureCorner } from "./pictureGrid.ts";
import type { ArrowKey, Limits, Marks, Rectangle, WeightPlace, WeightsDrawing } from "./weightsDrawing.ts";

const captionSizeCssPixels = 11;
/** A digit of the caption, as wide as fonts of this size make it. */
const digitWidthCssPixels = 6.6;

/** Each neuron's weights as a picture of what it looks for, 28×28 mostly, with its address and its bias beneath. */
export class WeightPictures extends Canvas implements WeightsDrawing {
  readonly #picture = new Picture();
  readonly #captionWidth: number;
  readonly #count: number;
  readonly #inputSide: number;
  #grid: PictureGrid;
  #rows: WeightRows | undefined;
  #flash: ChangeFlash | undefined;
  #limit = 0;
  #marks: Marks = { inspected: null, current: null, pointed: null };

  /**
   * @param layerSize neurons of the layer, of whose addresses the longest has to fit beneath a picture
   * @param count neurons of the largest page
   * @param inputSide inputs on each side of a picture
   */
  constructor(layer: number, layerSize: number, count: number, inputSide: number) {
    super();
    this.#inputSide = inputSide;
    this.#count = count;
    this.#captionWidth = (`${layer}.${layerSize - 1}`.length + "+0.00".length + 1) * digitWidthCssPixels;
    this.#grid = layOutPictures(count, inputSide, this.#captionWidth, { width: 0, height: 0 }, 1);
  }

  fit(room: { readonly width: number; readonly height: number }): void {
    this.#grid = layOutPictures(this.#count, this.#inputSide, this.#captionWidth, room, window.devicePixelRatio);
    this.resize(this.#grid.width, this.#grid.height);
    this.scheduleDraw();
  }

  show(rows: WeightRows, limits: Limits, marks: Marks, flash: ChangeFlash): void {
    this.#flash = flash;
    this.#rows = rows;
    this.#limit = limits.weight;
    this.#marks = marks;
    this.scheduleDraw();
  }

  placeAt(x: number, y: number): WeightPlace | null {
    const place = pictureAt(this.#grid, x, y);
    if (!this.#rows || !place || place.index >= this.#rows.count) return null;
    return { neuron: this.#rows.from + place.index, input: place.input };
  }

  rectangleAt(index: number): Rectangle {
    const { left, top } = pictureCorner(this.#grid, index);
    return { left, top, width: this.#grid.side, height: this.#grid.side + captionHeight };
  }

  placeBeside({ neuron }: WeightPlace, key: ArrowKey): WeightPlace {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.#grid.columns, ArrowDown: this.#grid.columns };
    return { neuron: neuron + steps[key], input: null };
  }

  protected override draw({ context, theme }: Surface): void {
    const rows = this.#rows;
    if (rows === undefined) return;
    const { side } = this.#grid;
    const inputSide = this.#inputSide;
    // All pictures beneath one another are one tall picture, painted at once.
    this.#picture.paint(rows.weights, rows.count * inputSide, inputSide, theme.diverging, this.#limit);
    context.font = `${captionSizeCssPixels}px ${theme.fontFamily}`;
    context.textBaseline = "alphabetic";
    for (let index = 0; index < rows.count; index++) {
      const neuron = rows.from + index;
      const { left, top } = pictureCorner(this.#grid, index);
      this.#picture.drawRowsTo(context, index * inputSide, inputSide, left, top, side, side);
      this.#flash?.draw(context, theme, rows.count * inputSide, inputSide, (flash) =>
        flash.drawRowsTo(context, index * inputSide, inputSide, left, top, side, side),
      );
      this.#drawFrame(context, neuron, left, top, theme);
      const baseline = top + side + captionHeight - 4;
      const right = left + Math.max(side, this.#captionWidth);
      context.textAlign = "left";
      context.fillStyle = neuron === this.#marks.inspected ? theme.foreground : theme.mutedForeground;
      context.fillText(`${rows.layer}.${neuron}`, left, baseline);
      context.textAlign = "right";
      const bias = rows.biases[index];
      context.fillStyle = bias > 0 ? theme.positive : bias < 0 ? theme.negative : theme.mutedForeground;
      context.fillText(signedText(bias), right, baseline);
    }
  }

  #drawFrame(
    context: CanvasRenderingContext2D,
    neuron: number,
    left: number,
    top: number,
    theme: Surface["theme"],
  ): void {
    const { side } = this.#grid;
    const outline = (distance: number, width: number, colour: string) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(left - distance, top - distance, side + 2 * distance, side + 2 * distance);
    };
    outline(0.5, 1, this.#marks.pointed?.neuron === neuron ? theme.foreground : theme.faintBorder);
    if (this.#marks.inspected === neuron) outline(2, 2, theme.focusBorder);
    if (this.#marks.current === neuron) {
      context.setLineDash([3, 3]);
      outline(2, 2, theme.foreground);
      context.setLineDash([]);
    }
  }
}
