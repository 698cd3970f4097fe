import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { drawCentred } from "../../extension/datasets/centring.ts";

const at = (x: number, y: number) => ({ x, y, radius: 1 });

function pictureOfStrokes(...strokes: Parameters<typeof drawCentred>[0]): Uint8Array {
  const picture = new Uint8Array(784).fill(99);
  drawCentred(strokes, 1, picture);
  return picture;
}

function extent(picture: Uint8Array): { left: number; right: number; top: number; bottom: number } {
  const places = [...picture.keys()].filter((place) => picture[place] > 0);
  const columns = places.map((place) => place % 28);
  const rows = places.map((place) => Math.floor(place / 28));
  return {
    left: Math.min(...columns),
    right: Math.max(...columns),
    top: Math.min(...rows),
    bottom: Math.max(...rows),
  };
}

suite("a drawing centred as MNIST's are", () => {
  test("fills 20 pixels one way and keeps its aspect", () => {
    const tall = extent(pictureOfStrokes([at(0, 0), at(0, 10), at(4, 10)]));
    assert.equal(tall.bottom - tall.top + 1, 20);
    // 18 pixels for 10 units and the pen's width of 2: 9.2 pixels wide, lying in 10.
    assert.equal(tall.right - tall.left + 1, 10);
    const wide = extent(pictureOfStrokes([at(0, 0), at(10, 0), at(10, 4)]));
    assert.equal(wide.right - wide.left + 1, 20);
    assert.equal(wide.bottom - wide.top + 1, 10);
  });

  test("is the same whatever its scale and place before", () => {
    const expected = pictureOfStrokes([at(0, 0), at(0, 10), at(4, 10)]);
    for (const [scale, x, y] of [
      [0.001, 5, -7],
      [1000, -1e5, 3e4],
    ]) {
      const picture = pictureOfStrokes([at(x, y), at(x, y + 10 * scale), at(x + 4 * scale, y + 10 * scale)]);
      // A grey level that is a half may be rounded either way.
      for (const [place, value] of picture.entries()) assert(Math.abs(value - expected[place]) <= 1);
    }
  });

  test("has its centre of mass within half a pixel of the centre of pixel 14", () => {
    // An L, whose mass is far from the middle of its box.
    const picture = pictureOfStrokes([at(0, 0), at(0, 10), at(8, 10)]);
    let mass = 0;
    let massX = 0;
    let massY = 0;
    for (const [place, value] of picture.entries()) {
      mass += value;
      massX += value * (place % 28);
      massY += value * Math.floor(place / 28);
    }
    // Rounding to 255 grey levels moves it by less than a hundredth.
    assert(Math.abs(massX / mass - 14) <= 0.51, `${massX / mass}`);
    assert(Math.abs(massY / mass - 14) <= 0.51, `${massY / mass}`);
    assert.notDeepEqual(extent(picture).left, 4, "it is not the box that is centred");
  });

  test("is refused when its mass is too far from its middle to be centred", () => {
    const picture = new Uint8Array(784).fill(99);
    const blot = [{ x: 0, y: 0, radius: 4 }];
    const longTail = [
      { x: 0, y: 0, radius: 0.5 },
      { x: 40, y: 0, radius: 0.5 },
    ];
    assert.equal(drawCentred([blot, longTail], 1, picture), false);
    assert(picture.every((value) => value === 99));
  });
});
