import { numberCount } from "../../extension/protocol/numberCount.ts";
import { bytesOfDtype, bytesText, shapeText } from "../../extension/protocol/weightsInWords.ts";
import type { TensorForm, TensorStatistics } from "../../extension/protocol/weightsSummary.ts";
import { valueText } from "../tensors/valueText.ts";
import type { TableColumn } from "../tensors/virtualTable.ts";

/** A tensor as a line of the table. */
export interface TensorRow extends TensorForm {
  /** its place in the file */
  readonly index: number;
  /** numbers it holds */
  readonly count: number;
  /** null where its dtype does not say */
  readonly byteLength: number | null;
  /** null before they were taken, or where its numbers cannot be read */
  statistics: TensorStatistics | null;
  /** why its numbers cannot be read; null as far as is known */
  refusal: string | null;
}

export function tensorRows(tensors: readonly TensorForm[]): TensorRow[] {
  return tensors.map((tensor, index) => {
    const count = numberCount(tensor.shape);
    const bytesOfEach = bytesOfDtype(tensor.dtype);
    const byteLength = bytesOfEach === null ? null : count * bytesOfEach;
    return { ...tensor, index, count, byteLength, statistics: null, refusal: null };
  });
}

/** Those in whose name, shape or dtype every word of a text is found, whatever its case. */
export function filteredRows(rows: readonly TensorRow[], text: string): readonly TensorRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const searched = `${row.name} ${shapeText(row.shape)} ${row.shape.join("x")} ${row.dtype}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  });
}

export const tensorColumns: readonly TableColumn<TensorRow>[] = [
  {
    id: "name",
    title: "Name",
    widthCssPixels: 104,
    mostCssPixels: 240,
    isName: true,
    isNumber: false,
    text: ({ name }) => name,
    compare: (one, other) => byName.compare(one.name, other.name),
  },
  {
    id: "shape",
    title: "Shape",
    explanation: "Sizes of its dimensions, the slowest first",
    widthCssPixels: 62,
    mostCssPixels: 100,
    rank: 1,
    isNumber: false,
    text: ({ shape }) => (shape.length === 0 ? "number" : shape.join("×")),
    compare: (one, other) => one.count - other.count || one.shape.length - other.shape.length,
  },
  {
    id: "dtype",
    title: "Type",
    explanation: "Its dtype: what kind of number, and of how many bits",
    widthCssPixels: 54,
    rank: 2,
    isNumber: false,
    text: ({ dtype }) => dtype,
    compare: (one, other) => byName.compare(one.dtype, other.dtype),
  },
  {
    id: "size",
    title: "Size",
    widthCssPixels: 66,
    rank: 3,
    isNumber: true,
    text: ({ byteLength }) => (byteLength === null ? "–" : bytesText(byteLength)),
    compare: (one, other) => (one.byteLength ?? 0) - (other.byteLength ?? 0),
    comesLast: ({ byteLength }) => byteLength === null,
  },
  statisticColumn("min", "Min", 4, "Least of its finite numbers", ({ min }) => min),
  statisticColumn("max", "Max", 5, "Greatest of its finite numbers", ({ max }) => max),
  statisticColumn("mean", "Mean", 7, "Mean of its finite numbers", ({ mean }) => mean),
  statisticColumn(
    "deviation",
    "Deviation",
    8,
    "How far from the mean they are: √mean((x − mean)²)",
    (s) => s.deviation,
  ),
  statisticColumn("zeros", "Zeros", 9, "Share of its numbers that are 0", (s) => shareOf(s.zeros, s), shareText),
  statisticColumn(
    "nonFinite",
    "NaN, ∞",
    6,
    "Numbers that are not a number, or infinite",
    ({ notANumber, infinite }) => notANumber + infinite,
    (count) => count.toLocaleString("en-US"),
  ),
];

/** 0.123 → `12.3 %`; what is not none is not written as none. */
export function shareText(share: number): string {
  if (share === 0 || share === 1) return `${share * 100}\u202f%`;
  if (share < 0.0005) return "<\u202f0.1\u202f%";
  return share > 0.9995 ? ">\u202f99.9\u202f%" : `${(share * 100).toFixed(1)}\u202f%`;
}

/** Names as people count: layer 2 before layer 10. */
const byName = new Intl.Collator("en", { numeric: true });

function statisticColumn(
  id: string,
  title: string,
  rank: number,
  explanation: string,
  value: (statistics: TensorStatistics) => number | null,
  textOf: (value: number) => string = (number) => valueText(number, 3),
): TableColumn<TensorRow> {
  const numberOf = ({ statistics }: TensorRow) => (statistics === null ? null : value(statistics));
  return {
    id,
    title,
    explanation,
    widthCssPixels: title.length > 6 ? 86 : 72,
    rank,
    isNumber: true,
    text: (row) => {
      const number = numberOf(row);
      if (number !== null) return textOf(number);
      return row.statistics === null && row.refusal === null ? "…" : "–";
    },
    compare: (one, other) => (numberOf(one) ?? 0) - (numberOf(other) ?? 0),
    comesLast: (row) => numberOf(row) === null,
  };
}

function shareOf(part: number, { count }: TensorStatistics): number | null {
  return count === 0 ? null : part / count;
}
