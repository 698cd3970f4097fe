import assert from "node:assert/strict";
import { test } from "node:test";
import { growthPlot } from "./growthPlot.ts";
import { multiplications } from "./multiplications.ts";

test("an example's multiplications leave out black pixels, and errors of pixels", () => {
  assert.equal(multiplications([784, 100, 10], 1), 2 * 784 * 100 + 3 * 100 * 10);
  assert.equal(multiplications([784, 16, 16, 10], 0.5), 784 * 16 + 3 * (16 * 16 + 16 * 10));
});

test("the plot has a point for each setting, and its two lines meet where multiplications are fastest", () => {
  const points = [
    { x: 1, rate: 100, work: 10 },
    { x: 10, rate: 50, work: 40 },
    { x: 100, rate: 1, work: 100 },
  ];
  const svg = growthPlot([{ title: "Title", axis: "width", isAxisLogarithmic: true, points }]);
  assert.equal(svg.match(/<circle/g)?.length, 3);
  const pointsOf = (name: string) => svg.match(`<polyline class="${name}" points="([^"]*)"`)?.[1].split(" ") ?? [];
  const [rate, work] = [pointsOf("rate"), pointsOf("work")];
  assert.deepEqual(
    rate.map((point, k) => point === work[k]),
    [false, true, false],
  );
  // A decade of the axis is as wide as any other.
  const [first, second, third] = rate.map((point) => Number(point.split(",")[0]));
  assert.ok(Math.abs(second - first - (third - second)) <= 0.2);
});
