import assert from "node:assert/strict";
import { test } from "node:test";
import { ThinnedCurve } from "../../../webview/graph/thinnedCurve.ts";
import { fc } from "../../properties.ts";

function curveOf(values: readonly number[], mostStretches: number): ThinnedCurve {
  const curve = new ThinnedCurve(mostStretches);
  values.forEach((value, k) => {
    curve.append((k + 1) * 25, value);
  });
  return curve;
}

test("a short curve is drawn point by point", () => {
  assert.deepEqual(
    [...curveOf([3, 1, 2], 8).extremes()],
    [
      [25, 3],
      [50, 1],
      [75, 2],
    ],
  );
});

test("a thinned curve keeps its extremes at their steps", () => {
  const values = Array.from({ length: 5000 }, (_, k) => 1 + ((k * 7919) % 997) / 997);
  values[1234] = 9;
  values[4321] = -9;
  const points = [...curveOf(values, 64).extremes()];
  assert.ok(points.some(([step, value]) => step === 1235 * 25 && value === 9));
  assert.ok(points.some(([step, value]) => step === 4322 * 25 && value === -9));
});

test("a thinned curve stays bounded, in order, and made of points that were measured", () => {
  const finite = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 400, size: "max" });
  fc.assert(
    fc.property(finite, (values) => {
      const curve = curveOf(values, 16);
      const points = [...curve.extremes()];
      assert.ok(points.length <= 32);
      assert.ok([...curve.smoothed()].length <= 16);
      points.forEach(([step, value], k) => {
        assert.equal(value, values[step / 25 - 1]);
        if (k > 0) assert.ok(step > points[k - 1][0]);
      });
      if (values.length > 0) {
        assert.equal(Math.max(...points.map(([, value]) => value)), Math.max(...values));
        assert.equal(Math.min(...points.map(([, value]) => value)), Math.min(...values));
        assert.equal([...curve.smoothed()].at(-1)?.[0], values.length * 25);
      }
    }),
  );
});

test("the smoothed curve of a constant is the constant from its first point on", () => {
  for (const [, value] of curveOf(new Array(300).fill(0.7), 32).smoothed()) assert.ok(Math.abs(value - 0.7) < 1e-12);
});

test("the smoothed curve does not depend on how far it is thinned", () => {
  const values = Array.from({ length: 1000 }, (_, k) => Math.sin(k));
  const whole = new Map(curveOf(values, 2048).smoothed());
  for (const [step, value] of curveOf(values, 32).smoothed()) assert.equal(value, whole.get(step));
});

test("what is not finite is left out", () => {
  assert.deepEqual(
    [...curveOf([1, Number.NaN, Number.POSITIVE_INFINITY, 2], 8).extremes()],
    [
      [25, 1],
      [100, 2],
    ],
  );
});

test("the largest smoothed value is remembered when the stretch that held it is joined", () => {
  const falling = Array.from({ length: 1000 }, (_, k) => 1 / (k + 1));
  const curve = curveOf(falling, 4);
  assert.equal(curve.largestSmoothed, 1);
  assert.ok([...curve.smoothed()].every(([, value]) => value < 0.1));
  assert.equal(curve.lastSmoothed, [...curve.smoothed()].at(-1)?.[1]);
});
