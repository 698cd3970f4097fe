import { percentInWords } from "../../extension/protocol/comparisonInWords.ts";
import { numberText } from "../../extension/protocol/numberText.ts";
import type { TensorDifference } from "../../extension/protocol/weightsComparison.ts";
import { type TableColumn, VirtualTable } from "../tensors/virtualTable.ts";
import type { CompareState } from "./compareState.ts";
import { changeOf, type PairRow, PairRows } from "./pairRows.ts";

type FigureOf = (difference: TensorDifference) => number | null;

/** The tensors that are held against each other, and those that have no partner, in a table. */
export class PairTable {
  readonly #rows = new PairRows();
  readonly #table: VirtualTable<PairRow>;
  /** how much had been told when the rows were sorted last */
  #sortedAt = 0;

  /** @param selected told of the pair that was chosen */
  constructor(selected: (pair: number) => void) {
    this.#table = new VirtualTable<PairRow>({
      id: "pairs",
      name: "Tensors and how they changed",
      columns: columnsOf((row) => this.#rows.shareOf(row)),
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
    const news = this.#rows.update(state, isReordered);
    if (news === "rows") {
      this.#sortedAt = 0;
      this.#table.setRows(this.#rows.rows);
    } else if (news === "words") this.#table.refresh(this.#isToBeSorted(state));
    this.#table.select(chosen === null ? null : `pair ${chosen}`);
  }

  /** Very many rows that were sorted anew at each frame would take a time that grows with the square of their number. */
  #isToBeSorted({ compared }: CompareState): boolean {
    const told = compared?.told.length ?? 0;
    if (!compared?.areAll && told < this.#sortedAt * leastGrowth) return false;
    this.#sortedAt = told;
    return true;
  }
}

/** Of what is known, after which rows are sorted anew: those that are few are sorted at each. */
const leastGrowth = 17 / 16;

/** @param shareOf how long a row's bar is, 0…1 */
function columnsOf(shareOf: (row: PairRow) => number): readonly TableColumn<PairRow>[] {
  return [
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
      barShare: shareOf,
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
