import type { WeightRows } from "../../extension/protocol/snapshot.ts";
import type { ChangeFlash } from "../drawings/changeFlash.ts";

/** Which of a layer's neurons stand out; null for none. */
export interface Marks {
  /** asked why, ringed */
  readonly inspected: number | null;
  /** where the keyboard is */
  readonly current: number | null;
  /** under the pointer */
  readonly pointed: WeightPlace | null;
}

/**
 * The numbers that have the diverging scale's last colour. A wide layer's weights are so much smaller than its biases
 * that one limit for both would leave them invisible.
 */
export interface Limits {
  readonly weight: number;
  readonly bias: number;
}

/** One number of a layer: a neuron's weight for an input, its bias, or, where `input` is null, the neuron as a whole. */
export interface WeightPlace {
  readonly neuron: number;
  readonly input: number | "bias" | null;
}

/** In CSS pixels from the drawing's left upper corner. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One way to draw the weights of one page of a layer. */
export interface WeightsDrawing {
  readonly element: HTMLCanvasElement;
  /** Takes as much of the room as it needs, in CSS pixels, and more height when it must. */
  fit(room: { readonly width: number; readonly height: number }): void;
  /** @param flash of the weights, [count · inputs] */
  show(rows: WeightRows, limits: Limits, marks: Marks, flash: ChangeFlash): void;
  placeAt(x: number, y: number): WeightPlace | null;
  /** @param index place of a neuron on its page, from 0 */
  rectangleAt(index: number): Rectangle;
  /** The place that an arrow key leads to: perhaps on another page, perhaps of a neuron that does not exist. */
  placeBeside(place: WeightPlace, key: ArrowKey): WeightPlace;
  dispose(): void;
}

export const arrowKeys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"] as const;
export type ArrowKey = (typeof arrowKeys)[number];
