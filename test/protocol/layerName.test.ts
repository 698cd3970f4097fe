import assert from "node:assert/strict";
import { test } from "node:test";
import { layerName } from "../../extension/protocol/layerName.ts";

test("layers are named input, hidden and output", () => {
  assert.deepEqual(
    [0, 1, 2].map((layer) => layerName(layer, 3)),
    ["input layer", "hidden layer 1", "output layer"],
  );
});
