import assert from "node:assert/strict";
import { test } from "node:test";
import { exportFiles } from "../../extension/exports/exportFiles.ts";
import { type ExportFormatName, exportFormatNames } from "../../extension/exports/exportFormats.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { drawnNetwork } from "./drawnNetwork.ts";
import { someRuns } from "./someRuns.ts";

const digits = drawnNetwork({ sizes: [784, 12, 10], activations: ["sigmoid", "sigmoid"], cost: "quadratic" });
const material = {
  weights: writeSavedNetwork(digits),
  runs: someRuns,
  outputNames: [..."0123456789"],
  example: { pixels: new Uint8Array(784), label: 3 },
  name: "my digits",
  now: 99.5,
};

test("each format is written as files that are named after the one that was asked for", () => {
  const paths: Record<ExportFormatName, readonly string[]> = {
    onnx: ["my digits.onnx"],
    pytorch: ["my digits.py", "my digits.safetensors"],
    numpy: ["my digits.py", "my digits.safetensors"],
    notebook: ["my digits.ipynb", "my digits.safetensors"],
    csv: ["my digits.csv"],
    tensorboard: [1, 3].map((run) => `downhill-1970-01-01T000139/run-${run}/events.out.tfevents.99.downhill`),
  };
  for (const format of exportFormatNames) {
    const files = exportFiles(format, material);
    assert.deepEqual(
      files.map(({ path }) => path),
      paths[format],
    );
    assert.ok(files.every(({ bytes }) => bytes.length > 0));
  }
});

test("what is exported twice is the same to the byte", () => {
  for (const format of exportFormatNames) {
    const [once, again] = [exportFiles(format, material), exportFiles(format, material)];
    for (const [index, { bytes }] of once.entries()) assert.ok(Buffer.from(bytes).equals(again[index].bytes), format);
  }
});

test("a network that does not read digits has scripts as well, which say so", () => {
  const other = drawnNetwork({ sizes: [16, 4, 3], activations: ["relu", "sigmoid"], cost: "quadratic" });
  const example = { pixels: new Uint8Array(16), label: null };
  const otherMaterial = { ...material, weights: writeSavedNetwork(other), outputNames: [..."012"], example };
  assert.equal(exportFiles("onnx", otherMaterial).length, 1);
  for (const format of ["numpy", "pytorch", "notebook"] as const) {
    const [script] = exportFiles(format, otherMaterial);
    assert.match(new TextDecoder().decode(script.bytes), /It takes 16 inputs, where digits are square pictures of/);
  }
});
