import { numberCount } from "../../protocol/numberCount.ts";
import type { ComparedHistograms, LargestChange, TensorDifference } from "../../protocol/weightsComparison.ts";
import { pieces } from "../tensors/tensorPieces.ts";
import type { StoredTensor } from "../weightsFile.ts";

const histogramBins = 64;

/**
 * Goes through two tensors of one shape twice: for the lengths, then for the histograms, whose range must be known first.
 *
 * @returns gives the share that is done, 0…1, after each piece; at the end what was found
 */
export function* compareTensors(a: StoredTensor, b: StoredTensor): Generator<number, TensorDifference> {
  const count = numberCount(a.shape);
  const totals = new Totals();
  for (const { from, length } of pieces(count)) {
    totals.add(from, a.read(from, length), b.read(from, length));
    yield (0.5 * (from + length)) / count;
  }
  const { least, most } = totals;
  const histograms = least <= most ? emptyHistograms(least, most) : null;
  if (histograms !== null) {
    for (const { from, length } of pieces(count)) {
      countInBins(histograms, a.read(from, length), b.read(from, length));
      yield 0.5 + (0.5 * (from + length)) / count;
    }
  }
  return { ...totals.inWhole(a.shape), histograms };
}

/** Sums over all places where both numbers are finite. Each piece is summed by itself, which keeps the sums exact enough. */
class Totals {
  #count = 0;
  #equal = 0;
  #notFinite = 0;
  #notFiniteInA = 0;
  #notFiniteInB = 0;
  #squaresOfA = 0;
  #squaresOfB = 0;
  #squaresOfChange = 0;
  #products = 0;
  #largest: { readonly place: number; readonly a: number; readonly b: number } | undefined;
  #largestSize = 0;
  /** of A, B and B − A together */
  least = Number.POSITIVE_INFINITY;
  most = Number.NEGATIVE_INFINITY;

  /** @param from place of the first numbers */
  add(from: number, a: ArrayLike<number>, b: ArrayLike<number>): void {
    let [squaresOfA, squaresOfB, squaresOfChange, products] = [0, 0, 0, 0];
    let { least, most } = this;
    for (let k = 0; k < a.length; k++) {
      const [ofA, ofB] = [a[k], b[k]];
      if (ofA === ofB || (Number.isNaN(ofA) && Number.isNaN(ofB))) this.#equal++;
      const change = ofB - ofA;
      if (!Number.isFinite(change)) {
        this.#notFinite++;
        if (!Number.isFinite(ofA)) this.#notFiniteInA++;
        if (!Number.isFinite(ofB)) this.#notFiniteInB++;
        continue;
      }
      squaresOfA += ofA * ofA;
      squaresOfB += ofB * ofB;
      squaresOfChange += change * change;
      products += ofA * ofB;
      least = Math.min(least, ofA, ofB, change);
      most = Math.max(most, ofA, ofB, change);
      const size = Math.abs(change);
      if (size > this.#largestSize) {
        this.#largestSize = size;
        this.#largest = { place: from + k, a: ofA, b: ofB };
      }
    }
    this.#count += a.length;
    this.#squaresOfA += squaresOfA;
    this.#squaresOfB += squaresOfB;
    this.#squaresOfChange += squaresOfChange;
    this.#products += products;
    this.least = least;
    this.most = most;
  }

  inWhole(shape: readonly number[]): Omit<TensorDifference, "histograms"> {
    const lengthA = Math.sqrt(this.#squaresOfA);
    const lengthB = Math.sqrt(this.#squaresOfB);
    const lengthOfChange = Math.sqrt(this.#squaresOfChange);
    // Rounding may carry it a little beyond.
    const cosine = finite(Math.max(-1, Math.min(1, this.#products / (lengthA * lengthB))));
    const largest: LargestChange | null = this.#largest
      ? { at: indexOf(this.#largest.place, shape), a: this.#largest.a, b: this.#largest.b }
      : null;
    return {
      count: this.#count,
      equal: this.#equal,
      notFinite: this.#notFinite,
      notFiniteInA: this.#notFiniteInA,
      notFiniteInB: this.#notFiniteInB,
      lengthA,
      lengthB,
      lengthOfChange,
      relativeChange: finite(lengthOfChange / lengthA),
      cosine,
      largest,
    };
  }
}

function finite(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}

/** A place in row-major order as an index in each dimension. */
function indexOf(place: number, shape: readonly number[]): number[] {
  const at: number[] = [];
  let left = place;
  for (const size of shape.toReversed()) {
    at.unshift(left % size);
    left = Math.floor(left / size);
  }
  return at;
}

interface GrowingHistograms extends ComparedHistograms {
  readonly a: number[];
  readonly b: number[];
  readonly change: number[];
}

function emptyHistograms(least: number, most: number): GrowingHistograms {
  const bins = () => Array<number>(histogramBins).fill(0);
  return { least, most, a: bins(), b: bins(), change: bins() };
}

function countInBins(histograms: GrowingHistograms, a: ArrayLike<number>, b: ArrayLike<number>): void {
  const { least, most } = histograms;
  // Halved before they are taken from each other: the whole range may be beyond the largest number.
  const halfRange = most / 2 - least / 2;
  const binOf = (number: number) => {
    const share = halfRange > 0 ? (number / 2 - least / 2) / halfRange : 0;
    return Math.min(histogramBins - 1, Math.floor(share * histogramBins));
  };
  for (let k = 0; k < a.length; k++) {
    const change = b[k] - a[k];
    if (!Number.isFinite(change)) continue;
    histograms.a[binOf(a[k])]++;
    histograms.b[binOf(b[k])]++;
    histograms.change[binOf(change)]++;
  }
}
