import type { OpenedComparison } from "../../extension/protocol/compareMessages.ts";
import { pairName, percentInWords } from "../../extension/protocol/comparisonInWords.ts";
import { numberText } from "../../extension/protocol/numberText.ts";
import type { TensorDifference, TensorPair } from "../../extension/protocol/weightsComparison.ts";
import { type TableColumn, VirtualTable } from "../tensors/virtualTable.ts";
import { type CompareState, comparedPair, layerCountOf } from "./compareState.ts";

/** A row: a pair of tensors, or a tensor of one side alone. */
export interface PairRow {
  readonly key: string;
  /** its place in the outline; null for a tensor of one side alone */
  readonly pair: number | null;
  readonly name: string;
  readonly shape: string;
  readonly difference: TensorDifference | null;
  /** why there is no difference, in few words; null when there is one, or none yet */
  readonly lack: string | null;
  /** of the largest relative change in the table, 0…1 */
  readonly share: number;
}

type FigureOf = (difference: TensorDifference) => number | null;

const columns: readonly TableColumn<PairRow>[] = [
  {
    id: "name",
    title: "Tensor",
    widthCssPixels: 166,
    isNumber: false,
    text: ({ name }) => name,
    compare: (one, other) => one.name.localeCompare(other.name, "en", { numeric: true }),
  },
  {
    id: "shape",
    title: "Shape",
    widthCssPixels: 96,
    isNumber: false,
    text: ({ shape }) => shape,
    compare: (one, other) => one.shape.localeCompare(other.shape, "en", { numeric: true }),
  },
  {
    ...figure("change", "Change", "How long the change is, as a share of A: ‖B − A‖ / ‖A‖", 114, changeOf),
    text: ({ difference, lack }) => lack ?? (difference === null ? "…" : changeText(difference)),
    barShare: ({ share }) => share,
  },
  figure(
    "cosine",
    "Cosine",
    "Of the angle between A and B: 1 is the same direction",
    74,
    ({ cosine }) => cosine,
    (value) => numberText(value, 4),
  ),
  figure(
    "largest",
    "Largest",
    "The largest change of a single number",
    70,
    ({ largest }) => (largest === null ? 0 : Math.abs(largest.b - largest.a)),
    (value) => value.toPrecision(3),
  ),
  figure("equal", "Equal", "Numbers that are the same in both", 62, ({ equal, count }) => equal / Math.max(1, count)),
];

/** The tensors that are held against each other, and those that have no partner, in a table. */
export class PairTable {
  readonly #table: VirtualTable<PairRow>;

  /** @param selected told of the pair that was chosen */
  constructor(selected: (pair: number) => void) {
    this.#table = new VirtualTable<PairRow>({
      id: "pairs",
      name: "Tensors and how they changed",
      columns,
      key: ({ key }) => key,
      selected: ({ pair }) => {
        if (pair !== null) selected(pair);
      },
      orderChanged: () => undefined,
    });
  }

  get element(): HTMLElement {
    return this.#table.element;
  }

  update(state: CompareState, isReordered: boolean, chosen: number | null): void {
    this.#table.setRows(rowsOf(state, isReordered));
    this.#table.select(chosen === null ? null : `pair ${chosen}`);
  }
}

/** The table's rows, the pairs first, in the outline's order. */
function rowsOf(state: CompareState, isReordered: boolean): PairRow[] {
  const { comparison } = state;
  if (comparison === null) return [];
  const layerCount = layerCountOf(state);
  const rows = comparison.outline.pairs.map((pair, place): PairRow => {
    const compared = comparedPair(state, place, isReordered);
    const lack = pair.problem !== null || compared?.problem ? otherForm(comparison, pair) : null;
    return {
      key: `pair ${place}`,
      pair: place,
      name: nameOf(comparison, pair, layerCount),
      shape: pair.shape.join(" × "),
      difference: compared?.difference ?? null,
      lack,
      share: 0,
    };
  });
  const most = Math.max(0, ...rows.map(({ difference }) => (difference && changeOf(difference)) ?? 0));
  const withShares = rows.map((row) => {
    const change = (row.difference && changeOf(row.difference)) ?? 0;
    return { ...row, share: most > 0 ? change / most : 0 };
  });
  return [...withShares, ...loneRows(comparison, "a"), ...loneRows(comparison, "b")];
}

/** A pair's name in words, with its name in the files where that says more. */
export function nameOf(comparison: OpenedComparison, pair: TensorPair, layerCount: number | null): string {
  return pairName(pair, comparison.a.tensors[pair.a].name, layerCount);
}

/** "30 × 784 in B", or that what differs is not the shape */
function otherForm({ b }: OpenedComparison, pair: TensorPair): string {
  const { shape } = b.tensors[pair.b];
  const shapeOfB = (pair.isTurnedInB ? shape.toReversed() : shape).join(" × ");
  return shapeOfB === pair.shape.join(" × ") ? "other form" : `${shapeOfB} in B`;
}

function loneRows(comparison: OpenedComparison, side: "a" | "b"): PairRow[] {
  const places = side === "a" ? comparison.outline.onlyInA : comparison.outline.onlyInB;
  return places.map((place) => {
    const { name, shape } = comparison[side].tensors[place];
    const lack = `only in ${side.toUpperCase()}`;
    return { key: `${side} ${place}`, pair: null, name, shape: shape.join(" × "), difference: null, lack, share: 0 };
  });
}

function changeOf({ relativeChange, lengthOfChange }: TensorDifference): number | null {
  return lengthOfChange === 0 ? 0 : relativeChange;
}

function changeText(difference: TensorDifference): string {
  const change = changeOf(difference);
  // From nothing to something is no share of what was.
  if (change === null) return "from zero";
  if (change !== 0) return percentInWords(change);
  const { count, equal, notFinite } = difference;
  return notFinite === 0 || equal === count ? "none" : `${(count - equal).toLocaleString("en")} NaN or ∞`;
}

function figure(
  id: string,
  title: string,
  explanation: string,
  widthCssPixels: number,
  figureOf: FigureOf,
  textOf: (value: number) => string = percentInWords,
): TableColumn<PairRow> {
  const figureIn = ({ difference }: PairRow) => difference && figureOf(difference);
  return {
    id,
    title,
    explanation,
    widthCssPixels,
    isNumber: true,
    text: (row) => {
      const value = figureIn(row);
      return value === null ? "" : textOf(value);
    },
    compare: (one, other) => (figureIn(one) ?? 0) - (figureIn(other) ?? 0),
    comesLast: (row) => figureIn(row) === null,
  };
}
