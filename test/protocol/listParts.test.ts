import assert from "node:assert/strict";
import { test } from "node:test";
import { longestOf, mostEntriesInMessage, partFrom, partsOf, withPart } from "../../extension/protocol/listParts.ts";

const counting = (length: number) => Array.from({ length }, (_, i) => i);

test("lists of any lengths come back from their parts, of which none is longer than a message may be", () => {
  const most = mostEntriesInMessage;
  for (const [ofOne, ofOther] of [
    [0, 0],
    [1, 0],
    [most / 2, most / 2],
    [most / 2 + 1, 3],
    [7, 3 * most],
    [most, most],
  ]) {
    const lists = { one: counting(ofOne), other: counting(ofOther).map(String) };
    const parts = [...partsOf(lists)];
    let gathered: typeof lists = { one: [], other: [] };
    for (const { from, part } of parts) {
      assert.equal(from, longestOf(gathered));
      assert.deepEqual(part, partFrom(lists, from));
      assert.ok(part.one.length + part.other.length <= most);
      gathered = withPart(gathered, from, part);
    }
    assert.deepEqual(gathered, lists);
    assert.deepEqual(
      parts.map(({ isLast }) => isLast),
      parts.map((_, i) => i === parts.length - 1),
    );
    assert.equal(parts.length, Math.max(1, Math.ceil(Math.max(ofOne, ofOther) / (most / 2))));
  }
});

test("a list alone has all of a message, and parts that begin anew make what came before void", () => {
  const lists = { tensors: counting(mostEntriesInMessage + 1) };
  assert.equal(partFrom(lists, 0).tensors.length, mostEntriesInMessage);
  assert.deepEqual(withPart(lists, 0, { tensors: [5] }), { tensors: [5] });
  assert.deepEqual(withPart(lists, 2, { tensors: [5] }), { tensors: [0, 1, 5] });
});

test("lists grow in place, but for a part that begins them, which stays as it came", () => {
  const first = { tensors: [1, 2] };
  const begun = withPart({ tensors: [0] }, 0, first);
  const whole = withPart(begun, 2, { tensors: [3] });
  assert.deepEqual(whole, { tensors: [1, 2, 3] });
  assert.equal(whole.tensors, begun.tensors);
  assert.deepEqual(first, { tensors: [1, 2] });
});
