import assert from "node:assert/strict";
import { test } from "node:test";
import { elidedName } from "../../extension/protocol/elidedName.ts";

const within = (characters: number) => (text: string) => text.length <= characters;

test("a tensor's name that has room stays whole", () => {
  assert.equal(elidedName("0.weight", within(8)), "0.weight");
});

test("a long name loses whole parts of its beginning", () => {
  const name = "model.language_model.layers.11.attn.q.weight";
  assert.equal(elidedName(name, within(26)), "…layers.11.attn.q.weight");
  assert.equal(elidedName(name, within(24)), "…layers.11.attn.q.weight");
  assert.equal(elidedName(name, within(23)), "…11.attn.q.weight");
  assert.equal(elidedName("encoder/block_1/dense/kernel:0", within(20)), "…dense/kernel:0");
});

test("a name without parts, or whose last part is long, keeps as much of its end as has room", () => {
  assert.equal(elidedName("abcdefghijkl", within(6)), "…hijkl");
  assert.equal(elidedName("x.abcdefghijkl.w", within(12)), "…defghijkl.w");
  assert.equal(elidedName("😀😀😀", within(4)), "…😀");
  assert.equal(elidedName("abc", within(1)), "…");
});
