import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { drawStrokes, type PenPoint } from "../../extension/datasets/penStrokes.ts";

const width = 40;

function inkOf(...stroke: readonly PenPoint[]): Float64Array {
  const ink = new Float64Array(width * width);
  drawStrokes([stroke], 1, width, ink);
  return ink;
}

const sum = (ink: Float64Array) => ink.reduce((total, coverage) => total + coverage, 0);

suite("a stroke of the pen", () => {
  test("covers its line whole and leaves what is far away", () => {
    const ink = inkOf({ x: 10.5, y: 20.5, radius: 2 }, { x: 30.5, y: 20.5, radius: 2 });
    for (let column = 10; column <= 30; column++) {
      assert.equal(ink[20 * width + column], 1);
      assert.equal(ink[21 * width + column], 1, "one pixel beside the line is within its radius");
      assert.equal(ink[22 * width + column], 0.5, "a pixel whose centre is at the edge is half covered");
      assert.equal(ink[23 * width + column], 0);
    }
  });

  test("covers as many pixels as its area has", () => {
    // Lines of every direction, so that no direction is drawn thicker. The area of a line with round ends is
    // 2 r length + π r². Taking coverage from the distance is exact along straight edges and errs at the ends by less
    // than the curvature there: ∫ over the edge's half pixel on either side of r → 1/12 · 2π.
    for (const [x, y] of [
      [15, 0],
      [12, 9],
      [3, 14],
      [0, 15],
      [-9, 12],
    ]) {
      for (const radius of [1, 1.7, 3]) {
        const ink = inkOf({ x: 20 - x / 2, y: 20 - y / 2, radius }, { x: 20 + x / 2, y: 20 + y / 2, radius });
        const area = 2 * radius * Math.hypot(x, y) + Math.PI * radius * radius;
        assert(Math.abs(sum(ink) - area) < 0.02 * area + (2 * Math.PI) / 12, `${sum(ink)} for ${area}`);
      }
    }
  });

  test("may begin thin and end thick", () => {
    const ink = inkOf({ x: 5, y: 20, radius: 1 }, { x: 35, y: 20, radius: 4 });
    const columnSum = (column: number) =>
      sum(Float64Array.from({ length: width }, (_, row) => ink[row * width + column]));
    assert(columnSum(8) < columnSum(20));
    assert(columnSum(20) < columnSum(32));
  });

  test("of a single point is a dot", () => {
    const ink = inkOf({ x: 20.5, y: 20.5, radius: 1 });
    assert.equal(ink[20 * width + 20], 1);
    assert.equal(ink[20 * width + 18], 0);
  });

  test("that crosses another does not take ink away", () => {
    const ink = inkOf({ x: 5, y: 20.5, radius: 2 }, { x: 35, y: 20.5, radius: 2 });
    const before = ink.slice();
    drawStrokes(
      [
        [
          { x: 20.5, y: 5, radius: 0.6 },
          { x: 20.5, y: 35, radius: 0.6 },
        ],
      ],
      1,
      width,
      ink,
    );
    for (let pixel = 0; pixel < ink.length; pixel++) assert(ink[pixel] >= before[pixel]);
  });

  test("outside the picture is cut off", () => {
    const ink = inkOf({ x: -50, y: 20.5, radius: 2 }, { x: 90, y: 20.5, radius: 2 });
    assert.equal(ink[20 * width], 1);
    assert.equal(ink[20 * width + width - 1], 1);
  });
});
