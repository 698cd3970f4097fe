import type { ActivationName } from "../../extension/network/networkShape.ts";
import { decimalsFor, numberText, signedText } from "../../extension/protocol/numberText.ts";
import { activationScale } from "../drawings/activationRange.ts";
import { Glide } from "../drawings/glide.ts";
import { Legend } from "../drawings/legend.ts";
import { SmoothLimit } from "../drawings/smoothLimit.ts";
import { Tooltip } from "../drawings/tooltip.ts";
import { element, writeText } from "../element.ts";
import { type InputGrid, inputGrid } from "../inputGrid.ts";
import { InputPicture } from "./inputPicture.ts";

/** What the pictures show. */
export interface Inputs {
  /** w, [previousSize] */
  readonly weights: Float32Array;
  /** a of the previous layer, [previousSize] */
  readonly activations: Float32Array;
  /** what the previous layer does with its weighted sums; null for pixels */
  readonly activationName: ActivationName | null;
  /** w·a, [previousSize] */
  readonly carried: Float64Array;
  /** "row 12, column 7" or "1.3" */
  nameOf(input: number): string;
  /** whether an input is a neuron that can be asked in its turn */
  readonly areNeurons: boolean;
}

/** Between pictures, for × and =; and for both where the picture between them is left out. */
const signWidthCssPixels = 18;
const joinedSignWidthCssPixels = 44;
/** Three pictures narrower than this are harder to read than two. */
const leastWidthOfThree = 84;
const mostWidth = 168;

/**
 * The sum as pictures: weights × activations = what each connection carries. Where there is no room for three, the
 * activations, which the panel shows elsewhere too, are left out.
 */
export class InputPictures {
  readonly element: HTMLElement;
  readonly #weights = new InputPicture("diverging");
  readonly #activations = new InputPicture("sequential");
  readonly #carried = new InputPicture("diverging");
  readonly #weightLegend = new Legend("w", "diverging");
  readonly #activationLegend = new Legend("a", "sequential");
  readonly #carriedLegend = new Legend("w·a", "diverging");
  readonly #weightLimit = new SmoothLimit();
  readonly #activationLimit = new SmoothLimit();
  readonly #carriedLimit = new SmoothLimit();
  readonly #glide = new Glide([this.#weightLimit, this.#activationLimit, this.#carriedLimit], () => this.#draw());
  readonly #equation: HTMLElement;
  readonly #middle: readonly HTMLElement[];
  readonly #equals = element("span", { class: "neuron-sign", "aria-hidden": "true" });
  readonly #tooltip = new Tooltip();
  readonly #listening = new AbortController();
  readonly #resizeObserver = new ResizeObserver(() => this.#fit());
  readonly #pointed: (input: number | null) => void;
  #grid: InputGrid = { rows: 1, columns: 1 };
  #inputs: Inputs | undefined;
  #marked: number | null = null;

  /**
   * @param pointed told which input is under the pointer; null for none
   * @param inspect told which input, a neuron, is clicked
   */
  constructor(pointed: (input: number | null) => void, inspect: (input: number) => void) {
    this.#pointed = pointed;
    const figure = (picture: InputPicture, caption: HTMLElement) =>
      element("figure", { class: "neuron-picture" }, picture.element, caption);
    const activations = figure(this.#activations, element("figcaption", {}, "activations a"));
    const times = element("span", { class: "neuron-sign", "aria-hidden": "true" }, "×");
    this.#middle = [times, activations];
    this.#equation = element(
      "div",
      { class: "neuron-equation" },
      figure(this.#weights, element("figcaption", {}, "weights w")),
      times,
      activations,
      this.#equals,
      figure(this.#carried, element("figcaption", {}, "w·a")),
    );
    this.element = element(
      "div",
      {},
      this.#equation,
      element(
        "div",
        { class: "neuron-legends" },
        this.#weightLegend.element,
        this.#activationLegend.element,
        this.#carriedLegend.element,
      ),
    );
    for (const picture of [this.#weights, this.#activations, this.#carried]) this.#listen(picture, inspect);
    this.#resizeObserver.observe(this.element);
  }

  show(inputs: Inputs, marked: number | null): void {
    const grid = inputGrid(inputs.weights.length);
    const isOtherGrid = grid.rows !== this.#grid.rows || grid.columns !== this.#grid.columns;
    if (isOtherGrid || inputs.areNeurons !== this.#inputs?.areNeurons) {
      this.#weightLimit.reset();
      this.#activationLimit.reset();
      this.#carriedLimit.reset();
    }
    if (inputs.activationName !== this.#inputs?.activationName) {
      const scaleName = activationScale(inputs.activationName);
      this.#activations.scaleName = scaleName;
      this.#activationLegend.scaleName = scaleName;
    }
    this.#inputs = inputs;
    this.#marked = marked;
    this.#grid = grid;
    if (isOtherGrid) this.#fit();
    this.element.classList.toggle("can-inspect", inputs.areNeurons);
    const nowMs = performance.now();
    this.#weightLimit.show(largest(inputs.weights), nowMs);
    this.#carriedLimit.show(largest(inputs.carried), nowMs);
    // Only ReLU and its leaky sister go beyond 1.
    this.#activationLimit.show(Math.max(1, largest(inputs.activations)), nowMs);
    this.#draw();
  }

  /** Points one input out in all pictures. */
  mark(input: number | null): void {
    if (input === this.#marked) return;
    this.#marked = input;
    this.#draw();
  }

  dispose(): void {
    this.#glide.dispose();
    this.#listening.abort();
    this.#resizeObserver.disconnect();
    this.#tooltip.dispose();
    for (const part of [this.#weights, this.#activations, this.#carried]) part.dispose();
    this.#weightLegend.dispose();
    this.#activationLegend.dispose();
    this.#carriedLegend.dispose();
  }

  #listen(picture: InputPicture, inspect: (input: number) => void): void {
    const { signal } = this.#listening;
    const inputOf = (event: MouseEvent) => picture.inputAt(event.offsetX, event.offsetY);
    picture.element.addEventListener(
      "pointermove",
      (event) => {
        const input = inputOf(event);
        this.#pointed(input);
        if (input === null || !this.#inputs) this.#tooltip.hide();
        else this.#tooltip.show(this.#words(this.#inputs, input), event.clientX, event.clientY);
      },
      { signal },
    );
    picture.element.addEventListener(
      "pointerleave",
      () => {
        this.#pointed(null);
        this.#tooltip.hide();
      },
      { signal },
    );
    picture.element.addEventListener(
      "click",
      (event) => {
        const input = inputOf(event);
        if (input !== null && this.#inputs?.areNeurons) inspect(input);
      },
      { signal },
    );
  }

  #words({ weights, activations, carried, nameOf }: Inputs, input: number): string[] {
    return [
      nameOf(input),
      `w = ${signedText(weights[input], decimalsFor(this.#weightLimit.limit) + 1)}`,
      `a = ${numberText(activations[input])}`,
      `w·a = ${signedText(carried[input], decimalsFor(this.#carriedLimit.limit) + 1)}`,
    ];
  }

  /** As large as there is room for, a whole number of device pixels for each input. */
  #fit(): void {
    const room = this.element.clientWidth;
    if (room === 0) return;
    const widthOfThree = (room - 2 * signWidthCssPixels) / 3;
    const hasMiddle = widthOfThree >= leastWidthOfThree;
    for (const part of this.#middle) part.hidden = !hasMiddle;
    this.#activationLegend.element.hidden = !hasMiddle;
    writeText(this.#equals, hasMiddle ? "=" : "× a =");
    const ratio = window.devicePixelRatio;
    const { rows, columns } = this.#grid;
    const widest = Math.min(mostWidth, hasMiddle ? widthOfThree : (room - joinedSignWidthCssPixels) / 2);
    const cell = Math.max(1, Math.floor((widest * ratio) / Math.max(rows, columns))) / ratio;
    for (const picture of [this.#weights, this.#activations, this.#carried]) {
      picture.resize(columns * cell, rows * cell);
    }
  }

  #draw(): void {
    if (!this.#inputs) return;
    const { weights, activations, carried } = this.#inputs;
    this.#weights.show(weights, this.#grid, this.#weightLimit.limit, this.#marked);
    this.#activations.show(activations, this.#grid, this.#activationLimit.limit, this.#marked);
    this.#carried.show(carried, this.#grid, this.#carriedLimit.limit, this.#marked);
    this.#weightLegend.show(this.#weightLimit.limit);
    this.#activationLegend.show(this.#activationLimit.limit);
    this.#carriedLegend.show(this.#carriedLimit.limit);
    this.#glide.goOn();
  }
}

function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let k = 0; k < values.length; k++) most = Math.max(most, Math.abs(values[k]));
  return most;
}
