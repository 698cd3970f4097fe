import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Tensor, writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { someNetwork, someTraining } from "../weights/someNetwork.ts";

const script = fileURLToPath(new URL("../../scripts/describe.ts", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "downhill-describe-"));
after(() => rmSync(folder, { recursive: true }));

/** Runs `npm run describe` without npm, as if called in the folder of the files. */
function describe(...words: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...words],
      { env: { ...process.env, INIT_CWD: folder } },
      (error, output, errors) => {
        resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, output, errors });
      },
    );
  });
}

function write(name: string, bytes: Uint8Array): string {
  writeFileSync(join(folder, name), bytes);
  return name;
}

const floats = Float32Array.of(1, 0, -4, Number.NaN, Number.POSITIVE_INFINITY, 2);
const odd: readonly Tensor[] = [
  { name: "a", dtype: "F32", shape: [2, 3], bytes: new Uint8Array(floats.buffer) },
  { name: "b", dtype: "F8_E5M2", shape: [2], bytes: Uint8Array.of(1, 2) },
];
const oddFile = write("odd.safetensors", writeSafetensors({ tensors: odd, metadata: new Map([["made", "by hand"]]) }));
const network = someNetwork([3]);
const networkFile = write("network.safetensors", writeSavedNetwork(network));

suite("npm run describe", () => {
  test("--json prints the tensors with what was counted, the network and the metadata", async () => {
    const { exitCode, output, errors } = await describe(oddFile, "--json");
    assert.deepEqual([exitCode, errors], [0, ""]);
    const unread = { min: null, max: null, mean: null, zeros: null, nonFinite: null };
    assert.deepEqual(JSON.parse(output), {
      format: "safetensors",
      tensors: [
        { name: "a", dtype: "F32", shape: [2, 3], min: -4, max: 2, mean: -0.25, zeros: 1, nonFinite: 2 },
        { name: "b", dtype: "F8_E5M2", shape: [2], ...unread },
      ],
      network: null,
      metadata: { made: "by hand" },
    });
    const described = JSON.parse((await describe(networkFile, "--json")).output);
    assert.deepEqual(described.network, {
      sizes: [784, 3, 10],
      activations: ["relu", "sigmoid"],
      parameters: 784 * 3 + 3 + 30 + 10,
    });
    assert.equal(described.metadata.accuracy, "0.9512");
  });

  test("says in words and a table what the file is, and why it is no network", async () => {
    const { output } = await describe(networkFile);
    const lines = output.split("\n");
    assert.match(lines[0], /^network\.safetensors · safetensors · .*kB · 4 tensors · 2,395 numbers$/);
    assert.match(lines[1], /^784–3–10 · ReLU · sigmoid output · 2,395 parameters$/);
    assert.match(lines[2], /^trained on .* · 2 epochs · reads 95\.12\s% right/);
    assert.match(output, /^tensor +dtype +shape +min +max +mean +deviation +zeros +not finite +from min to max$/m);
    assert.match(output, /^2\.weight +F32 +\[10, 3\] +−?[\d.]+ +−?[\d.]+ +−?[\d.]+ +[\d.]+ +0 +0 +[ ▁-█]+$/m);
    assert.match(
      (await describe(oddFile)).output,
      /^No network of dense layers: odd\.safetensors, b: expected a dtype such as F32, found F8_E5M2\.$/m,
    );
  });

  test("--compare adds how the other file differs", async () => {
    const moved = someNetwork([3], { ...someTraining, seed: 2 });
    moved.parameters[1].biases[4] += 1;
    const other = write("moved.safetensors", writeSavedNetwork(moved));
    const { comparison } = JSON.parse((await describe(networkFile, "--compare", other, "--json")).output);
    const changes = comparison.tensors.map(({ a, equal, count }: Record<string, unknown>) => [a, equal, count]);
    assert.deepEqual(changes, [
      ["0.weight", 2352, 2352],
      ["0.bias", 3, 3],
      ["2.weight", 30, 30],
      ["2.bias", 9, 10],
    ]);
    assert.deepEqual([comparison.onlyInA, comparison.onlyInB], [[], []]);
    const { output } = await describe(networkFile, "--compare", other);
    assert.match(output, /^Compared: A network\.safetensors, B moved\.safetensors\n1 of 2,395 numbers changed/m);
    assert.match(output, /^output layer, biases .* at \[4\]$/m);
  });

  const cut = write("cut.safetensors", writeSavedNetwork(network).slice(0, 2000));
  for (const [words, message] of [
    [[cut], /^cut\.safetensors, 0\.weight: expected .*, found .*\.\n$/],
    [["none.npy"], /^none\.npy: expected a file that can be opened, found no such file\.\n$/],
    [[networkFile, "--compare", cut], /^cut\.safetensors, 0\.weight: expected .*\.\n$/],
    [
      [networkFile, oddFile],
      /^describe: expected one weights file, found network\.safetensors and odd\.safetensors\.\n$/,
    ],
    [[], /^describe: expected a weights file, found no argument\.\n$/],
    [[networkFile, "--yaml"], /^Unknown option '--yaml'.*\n$/],
  ] as const) {
    test(`ends with 2 and one sentence: describe ${words.join(" ")}`, async () => {
      const { exitCode, output, errors } = await describe(...words);
      assert.deepEqual([exitCode, output], [2, ""]);
      assert.match(errors, message);
    });
  }
});
