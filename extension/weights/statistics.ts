import type { TensorStatistics } from "../protocol/weightsSummary.ts";
import type { Numbers } from "./numbers.ts";
import type { StoredTensor } from "./weightsFile.ts";

/**
 * Goes through all of a tensor, twice: for the counts, the least, the greatest and the mean, then for what is measured
 * from these. A tensor of one piece is read once.
 *
 * It yields after each piece of {@link numbersInPiece} the share that is done, 0…1, so that others get a turn.
 *
 * @throws {WeightsFileError} when its numbers cannot be read
 */
export function* takeStatistics(tensor: StoredTensor): Generator<number, TensorStatistics> {
  const count = countOf(tensor);
  const whole = count <= numbersInPiece ? tensor.read(0, count) : undefined;
  const piecesOf = () => pieces(tensor, count, whole);

  const tally = new Tally();
  for (const [numbers, share] of piecesOf()) {
    tally.add(numbers);
    yield share / 2;
  }
  const { notANumber, infinite, zeros, min, max, finite } = tally;
  if (finite === 0) {
    const none = { min: null, max: null, mean: null, deviation: null, histogram: [] };
    return { count, ...none, zeros, notANumber, infinite };
  }
  const mean = tally.mean;
  const spread = new Spread(min, max, mean);
  for (const [numbers, share] of piecesOf()) {
    spread.add(numbers);
    yield (1 + share) / 2;
  }
  const { deviation, histogram } = spread;
  return { count, min, max, mean, deviation, zeros, notANumber, infinite, histogram };
}

/** Read at once: a megabyte of single precision. */
const numbersInPiece = 2 ** 18;
const histogramBins = 64;

/** How many numbers a tensor of this shape has: 1 for a single number's, []. */
export function countOf({ shape }: Pick<StoredTensor, "shape">): number {
  return shape.reduce((product, size) => product * size, 1);
}

function* pieces(tensor: StoredTensor, count: number, whole: Numbers | undefined): Generator<[Numbers, share: number]> {
  if (whole) {
    if (count > 0) yield [whole, 1];
    return;
  }
  for (let from = 0; from < count; from += numbersInPiece) {
    const end = Math.min(count, from + numbersInPiece);
    yield [tensor.read(from, end - from), end / count];
  }
}

/** What the first pass counts. */
class Tally {
  zeros = 0;
  notANumber = 0;
  infinite = 0;
  finite = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  readonly #sum = new CompensatedSum();
  /** of numbers so large that their sum might overflow, scaled down */
  readonly #hugeSum = new CompensatedSum();

  add(numbers: Numbers): void {
    for (let i = 0; i < numbers.length; i++) {
      const x = numbers[i];
      const size = Math.abs(x);
      if (!(size <= Number.MAX_VALUE)) {
        if (Number.isNaN(x)) this.notANumber++;
        else this.infinite++;
        continue;
      }
      this.finite++;
      if (x === 0) this.zeros++;
      if (x < this.min) this.min = x;
      if (x > this.max) this.max = x;
      if (size < hugeSize) this.#sum.add(x);
      else this.#hugeSum.add(x * hugeScale);
    }
  }

  /** of the finite numbers, of which there are some */
  get mean(): number {
    const mean = this.#sum.value / this.finite + this.#hugeSum.value / this.finite / hugeScale;
    // Rounding may carry it past the numbers that it is the mean of.
    return Math.min(this.max, Math.max(this.min, mean));
  }
}

/** Above this a sum of 2⁶⁴ numbers may be no number of double precision. */
const hugeSize = 2 ** 900;
const hugeScale = 2 ** -100;

/** Adds up what is lost to rounding beside the sum itself. @see Neumaier (1974), an improvement on Kahan's algorithm */
class CompensatedSum {
  #sum = 0;
  #lost = 0;

  add(x: number): void {
    const next = this.#sum + x;
    this.#lost += Math.abs(this.#sum) >= Math.abs(x) ? this.#sum - next + x : x - next + this.#sum;
    this.#sum = next;
  }

  get value(): number {
    return this.#sum + this.#lost;
  }
}

/** What the second pass measures from the least, the greatest and the mean. */
class Spread {
  readonly histogram: number[];
  readonly #min: number;
  readonly #mean: number;
  /** by which numbers are made smaller, where their range were else infinite */
  readonly #scale: number;
  /** of the scaled numbers */
  readonly #range: number;
  /** of squares of distances from the mean, each a share of the range: none of them overflows or vanishes */
  #squares = 0;
  #finite = 0;

  constructor(min: number, max: number, mean: number) {
    this.#scale = Number.isFinite(max - min) ? 1 : 0.5;
    this.#min = min * this.#scale;
    this.#mean = mean * this.#scale;
    this.#range = max * this.#scale - this.#min;
    this.histogram = new Array<number>(this.#range === 0 ? 1 : histogramBins).fill(0);
  }

  add(numbers: Numbers): void {
    const { histogram } = this;
    const last = histogram.length - 1;
    const range = this.#range || 1;
    let squares = 0;
    for (let i = 0; i < numbers.length; i++) {
      const x = numbers[i] * this.#scale;
      if (!(Math.abs(x) <= Number.MAX_VALUE)) continue;
      this.#finite++;
      const distance = (x - this.#mean) / range;
      squares += distance * distance;
      histogram[Math.min(last, Math.floor(((x - this.#min) / range) * histogram.length))]++;
    }
    this.#squares += squares;
  }

  get deviation(): number {
    return (Math.sqrt(this.#squares / this.#finite) * this.#range) / this.#scale;
  }
}
