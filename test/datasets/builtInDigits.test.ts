import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { suite, test } from "node:test";
import { builtInDataset, drawDigits } from "../../extension/datasets/builtInDigits.ts";
import { digitSkeletons } from "../../extension/datasets/digitSkeletons.ts";
import { type Examples, pictureOf, sliceExamples } from "../../extension/datasets/examples.ts";

/** Of the labels and then all the pictures, as IDX files would hold them. */
function sha256(examples: Examples): string {
  const hash = createHash("sha256").update(examples.labels);
  for (let i = 0; i < examples.count; i++) hash.update(pictureOf(examples, i));
  return hash.digest("hex");
}

suite("the built-in digits", () => {
  const { training, heldOut } = builtInDataset();

  test("are the same bytes on every machine", () => {
    // To change these is to change what everybody trains on: saved networks could not go on to the bit.
    assert.equal(sha256(training), "ccbc37d571880d38b268770840322184455b80e10f524299aed9bf51c7ed4fd9");
    assert.equal(sha256(heldOut), "8d9963427318f044208a15100faf82a458974506d54da13d4623fe990173229a");
  });

  test("are drawn without a function that machines compute each in its own way", () => {
    const same = ["abs", "ceil", "floor", "max", "min", "round", "sqrt"];
    const replaced = Object.getOwnPropertyNames(Math).filter(
      (name) => typeof Math[name as keyof Math] === "function" && !same.includes(name),
    );
    assert(replaced.includes("sin") && replaced.includes("pow"));
    const originals = replaced.map((name) => [name, Object.getOwnPropertyDescriptor(Math, name)] as const);
    const used: string[] = [];
    for (const name of replaced) {
      Object.defineProperty(Math, name, { configurable: true, value: () => used.push(name) });
    }
    try {
      drawDigits({ count: 100, seed: 3 });
    } finally {
      for (const [name, original] of originals) Object.defineProperty(Math, name, original as PropertyDescriptor);
    }
    assert.deepEqual(used, []);
  });

  test("are 12,000 to train on and 2,000 held out, of which none is the same", () => {
    assert.deepEqual([training.count, heldOut.count], [12_000, 2_000]);
    const pictures = new Set<string>();
    for (const set of [training, heldOut]) {
      for (let i = 0; i < set.count; i++) pictures.add(Buffer.from(pictureOf(set, i)).toString("latin1"));
    }
    assert.equal(pictures.size, 14_000);
  });

  test("are others with another seed", () => {
    assert.notEqual(sha256(drawDigits({ count: 100, seed: 1 })), sha256(drawDigits({ count: 100, seed: 2 })));
  });

  test("go on with more when more are asked for", () => {
    const more = drawDigits({ count: 60, seed: 5 });
    assert.deepEqual(sliceExamples(more, 0, 40), drawDigits({ count: 40, seed: 5 }));
  });

  test("are each of the ten digits about equally often", () => {
    const counts = new Array<number>(10).fill(0);
    for (const label of training.labels) counts[label]++;
    // Binomial: 1200 expected, deviation √(12000 · 0.1 · 0.9) = 33. Five of them.
    for (const count of counts) assert(Math.abs(count - 1200) < 165, `${counts}`);
  });

  test("fill a 20×20 box one way and do not leave it", () => {
    for (let i = 0; i < heldOut.count; i++) {
      const columns = new Set<number>();
      const rows = new Set<number>();
      for (const [place, value] of pictureOf(heldOut, i).entries()) {
        if (value === 0) continue;
        columns.add(place % 28);
        rows.add(Math.floor(place / 28));
      }
      const width = Math.max(...columns) - Math.min(...columns) + 1;
      const height = Math.max(...rows) - Math.min(...rows) + 1;
      // The pen may be at its thickest elsewhere than at the edge of the digit, which leaves the outer pixel black.
      assert(width <= 20 && height <= 20 && Math.max(width, height) >= 18, `digit ${i}: ${width}×${height}`);
    }
  });

  test("have their centre of mass in the middle", () => {
    for (let i = 0; i < heldOut.count; i++) {
      let mass = 0;
      let massX = 0;
      let massY = 0;
      for (const [place, value] of pictureOf(heldOut, i).entries()) {
        mass += value;
        massX += value * (place % 28);
        massY += value * Math.floor(place / 28);
      }
      assert(Math.abs(massX / mass - 14) <= 0.51 && Math.abs(massY / mass - 14) <= 0.51, `digit ${i}`);
    }
  });

  test("are as grey as MNIST: mean pixel 0.1307, 19.1 % not black", () => {
    const pixels = 784 * training.count;
    let sum = 0;
    for (let i = 0; i < training.count; i++) for (const value of pictureOf(training, i)) sum += value;
    const mean = sum / 255 / pixels;
    assert(Math.abs(mean - 0.1307) < 0.013, `mean ${mean}`);
    const notBlack = training.pixelStarts[training.count] / pixels;
    assert(Math.abs(notBlack - 0.1912) < 0.019, `not black ${notBlack}`);
  });

  test("tell how far they are, up to all", () => {
    const shares: number[] = [];
    drawDigits({ count: 250, seed: 1, onProgress: (share) => shares.push(share) });
    assert(shares.length > 50 && shares.length <= 100, `${shares.length} times`);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
  });

  test("can be none", () => {
    assert.equal(drawDigits({ count: 0, seed: 1 }).count, 0);
  });
});

suite("the ways to write a digit", () => {
  for (const [digit, skeletons] of digitSkeletons.entries()) {
    test(`${digit} are six or more, no two the same`, () => {
      assert(skeletons.length >= 6);
      assert.equal(new Set(skeletons.map(({ strokes }) => JSON.stringify(strokes))).size, skeletons.length);
    });

    test(`${digit} are strokes of two or more points in or near the square of 100 they are drawn in`, () => {
      for (const { strokes, share } of skeletons) {
        assert(share > 0);
        for (const { points } of strokes) {
          assert(points.length >= 2);
          for (const { x, y } of points) assert(x >= -30 && x <= 130 && y >= 0 && y <= 100, `${x},${y}`);
        }
      }
    });
  }
});
