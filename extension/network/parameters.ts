/** Single precision where a kernel made the numbers or a file holds them, double in the reference. */
export type Floats = Float32Array | Float64Array;

/** What a layer has learnt. Layer l of a network is entry l − 1 of its parameters: the input layer has none. */
export interface LayerParameters {
  /** row-major, [size, previousSize]: entry j · previousSize + k weighs what neuron k of the previous layer says to neuron j. */
  readonly weights: Floats;
  /** [size] */
  readonly biases: Floats;
}

/** All that a network has learnt, the first layer after the input first. */
export type Parameters = readonly LayerParameters[];
