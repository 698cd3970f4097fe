import { pictureSideOf } from "../protocol/pictureSide.ts";
import type { DrawnNeurons, NeuronIcon, NeuronRows, PageShade } from "../protocol/weightsPicture.ts";
import { readSlice } from "../weights/tensors/tensorSlice.ts";
import type { StoredTensor } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import { neuronIcon } from "./neuronIcon.ts";
import { PaintedPicture } from "./paintedPicture.ts";
import { pictureLimit } from "./pictureLimit.ts";

/** Of all neurons together, in CSS pixels: no wider than a hover is, no higher than one has room for. */
const mostWidth = 480;
const mostHeight = 120;
/** Pixels that a weight is drawn with, across and down, at most. */
const mostScale = 3;
/** Of neurons that have more weights together, several share a pixel: their picture has to fit into a hover's text. */
const mostDrawn = 2 ** 15;
/** Of an icon. */
const mostIconSide = 56;
const gap = 4;
/** Weights read at once at most, 4 MB: nobody waits longer for a picture. */
const mostWeights = 2 ** 20;

/**
 * Draws what each of some neurons looks for: its weights as a square picture, one beside the other, on one scale. Yields
 * while it reads the share that is done.
 *
 * @throws {WeightsFileError} when these are no neurons of the tensor, or their inputs are no picture
 */
export function* drawNeurons(tensor: StoredTensor, rows: NeuronRows, page: PageShade): Generator<number, DrawnNeurons> {
  const { weights, side, count } = yield* readNeurons(tensor, rows);
  const limit = pictureLimit(weights);
  const weightsInEach = Math.ceil(side / Math.floor(Math.sqrt(mostDrawn / count)));
  const cellSide = Math.ceil(side / weightsInEach);
  const { across, down, room } = arranged(count);
  const shownSide = Math.min(room, cellSide * mostScale);
  const scale = Math.ceil(shownSide / cellSide);
  const pitch = cellSide * scale + gap;
  const picture = new PaintedPicture(across * pitch - gap + 2, down * pitch - gap + 2, limit, page);
  for (let neuron = 0; neuron < count; neuron++) {
    const own = weights.subarray(neuron * side * side, (neuron + 1) * side * side);
    const [left, top] = [1 + (neuron % across) * pitch, 1 + Math.floor(neuron / across) * pitch];
    picture.paint(thinned(own, side, weightsInEach), cellSide, left, top, scale);
  }
  const shown = picture.finish(weights);
  const shrink = Math.min(1, mostWidth / shown.width, mostHeight / shown.height);
  const [width, height] = [Math.round(shown.width * shrink), Math.round(shown.height * shrink)];
  return { picture: { ...shown, width, height }, count };
}

interface Arrangement {
  readonly across: number;
  readonly down: number;
  /** for each side of a neuron's picture, in CSS pixels */
  readonly room: number;
}

/** As large as they can be, in as few rows as do not make them much smaller: 10 are two rows of five, 16 two of eight. */
function arranged(count: number): Arrangement {
  const ways = Array.from({ length: count }, (_, row): Arrangement => {
    const across = Math.ceil(count / (row + 1));
    const down = Math.ceil(count / across);
    const room = Math.floor(Math.min((mostWidth + gap) / across, (mostHeight + gap) / down)) - gap;
    return { across, down, room };
  });
  const most = Math.max(...ways.map(({ room }) => room));
  return ways.find(({ room }) => room >= 0.9 * most) ?? ways[0];
}

/**
 * Draws each of some neurons for itself, small, on a scale of its own.
 *
 * @throws {WeightsFileError} as {@link drawNeurons} does
 */
export function* drawNeuronIcons(tensor: StoredTensor, rows: NeuronRows): Generator<number, NeuronIcon[]> {
  const { weights, side, count } = yield* readNeurons(tensor, rows);
  const weightsInEach = Math.ceil(side / mostIconSide);
  return Array.from({ length: count }, (_, neuron) => {
    return neuronIcon(thinned(weights.subarray(neuron * side * side, (neuron + 1) * side * side), side, weightsInEach));
  });
}

interface ReadNeurons {
  /** [count, side²] */
  readonly weights: Float32Array;
  readonly side: number;
  readonly count: number;
}

function* readNeurons(
  tensor: StoredTensor,
  { isTransposed, first, count }: NeuronRows,
): Generator<number, ReadNeurons> {
  const inputs = tensor.shape[isTransposed ? 0 : 1];
  const side = tensor.shape.length === 2 ? pictureSideOf(inputs) : null;
  if (side === null) {
    const found = `found the shape ${JSON.stringify(tensor.shape)}`;
    throw new WeightsFileError(tensor.name, `expected neurons whose inputs are a square picture, ${found}.`);
  }
  const rows = Math.min(count, Math.max(1, Math.floor(mostWeights / inputs)));
  const { values } = yield* readSlice(tensor, {
    rowDimension: isTransposed ? 1 : 0,
    columnDimension: isTransposed ? 0 : 1,
    at: [0, 0],
    firstRow: first,
    firstColumn: 0,
    rows,
    columns: inputs,
    mostRows: rows,
    mostColumns: inputs,
  });
  return { weights: values, side, count: rows };
}

/** Of each square of `inEach` × `inEach` weights the one of largest size; what is no number wins. */
function thinned(weights: Float32Array, side: number, inEach: number): Float32Array {
  if (inEach === 1) return weights;
  const cellSide = Math.ceil(side / inEach);
  const cell = new Float32Array(cellSide * cellSide);
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const place = Math.floor(row / inEach) * cellSide + Math.floor(column / inEach);
      const weight = weights[row * side + column];
      if (Number.isNaN(cell[place])) continue;
      if (!(Math.abs(weight) <= Math.abs(cell[place]))) cell[place] = weight;
    }
  }
  return cell;
}
