import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { type PathPoint, smoothPath } from "../../extension/datasets/smoothPath.ts";

const smooth = (x: number, y: number) => ({ x, y, isCorner: false });
const corner = (x: number, y: number) => ({ x, y, isCorner: true });
const distance = (a: PathPoint, b: PathPoint) => Math.hypot(a.x - b.x, a.y - b.y);

/** The sharpest turn of the path, in degrees. */
function sharpestTurn(path: readonly PathPoint[]): number {
  let sharpest = 0;
  for (let i = 1; i + 1 < path.length; i++) {
    const before = Math.atan2(path[i].y - path[i - 1].y, path[i].x - path[i - 1].x);
    const after = Math.atan2(path[i + 1].y - path[i].y, path[i + 1].x - path[i].x);
    const turn = Math.abs(after - before);
    sharpest = Math.max(sharpest, (180 / Math.PI) * Math.min(turn, 2 * Math.PI - turn));
  }
  return sharpest;
}

suite("a smooth path", () => {
  const points = [smooth(0, 0), smooth(30, 10), smooth(40, 50), smooth(0, 60), smooth(5, 95)];

  test("goes through all of its points, in their order", () => {
    const path = smoothPath(points);
    const places = points.map((point) => path.findIndex((passed) => distance(passed, point) < 1e-12));
    assert.deepEqual(places, [0, 5, 10, 15, 20]);
    assert.equal(path.length, 21);
  });

  test("between two points is straight", () => {
    for (const { x, y } of smoothPath([smooth(0, 0), smooth(30, 60)])) assert(Math.abs(y - 2 * x) < 1e-12);
  });

  test("through the points of a circle stays near it", () => {
    const circle = Array.from({ length: 9 }, (_, i) =>
      smooth(Math.cos((i * Math.PI) / 4), Math.sin((i * Math.PI) / 4)),
    );
    // Without its first and last span, which do not know that the circle goes on. Lines of 9° stay within
    // 1 − cos 4.5° = 0.3 % of the circle, the spline of eight points within 1 %.
    for (const point of smoothPath(circle).slice(5, -5)) {
      assert(Math.abs(Math.hypot(point.x, point.y) - 1) < 0.01, `${Math.hypot(point.x, point.y)}`);
    }
  });

  test("turns sharply at a corner and nowhere else", () => {
    const turns = (middle: ReturnType<typeof smooth>) =>
      sharpestTurn(smoothPath([smooth(0, 0), middle, smooth(0, 100)]));
    assert(Math.abs(turns(corner(50, 50)) - 90) < 1e-9);
    assert(turns(smooth(50, 50)) < 45);
  });

  test("does not swing out where two points are close together", () => {
    const path = smoothPath([smooth(0, 0), smooth(50, 0), smooth(50.5, 0.5), smooth(50.5, 50)]);
    for (const { x, y } of path) assert(x < 53 && y > -3, `${x}, ${y}`);
  });

  test("is finite through a point that is there twice", () => {
    const path = smoothPath([smooth(0, 0), smooth(50, 50), smooth(50, 50), smooth(100, 0)]);
    for (const { x, y } of path) assert(Number.isFinite(x) && Number.isFinite(y));
  });
});
