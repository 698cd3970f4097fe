import assert from "node:assert/strict";
import { test } from "node:test";
import { type ByteSource, bytesSource } from "../../../extension/weights/byteSource.ts";
import { skimJson } from "../../../extension/weights/json/skimJson.ts";

const longest = 8192;

function skimmed(json: string): string {
  const source = bytesSource(new TextEncoder().encode(json));
  return new TextDecoder("utf-8", { fatal: true }).decode(skimJson(source, "its header", "a file"));
}

test("JSON without long texts is read as it is", () => {
  const json = `{"a": ["\\"", {"b\\u0041": -1.5e3}], "c": "${"n".repeat(longest)}", "${"k".repeat(longest)}" : null}`;
  assert.equal(skimmed(json), json);
});

test("of a long text only the beginning is kept, and all that follows it", () => {
  const json = `{"a": "${"n".repeat(longest)}${"m".repeat(1_000_000)}", "b": "${"o".repeat(300_000)}", "c": 1}`;
  assert.equal(skimmed(json), `{"a": "${"n".repeat(longest)}", "b": "${"o".repeat(longest)}", "c": 1}`);
});

test("a text is cut between characters, whichever way they are written", () => {
  for (const character of ["é", "字", "😀", "\\u00e9", "\\ud83d\\ude00", '\\"', "\\\\"]) {
    for (let before = longest - 12; before <= longest; before++) {
      const text = `${"n".repeat(before)}${character}${character}${"m".repeat(100)}`;
      const read: { readonly a: string; readonly b: string } = JSON.parse(skimmed(`{"a":"${text}","b":"last"}`));
      assert.equal(read.b, "last");
      const whole: string = JSON.parse(`"${text}"`);
      assert.ok(
        read.a.length >= before && whole.startsWith(read.a),
        `${character} after ${before}: ${read.a.slice(-20)}`,
      );
    }
  }
});

test("a text whose quotes are all escaped ends where it ends", () => {
  const json = JSON.stringify({ a: '"\\'.repeat(100_000), b: 2 });
  assert.equal(JSON.parse(skimmed(json)).b, 2);
});

test("a long name is refused, where a blank follows as well", () => {
  for (const blank of ["", " \n\t"]) {
    assert.throws(() => skimmed(`{"${"k".repeat(longest + 1)}"${blank}:1}`), {
      name: "WeightsFileError",
      message: "a file: expected names in its header of at most 8192 bytes, found one of 8193.",
    });
  }
});

test("a hundred megabytes of text are read a block at a time, and hardly any of them kept", () => {
  const asked: number[] = [];
  const source: ByteSource = {
    length: 100_000_000,
    read: (start, count) => {
      asked.push(count);
      const block = new Uint8Array(count).fill(0x6e);
      if (start === 0) block.set(new TextEncoder().encode('{"a":"'));
      return block;
    },
  };
  assert.equal(skimJson(source, "its header", "a file").length, longest + '{"a":"'.length);
  assert.ok(Math.max(...asked) <= 2 ** 20);
  assert.equal(
    asked.reduce((sum, count) => sum + count, 0),
    source.length,
  );
});
