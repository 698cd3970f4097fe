import assert from "node:assert/strict";
import { test } from "node:test";
import { definitionsIn } from "../../../extension/vscode/namedFiles/definitions.ts";

test("definitions are found in Python, TypeScript and shell, the last of each name", () => {
  const text = `
models = Path("a")
MODELS: Path = Path("models")  # where they are
  export const folder: string = "m";
let other := "go"
models = Path("b")
if models == folder: pass
const arrow => 3
`;
  assert.deepEqual(Object.fromEntries(definitionsIn(text)), {
    models: `Path("b")`,
    MODELS: `Path("models")  # where they are`,
    folder: `"m";`,
    other: `"go"`,
  });
});

test("a hundred thousand blanks are read in steps that grow with their number", () => {
  assert.equal(definitionsIn(`${" ".repeat(100_000)}\nconst ${"a ".repeat(50_000)}`).size, 0);
});
