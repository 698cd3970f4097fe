import assert from "node:assert/strict";
import { test } from "node:test";
import { openWeightsFile } from "../../../extension/weights/openWeightsFile.ts";
import { readNetworkBytes } from "../../../extension/weights/savedNetwork/networkBytes.ts";
import { summariseWeights } from "../../../extension/weights/summary.ts";
import { sparseSource, utf8 } from "../corpus/badFile.ts";

test("a network that Downhill wrote is not read when gigabytes of something else follow it", async () => {
  const header = utf8(
    JSON.stringify({
      __metadata__: { downhill: "2" },
      "0.weight": { dtype: "F32", shape: [1, 2], data_offsets: [0, 8] },
      "0.bias": { dtype: "F32", shape: [1], data_offsets: [8, 12] },
      surplus: { dtype: "U8", shape: [2 ** 40], data_offsets: [12, 12 + 2 ** 40] },
    }),
  );
  const prefix = new Uint8Array(BigUint64Array.of(BigInt(header.length)).buffer);
  const source = sparseSource(8 + header.length + 12 + 2 ** 40, [
    { start: 0, bytes: prefix },
    { start: 8, bytes: header },
  ]);
  const file = await openWeightsFile(source, "long.safetensors");
  const summary = summariseWeights(file, "long.safetensors", source.length);
  assert.deepEqual(summary.network?.sizes, [2, 1]);
  assert.throws(() => readNetworkBytes(file, summary, source, ["sigmoid"], "long.safetensors"), {
    name: "WeightsFileError",
    message: /^long\.safetensors: expected at most 100000020 bytes of a network of 3 weights and biases, found \d+\.$/,
  });
});
