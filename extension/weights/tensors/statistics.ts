import { numberCount } from "../../protocol/numberCount.ts";
import type { TensorStatistics } from "../../protocol/weightsSummary.ts";
import type { StoredTensor } from "../weightsFile.ts";
import type { Numbers } from "./numbers.ts";
import { numbersInPiece, pieces } from "./tensorPieces.ts";

/**
 * Goes through all of a tensor, twice: for the counts, the least, the greatest and the mean, then for what is measured
 * from these. A tensor of one piece is read once.
 *
 * It yields after each piece of {@link numbersInPiece} the share that is done, 0…1, so that others get a turn.
 *
 * @throws {WeightsFileError} when its numbers cannot be read
 */
export function* takeStatistics(tensor: StoredTensor): Generator<number, TensorStatistics> {
  const count = numberCount(tensor.shape);
  const whole = count <= numbersInPiece ? tensor.read(0, count) : undefined;

  const tally = new Tally();
  for (const { from, length } of pieces(count)) {
    tally.add(whole ?? tensor.read(from, length));
    yield (from + length) / count / 2;
  }
  const { notANumber, infinite, zeros, min, max, finite } = tally;
  if (finite === 0) {
    const none = { min: null, max: null, mean: null, deviation: null, histogram: [] };
    return { count, ...none, zeros, notANumber, infinite };
  }
  const mean = tally.mean;
  const spread = new Spread(min, max, mean);
  for (const { from, length } of pieces(count)) {
    spread.add(whole ?? tensor.read(from, length));
    yield (1 + (from + length) / count) / 2;
  }
  const { deviation, histogram } = spread;
  return { count, min, max, mean, deviation, zeros, notANumber, infinite, histogram };
}

const histogramBins = 64;

/** What the first pass counts. */
class Tally {
  zeros = 0;
  notANumber = 0;
  infinite = 0;
  finite = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #sum = 0;
  /** what the sum has lost to rounding */
  #lost = 0;
  /** of numbers so large that their sum might overflow, scaled down */
  #hugeSum = 0;

  add(numbers: Numbers): void {
    let [zeros, finite, min, max, sum, lost] = [0, 0, this.min, this.max, this.#sum, this.#lost];
    for (let i = 0; i < numbers.length; i++) {
      const x = numbers[i];
      const size = Math.abs(x);
      if (!(size < hugeSize)) {
        if (!(size <= Number.MAX_VALUE)) {
          if (Number.isNaN(x)) this.notANumber++;
          else this.infinite++;
          continue;
        }
        this.#hugeSum += x * hugeScale;
      } else {
        // The sum's rounding error, exactly: Knuth, The Art of Computer Programming, vol. 2, 4.2.2, theorem B.
        const next = sum + x;
        const added = next - sum;
        lost += sum - (next - added) + (x - added);
        sum = next;
      }
      finite++;
      if (x === 0) zeros++;
      if (x < min) min = x;
      if (x > max) max = x;
    }
    this.zeros += zeros;
    this.finite += finite;
    [this.min, this.max, this.#sum, this.#lost] = [min, max, sum, lost];
  }

  /** of the finite numbers, of which there are some */
  get mean(): number {
    const mean = (this.#sum + this.#lost) / this.finite + this.#hugeSum / this.finite / hugeScale;
    // Rounding may carry it past the numbers that it is the mean of.
    return Math.min(this.max, Math.max(this.min, mean));
  }
}

/** Above this a sum of 2⁶⁴ numbers may be no number of double precision. */
const hugeSize = 2 ** 900;
const hugeScale = 2 ** -100;

/** What the second pass measures from the least, the greatest and the mean. */
class Spread {
  readonly histogram: number[];
  readonly #min: number;
  readonly #mean: number;
  /** a power of two that brings the range of the numbers near 1: no square of a distance overflows or vanishes */
  readonly #scale: number;
  /** of the scaled numbers */
  readonly #range: number;
  /** of squares of the scaled numbers' distances from the mean */
  #squares = 0;
  #finite = 0;

  constructor(min: number, max: number, mean: number) {
    const halfRange = max / 2 - min / 2;
    this.#scale = halfRange === 0 ? 1 : 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(halfRange))));
    this.#min = min * this.#scale;
    this.#mean = mean * this.#scale;
    this.#range = max * this.#scale - this.#min;
    this.histogram = new Array<number>(this.#range === 0 ? 1 : histogramBins).fill(0);
  }

  add(numbers: Numbers): void {
    const { histogram } = this;
    const [scale, min, mean] = [this.#scale, this.#min, this.#mean];
    const last = histogram.length - 1;
    const binsPerUnit = this.#range === 0 ? 0 : histogram.length / this.#range;
    const largest = Number.MAX_VALUE;
    let [finite, squares] = [0, 0];
    for (let i = 0; i < numbers.length; i++) {
      const number = numbers[i];
      if (!(Math.abs(number) <= largest)) continue;
      finite++;
      const x = number * scale;
      const distance = x - mean;
      squares += distance * distance;
      const bin = Math.floor((x - min) * binsPerUnit);
      histogram[Math.min(bin, last)]++;
    }
    this.#finite += finite;
    this.#squares += squares;
  }

  get deviation(): number {
    return Math.sqrt(this.#squares / this.#finite) / this.#scale;
  }
}
