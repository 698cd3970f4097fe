import assert from "node:assert/strict";
import { test } from "node:test";
import { quotePythonsNumbers } from "../../../extension/weights/json/pythonsNumbers.ts";

function quoted(json: string): string {
  return new TextDecoder().decode(quotePythonsNumbers(new TextEncoder().encode(json)));
}

test("numbers that JSON has no words for become texts", () => {
  assert.equal(quoted('[NaN, Infinity,-Infinity , {"a":NaN}]'), '["NaN", "Infinity","-Infinity" , {"a":"NaN"}]');
  assert.equal(quoted("[NaN,NaN,NaN]"), '["NaN","NaN","NaN"]');
  assert.equal(quoted("NaNNaN"), '"NaN""NaN"');
});

test("texts keep what they say, quotes that they hold included", () => {
  const json = '{"NaN": "is NaN", "a\\"NaN": "\\\\", "b": -1, "c": "\\\\\\"Infinity"}';
  assert.equal(quoted(json), json);
});
