import assert from "node:assert/strict";
import { test } from "node:test";
import { base64Length, decodeBase64, encodeBase64 } from "../../extension/weights/base64.ts";
import { fc } from "../properties.ts";

test("base64 is that of Node's own encoder, and gives the bytes back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = encodeBase64(bytes);
      assert.equal(text, Buffer.from(bytes).toString("base64"));
      assert.equal(text.length, base64Length(bytes.length));
      assert.deepEqual(decodeBase64(text, bytes.length), Uint8Array.from(bytes));
    }),
  );
});

test("base64 of another number of bytes, or of none, is refused", () => {
  assert.equal(decodeBase64("AAAA", 2), undefined);
  assert.equal(decodeBase64("AAA=", 3), undefined);
  assert.equal(decodeBase64("AA==", 2), undefined);
  assert.equal(decodeBase64("AAAAAAAA", 3), undefined);
  assert.equal(decodeBase64("AA A", 3), undefined);
  assert.equal(decodeBase64("AA-A", 3), undefined);
  assert.deepEqual(decodeBase64("", 0), new Uint8Array(0));
});
