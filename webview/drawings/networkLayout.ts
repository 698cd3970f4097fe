import { pictureSideOf } from "../../extension/protocol/pictureSide.ts";
import type { NeuronAddress } from "../../extension/protocol/snapshot.ts";

/** Where a layer's neurons are: in a grid of square cells, row by row; a column is a grid one cell wide. In CSS pixels. */
export interface LayerPlace {
  readonly count: number;
  readonly columns: number;
  readonly rows: number;
  readonly left: number;
  readonly top: number;
  /** side of a cell */
  readonly pitch: number;
}

/** Where everything of a network's picture is: layer 0, the pixels, at the left, the outputs at the right. */
export type NetworkLayout = readonly LayerPlace[];

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The room that a network has, in CSS pixels. */
export interface NetworkRoom {
  readonly width: number;
  readonly height: number;
  /** kept free over the layers, for their names */
  readonly headingHeight: number;
  /** kept free below them */
  readonly footHeight: number;
  /** kept free at the right of the outputs, for theirs */
  readonly outputLabelWidth: number;
}

/** A neuron smaller than this cannot be told from its neighbour in a column: its layer becomes a grid. */
const leastColumnPitch = 9.5;
const mostColumnPitch = 34;
const mostGridPitch = 20;
/** Room wanted between two layers, so that their connections' directions can be seen. */
const wantedGap = 36;
/** The share of what the picture leaves that is kept for gaps at most by grids, at least by columns. */
const gapShare = 0.5;
const margin = 6;

/**
 * Places the layers of a network: columns of neurons where they fit, else grids, with equal gaps between them. The outputs
 * are a column always.
 *
 * @param sizes neurons per layer, the inputs first: a square picture, or neurons like others
 */
export function layOutNetwork(sizes: readonly number[], room: NetworkRoom): NetworkLayout {
  const top = room.headingHeight;
  const height = Math.max(1, room.height - top - room.footHeight);
  const width = Math.max(1, room.width - room.outputLabelWidth - 2 * margin);
  const gaps = sizes.length - 1;
  const pictureShare = sizes.length > 5 ? 0.22 : 0.3;
  const side = pictureSideOf(sizes[0]);
  const pictureWidth = side === null ? mostColumnPitch : Math.max(28, Math.min(height, width * pictureShare, 300));
  const restWidth = width - pictureWidth;
  const columnPitch = Math.min(mostColumnPitch, ((1 - gapShare) * restWidth) / gaps);
  const gridWidth = Math.max(2, restWidth / gaps - Math.min(wantedGap, (gapShare * restWidth) / gaps));

  const shapes = sizes.map((count, layer) => {
    if (layer === 0 && side !== null) return { columns: side, rows: side, pitch: pictureWidth / side };
    const column = { columns: 1, rows: count, pitch: Math.min(columnPitch, height / count) };
    // The outputs' names and activations stand beside them, each in its neuron's row.
    if (column.pitch >= leastColumnPitch || layer === gaps) return column;
    const grid = gridShape(count, gridWidth, height);
    return grid.pitch > column.pitch ? grid : column;
  });
  const taken = shapes.reduce((sum, { columns, pitch }) => sum + columns * pitch, 0);
  const gap = Math.max(0, (width - taken) / gaps);
  let left = margin;
  return shapes.map(({ columns, rows, pitch }, layer) => {
    const place: LayerPlace = {
      count: sizes[layer],
      columns,
      rows,
      left,
      top: top + (height - rows * pitch) / 2,
      pitch,
    };
    left += columns * pitch + gap;
    return place;
  });
}

/** The middle of a neuron's cell. */
export function centreOf(layout: NetworkLayout, { layer, neuron }: NeuronAddress): Point {
  const { left, top, pitch, columns } = layout[layer];
  return { x: left + ((neuron % columns) + 0.5) * pitch, y: top + (Math.floor(neuron / columns) + 0.5) * pitch };
}

/** The neuron whose cell holds a point; a little beside a narrow column still is its neuron. */
export function neuronAt(layout: NetworkLayout, { x, y }: Point): NeuronAddress | null {
  for (const [layer, { left, top, pitch, columns, rows, count }] of layout.entries()) {
    const slack = columns === 1 ? Math.max(0, 8 - pitch / 2) : 0;
    if (x < left - slack || x >= left + columns * pitch + slack || y < top || y >= top + rows * pitch) continue;
    const column = Math.min(columns - 1, Math.max(0, Math.floor((x - left) / pitch)));
    const neuron = Math.floor((y - top) / pitch) * columns + column;
    if (neuron < count) return { layer, neuron };
  }
  return null;
}

/** The largest cells with which `count` neurons fit, in as few columns as these leave. */
function gridShape(count: number, width: number, height: number): { columns: number; rows: number; pitch: number } {
  let columns = 1;
  let pitch = 0;
  for (let candidate = 1; candidate <= count; candidate++) {
    const possible = Math.min(width / candidate, height / Math.ceil(count / candidate), mostGridPitch);
    if (possible > pitch) {
      columns = candidate;
      pitch = possible;
    }
    // Wider grids have smaller cells from here on.
    if (width / candidate < pitch) break;
  }
  return { columns, rows: Math.ceil(count / columns), pitch };
}
