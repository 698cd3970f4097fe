import assert from "node:assert/strict";
import { test } from "node:test";
import { notebook } from "../../../extension/exports/scripts/notebook.ts";
import { numpyScript } from "../../../extension/exports/scripts/numpyScript.ts";
import { pytorchScript } from "../../../extension/exports/scripts/pytorchScript.ts";
import type { ScriptedNetwork } from "../../../extension/exports/scripts/scriptedNetwork.ts";
import { runCases, scriptCases } from "./scriptCases.ts";

const cases = [...scriptCases, ...runCases].map(({ scripted }) => scripted);
const hidden = Array<number>(12).fill(100);
const deep: ScriptedNetwork = {
  ...cases[0],
  shape: { sizes: [784, ...hidden, 10], activations: [...hidden, 10].map(() => "leakyRelu"), cost: "quadratic" },
};

function codeOf(network: ScriptedNetwork): string[] {
  const { cells } = JSON.parse(notebook(network)) as { cells: { cell_type: string; source: string[] }[] };
  const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source.join(""));
  return [numpyScript(network), pytorchScript(network), ...code];
}

test("no line of Python is longer than 120 characters, however deep the network", () => {
  const lines = [...cases, deep].flatMap(codeOf).flatMap((text) => text.split("\n"));
  assert.deepEqual(
    lines.filter((line) => line.length > 120),
    [],
  );
});
