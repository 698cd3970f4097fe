import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { nothingObserved, observationSchema } from "../../../extension/protocol/snapshot.ts";
import { LayerPages } from "../../../webview/weights/layerPages.ts";
import { fc } from "../../properties.ts";

test("the sixteen pictures of a small layer are one page", () => {
  const pages = new LayerPages(16, 784, true);
  assert.equal(pages.pageCount, 1);
  assert.deepEqual(pages.range(0), { from: 0, count: 16 });
});

test("a page has at most 64 pictures, and pages are of even size", () => {
  assert.equal(new LayerPages(64, 784, true).pageCount, 1);
  assert.equal(new LayerPages(65, 784, true).pageCount, 2);
  const pages = new LayerPages(100, 784, true);
  assert.deepEqual(
    [pages.range(0), pages.range(1)],
    [
      { from: 0, count: 50 },
      { from: 50, count: 50 },
    ],
  );
});

test("the matrix of 512 by 512 is four pages of 128 rows", () => {
  const pages = new LayerPages(512, 512, false);
  assert.equal(pages.pageCount, 4);
  assert.deepEqual(pages.range(3), { from: 384, count: 128 });
});

test("pages hold every neuron once, and each is found on its page", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4096 }),
      fc.integer({ min: 1, max: 4096 }),
      fc.boolean(),
      (size, inputs, arePictures) => {
        const pages = new LayerPages(size, inputs, arePictures);
        let next = 0;
        for (let page = 0; page < pages.pageCount; page++) {
          const { from, count } = pages.range(page);
          assert.equal(from, next);
          assert.ok(count > 0);
          assert.equal(pages.pageOf(from), page);
          assert.equal(pages.pageOf(from + count - 1), page);
          next = from + count;
        }
        assert.equal(next, size);
      },
    ),
  );
});

test("a page of every layer of the deepest, widest network may be observed at once", () => {
  const rows = Array.from({ length: 11 }, (_, k) => ({
    layer: k + 1,
    ...new LayerPages(4096, k === 0 ? 784 : 4096, k === 0).range(0),
  }));
  assert.ok(v.is(observationSchema, { ...nothingObserved, rows }));
});
