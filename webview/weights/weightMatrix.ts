import type { WeightRows } from "../../extension/protocol/snapshot.ts";
import { Canvas, type Surface } from "../drawings/canvas.ts";
import type { ChangeFlash } from "../drawings/changeFlash.ts";
import { Picture } from "../drawings/picture.ts";
import { axisNameSize, layOutMatrix, type MatrixLayout, matrixPlaceAt, numberSpacing } from "./matrixLayout.ts";
import type { ArrowKey, Limits, Marks, Rectangle, WeightPlace, WeightsDrawing } from "./weightsDrawing.ts";

const numberSizeCssPixels = 10;
const nameSizeCssPixels = 11;

/** A layer's weights as a matrix: row j is what neuron j hears, column k what neuron k of the layer before says. */
export class WeightMatrix extends Canvas implements WeightsDrawing {
  readonly #weights = new Picture();
  readonly #biases = new Picture();
  readonly #layer: number;
  readonly #count: number;
  readonly #inputs: number;
  #layout: MatrixLayout;
  #rows: WeightRows | undefined;
  #flash: ChangeFlash | undefined;
  #limits: Limits = { weight: 0, bias: 0 };
  #marks: Marks = { inspected: null, current: null, pointed: null };

  /**
   * @param count neurons of the largest page
   * @param inputs neurons of the previous layer
   */
  constructor(layer: number, count: number, inputs: number) {
    super();
    this.#layer = layer;
    this.#count = count;
    this.#inputs = inputs;
    this.#layout = layOutMatrix(count, inputs, { width: 0, height: 0 }, 1);
  }

  fit(room: { readonly width: number; readonly height: number }): void {
    this.#layout = layOutMatrix(this.#count, this.#inputs, room, window.devicePixelRatio);
    this.resize(this.#layout.width, this.#layout.height);
    this.scheduleDraw();
  }

  show(rows: WeightRows, limits: Limits, marks: Marks, flash: ChangeFlash): void {
    this.#flash = flash;
    this.#rows = rows;
    this.#limits = limits;
    this.#marks = marks;
    this.scheduleDraw();
  }

  placeAt(x: number, y: number): WeightPlace | null {
    const place = matrixPlaceAt(this.#layout, x, y);
    if (!this.#rows || !place || place.index >= this.#rows.count) return null;
    return { neuron: this.#rows.from + place.index, input: place.input };
  }

  rectangleAt(index: number): Rectangle {
    const { left, top, cellHeight, biasLeft, biasWidth } = this.#layout;
    return { left, top: top + index * cellHeight, width: biasLeft + biasWidth - left, height: cellHeight };
  }

  /** Up and down lead to other neurons, left and right along a neuron's weights to its bias, the last. */
  placeBeside({ neuron, input }: WeightPlace, key: ArrowKey): WeightPlace {
    switch (key) {
      case "ArrowUp":
        return { neuron: neuron - 1, input };
      case "ArrowDown":
        return { neuron: neuron + 1, input };
      case "ArrowLeft":
        return { neuron, input: input === "bias" ? this.#inputs - 1 : Math.max(0, (input ?? 0) - 1) };
      case "ArrowRight":
        return {
          neuron,
          input: input === null ? 0 : input === "bias" || input === this.#inputs - 1 ? "bias" : input + 1,
        };
    }
  }

  protected override draw({ context, theme }: Surface): void {
    const rows = this.#rows;
    if (rows === undefined) return;
    const { left, top, cellWidth, cellHeight, biasLeft, biasWidth } = this.#layout;
    const width = rows.inputs * cellWidth;
    const height = rows.count * cellHeight;
    this.#weights.paint(rows.weights, rows.count, rows.inputs, theme.diverging, this.#limits.weight);
    this.#weights.drawTo(context, left, top, width, height);
    this.#flash?.draw(context, theme, rows.count, rows.inputs, (flash) =>
      flash.drawTo(context, left, top, width, height),
    );
    this.#biases.paint(rows.biases, rows.count, 1, theme.diverging, this.#limits.bias);
    this.#biases.drawTo(context, biasLeft, top, biasWidth, height);
    context.strokeStyle = theme.faintBorder;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1);
    context.strokeRect(biasLeft - 0.5, top - 0.5, biasWidth + 1, height + 1);
    this.#drawAxes(context, rows, theme);
    this.#drawMarks(context, rows, theme);
  }

  #drawAxes(context: CanvasRenderingContext2D, rows: WeightRows, theme: Surface["theme"]): void {
    const { left, top, cellWidth, cellHeight, biasLeft, biasWidth } = this.#layout;
    const pointed = this.#marks.pointed;
    const number = (text: string, x: number, y: number, isPointed: boolean) => {
      context.fillStyle = isPointed ? theme.foreground : theme.mutedForeground;
      context.fillText(text, x, y);
    };
    context.font = `${numberSizeCssPixels}px ${theme.fontFamily}`;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    const columnSpacing = numberSpacing(cellWidth, rows.inputs > 100 ? 26 : 15);
    for (let k = 0; k < rows.inputs; k += columnSpacing) {
      number(`${k}`, left + (k + 0.5) * cellWidth, top - 4, pointed?.input === k);
    }
    number("b", biasLeft + biasWidth / 2, top - 4, pointed?.input === "bias");
    context.textAlign = "right";
    context.textBaseline = "middle";
    const rowSpacing = numberSpacing(cellHeight, 11);
    for (let index = 0; index < rows.count; index++) {
      const neuron = rows.from + index;
      if (neuron % rowSpacing !== 0) continue;
      const isStrong = pointed?.neuron === neuron || this.#marks.inspected === neuron;
      number(`${neuron}`, left - 5, top + (index + 0.5) * cellHeight + 0.5, isStrong);
    }
    context.font = `${nameSizeCssPixels}px ${theme.fontFamily}`;
    context.fillStyle = theme.mutedForeground;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillText(`layer ${this.#layer - 1} speaks`, left, axisNameSize - 5);
    context.save();
    context.translate(axisNameSize - 5, top + Math.min(rows.count * cellHeight, 200));
    context.rotate(-Math.PI / 2);
    context.fillText(`layer ${this.#layer} listens`, 0, 0);
    context.restore();
  }

  #drawMarks(context: CanvasRenderingContext2D, rows: WeightRows, theme: Surface["theme"]): void {
    const { left, top, cellWidth, cellHeight, biasLeft, biasWidth } = this.#layout;
    const { inspected, current, pointed } = this.#marks;
    const outline = (box: Rectangle, distance: number, width: number, colour: string) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.strokeRect(box.left - distance, box.top - distance, box.width + 2 * distance, box.height + 2 * distance);
    };
    const isShown = (neuron: number | null): neuron is number =>
      neuron !== null && neuron >= rows.from && neuron < rows.from + rows.count;
    if (pointed && isShown(pointed.neuron)) {
      const row = this.rectangleAt(pointed.neuron - rows.from);
      outline(row, 0.5, 1, theme.mutedForeground);
      if (pointed.input === "bias") outline({ ...row, left: biasLeft, width: biasWidth }, 0.5, 1, theme.foreground);
      else if (pointed.input !== null) {
        const column = left + pointed.input * cellWidth;
        outline(
          { left: column, top, width: cellWidth, height: rows.count * cellHeight },
          0.5,
          1,
          theme.mutedForeground,
        );
        outline({ left: column, top: row.top, width: cellWidth, height: cellHeight }, 0.5, 1.5, theme.foreground);
      }
    }
    if (isShown(inspected)) outline(this.rectangleAt(inspected - rows.from), 1.5, 2, theme.focusBorder);
    if (isShown(current)) {
      context.setLineDash([3, 3]);
      outline(this.rectangleAt(current - rows.from), 1.5, 2, theme.foreground);
      context.setLineDash([]);
    }
  }
}
