import assert from "node:assert/strict";
import { test } from "node:test";
import { namedFiles } from "../../../extension/vscode/namedFiles/namedFiles.ts";
import { namedFilesAround } from "../../../extension/vscode/namedFiles/namedFilesAround.ts";
import { endsOfWeightsNames } from "../../../extension/vscode/namedFiles/weightsFileNames.ts";

const unknown = () => undefined;
const filler = "print('nothing here')\n".repeat(30);

test("what is read around all names is what is read of the whole text, places and all", () => {
  const text = `${filler}a = load(\n  os.path.join(\n    "runs",\n    "a.npz",\n  )\n)\n${filler}see b.pt and c.onnx\n${filler}`;
  assert.deepEqual(namedFilesAround(text, endsOfWeightsNames(text), unknown), namedFiles(text, unknown));
});

test("of many names only those near the wanted ones are read", () => {
  const text = Array.from({ length: 10_000 }, (_, k) => `  "layer.${k}": "model-${k}.safetensors",`).join("\n");
  const ends = endsOfWeightsNames(text);
  assert.equal(ends.length, 10_000);
  const paths = namedFilesAround(text, ends.slice(5000, 5001), unknown).map(({ path }) => path);
  const expected = Array.from({ length: 13 }, (_, k) => `model-${4994 + k}.safetensors`);
  assert.deepEqual(paths, expected);
});

test("a line of data that is millions long is read near the name alone", () => {
  const text = `${"x,".repeat(1_000_000)} "a.npz" ${"y,".repeat(1_000_000)}`;
  const [named, ...others] = namedFilesAround(text, endsOfWeightsNames(text), unknown);
  assert.equal(named.path, "a.npz");
  assert.equal(text.slice(named.start, named.end), '"a.npz"');
  assert.deepEqual(others, []);
});

test("names that may be another's are no places of weights", () => {
  assert.deepEqual(endsOfWeightsNames("a.json b.bin c.ckpt"), []);
  const text = "model.safetensors.index.json d.NPZ";
  assert.deepEqual(endsOfWeightsNames(text), [28, 34]);
});
