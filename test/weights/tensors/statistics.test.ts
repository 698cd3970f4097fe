import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { takeStatistics } from "../../../extension/weights/tensors/statistics.ts";
import { fc } from "../../properties.ts";
import { resultOf, tensorOf } from "../tensorOf.ts";

const statisticsOf = (numbers: ArrayLike<number>) => resultOf(takeStatistics(tensorOf([numbers.length], numbers)));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

suite("a tensor's statistics", () => {
  test("count every number once, whatever it is", () => {
    const anyNumber = fc.oneof(fc.double(), fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity));
    fc.assert(
      fc.property(fc.array(anyNumber), (numbers) => {
        const statistics = statisticsOf(numbers);
        const finite = numbers.filter(Number.isFinite);
        assert.equal(statistics.count, numbers.length);
        assert.equal(statistics.zeros, numbers.filter((x) => x === 0).length);
        assert.equal(statistics.notANumber, numbers.filter(Number.isNaN).length);
        assert.equal(statistics.infinite, numbers.filter((x) => Math.abs(x) === Infinity).length);
        assert.equal(sum(statistics.histogram), finite.length);
        if (finite.length === 0) {
          const { min, max, mean, deviation, histogram } = statistics;
          assert.deepEqual([min, max, mean, deviation, histogram], [null, null, null, null, []]);
          return;
        }
        // −0 and 0 are one number here.
        assert.ok(statistics.min === Math.min(...finite) && statistics.max === Math.max(...finite));
        const { min, max, mean, deviation } = statistics as Record<"min" | "max" | "mean" | "deviation", number>;
        assert.ok(min <= mean && mean <= max, `${mean} of ${min} to ${max}`);
        // No distribution between two numbers deviates more than half of their distance; 1e-12 for rounding, and what
        // rounding does to the least numbers there are.
        assert.ok(
          deviation >= 0 && deviation / 2 <= (max / 4 - min / 4) * (1 + 1e-12) + 2 * Number.MIN_VALUE,
          `${deviation} of ${min} to ${max}`,
        );
      }),
    );
  });

  test("lose nothing to rounding where a plain sum would: a large mean with a small deviation", () => {
    const numbers = Array.from({ length: 100_001 }, (_, index) => 1e9 + (index % 3) - 1);
    const { mean, deviation } = statisticsOf(numbers);
    // What is lost beside a number that comes to nothing in the end.
    assert.equal(statisticsOf([1e16, 1, 1, 1, 1, -1e16]).mean, 4 / 6);
    assert.equal(statisticsOf([1, 1e100, 1, -1e100]).mean, 0.5);
    // −1, 0 and 1 in turn: 33,334 times −1, as often 0, 33,333 times 1.
    const squares = 33_334 + 33_333;
    const expected = Math.sqrt(squares / 100_001 - (1 / 100_001) ** 2);
    assert.ok(Math.abs(Number(mean) - (1e9 - 1 / 100_001)) <= 2 ** -22, `${mean}`); // a few units of 1e9's last place
    // The mean is known to 1e9·2⁻⁵³, a deviation of order 1 with it to its square.
    assert.ok(Math.abs(Number(deviation) - expected) < 1e-9, `${deviation}`);
  });

  test("are exact at the ends of double precision", () => {
    const most = Number.MAX_VALUE;
    const { mean, deviation, histogram } = statisticsOf([most, -most, most, -most]);
    assert.equal(mean, 0);
    assert.equal(deviation, most);
    assert.deepEqual([histogram[0], histogram.at(-1), sum(histogram)], [2, 2, 4]);
    const least = Number.MIN_VALUE;
    assert.equal(statisticsOf([least, least, least]).mean, least);
    assert.equal(statisticsOf([least, least, least]).deviation, 0);
    assert.equal(statisticsOf(Array(1000).fill(most)).mean, most);
  });

  test("have bins of one width, each number in its own", () => {
    const { histogram } = statisticsOf(Array.from({ length: 640 }, (_, index) => index));
    assert.deepEqual(histogram, Array(64).fill(10));
    assert.deepEqual(statisticsOf([3, 3, 3]).histogram, [3]);
  });

  test("of a tensor without numbers, or of one, are what they must be", () => {
    assert.equal(statisticsOf([]).count, 0);
    const one = resultOf(takeStatistics(tensorOf([], [5])));
    assert.deepEqual([one.count, one.min, one.max, one.mean, one.deviation], [1, 5, 5, 5, 0]);
  });

  test("of a large tensor are taken piece by piece, front to back, twice, with the share that is done", () => {
    const count = 600_000;
    const readings: [number, number][] = [];
    const work = takeStatistics(tensorOf([count], new Float64Array(count), readings));
    const shares = [...work];
    assert.equal(shares.at(-1), 1);
    assert.ok(
      shares.every((share, index) => index === 0 || share > shares[index - 1]),
      shares.join(),
    );
    const half = readings.length / 2;
    assert.ok(half >= 2);
    for (const pass of [readings.slice(0, half), readings.slice(half)]) {
      let end = 0;
      for (const [from, length] of pass) {
        assert.equal(from, end);
        end += length;
      }
      assert.equal(end, count);
    }
  });
});
