/** What a picture is seen on, whose exact colour is not known where it is made. */
export const pageShades = ["light", "dark"] as const;
export type PageShade = (typeof pageShades)[number];

/** A picture of numbers for where nothing but a PNG can be shown. It is clear where a number is zero. */
export interface WeightsPicture {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly page: PageShade;
  /** in CSS pixels, where it has as many of its own or more */
  readonly width: number;
  readonly height: number;
  /** its colours end at ±`limit`, a round number; 0 when all are zero */
  readonly limit: number;
  /** how many of its finite numbers are larger than that */
  readonly beyond: number;
  readonly notANumber: number;
  readonly infinite: number;
}

/** What some neurons' picture shows of them. */
export interface DrawnNeurons {
  readonly picture: WeightsPicture;
  /** neurons in it */
  readonly count: number;
}

/** What a tensor's picture shows of it. */
export interface DrawnTensor {
  readonly picture: WeightsPicture;
  /** of its last two dimensions, from the first row on; at index 0 of all others */
  readonly rows: number;
  readonly columns: number;
  /** of a single row, drawn as bars: how many numbers each stands for, as the one of largest size; else null */
  readonly numbersInBar: number | null;
}

/** Some neurons that follow one another, by the tensor that has their weights. */
export interface NeuronRows {
  /** its index among the file's tensors */
  readonly tensor: number;
  /** whether it is [inputs, neurons]; else [neurons, inputs] */
  readonly isTransposed: boolean;
  readonly first: number;
  /** at most; fewer are drawn where each has very many inputs */
  readonly count: number;
}

/** A neuron's weights as a small PNG for each shade of page. */
export type NeuronIcon = Readonly<Record<PageShade, Uint8Array<ArrayBuffer>>>;
