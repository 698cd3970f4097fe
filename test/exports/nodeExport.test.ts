import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ExportMaterial } from "../../extension/exports/exportFiles.ts";
import { exportFiles } from "../../extension/exports/exportFiles.ts";
import { exportFormatNames } from "../../extension/exports/exportFormats.ts";
import { exportInWorker } from "../../extension/exports/nodeExport.ts";
import type { NetworkShape } from "../../extension/network/networkShape.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { drawnNetwork } from "./drawnNetwork.ts";
import { someRuns } from "./someRuns.ts";

const workerPath = fileURLToPath(new URL("../../extension/exports/exportWorker.ts", import.meta.url));

const digits: NetworkShape = { sizes: [784, 12, 10], activations: ["sigmoid", "sigmoid"], cost: "quadratic" };
/** So small that its model is a part of a buffer that Node keeps for many. */
const tiny: NetworkShape = { sizes: [2, 2], activations: ["relu"], cost: "quadratic" };

function materialOf(shape: NetworkShape): ExportMaterial {
  return {
    weights: writeSavedNetwork(drawnNetwork(shape)),
    runs: someRuns,
    outputNames: [..."0123456789"],
    example: { pixels: new Uint8Array(784), label: 3 },
    name: "digits",
    now: 99.5,
  };
}

test("a worker builds the same files of every format", async () => {
  for (const format of exportFormatNames) {
    for (const shape of format === "onnx" ? [digits, tiny] : [digits]) {
      const expected = exportFiles(format, materialOf(shape));
      const files = await exportInWorker(workerPath, format, materialOf(shape));
      assert.deepEqual(
        files.map(({ path }) => path),
        expected.map(({ path }) => path),
      );
      for (const [index, { bytes }] of expected.entries()) assert.ok(Buffer.from(files[index].bytes).equals(bytes));
    }
  }
});

test("what an export is refused for in the worker is said in its sentence", async () => {
  const material = { ...materialOf(tiny), weights: new Uint8Array(3) };
  await assert.rejects(exportInWorker(workerPath, "onnx", material), {
    message: "the network: expected a safetensors file of at least 8 bytes, found 3 bytes.",
  });
});

test("a worker that cannot be started, or ends before it has answered, is an error", async () => {
  const nowhere = fileURLToPath(new URL("./nowhere.ts", import.meta.url));
  await assert.rejects(exportInWorker(nowhere, "csv", materialOf(digits)), /^Error: Export: expected its files, found/);
  const silent = fileURLToPath(new URL("../../extension/exports/crc32c.ts", import.meta.url));
  await assert.rejects(exportInWorker(silent, "csv", materialOf(digits)), /its worker ended with code 0\.$/);
});
