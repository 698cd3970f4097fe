import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { verdictOfName, weightsFileExtensions } from "../extension/vscode/namedFiles/weightsFileNames.ts";

interface Manifest {
  readonly contributes: {
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when: string }[]>>;
    readonly customEditors: readonly { readonly selector: readonly { readonly filenamePattern: string }[] }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}
const { contributes }: Manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

test("the Explorer's menu, and a button where another editor shows it, offer what can be done with weights for every file that by its name is one, and no other", () => {
  const names = [...weightsFileExtensions.flatMap((end) => [`digits.${end}`, `DIGITS.${end.toUpperCase()}`])];
  const { "explorer/context": explorer, "editor/title": buttons } = contributes.menus;
  const opening = buttons.filter(({ command }) => command === "downhill.openSavedWeights");
  assert.equal(opening.length, 1);
  for (const { command, when } of [...explorer, ...opening]) {
    const pattern = /resourceFilename =~ \/(?<source>.*)\/i$/.exec(when)?.groups?.source;
    assert.ok(pattern, `${command} is offered by a file's name`);
    for (const name of [...names, "digits.json", "digits.py", "npz", ".npz"]) {
      assert.equal(new RegExp(pattern, "i").test(name), verdictOfName(name) === "weights", `${command}, ${name}`);
    }
  }
});

test("every file that by its name is weights can be opened in the weights editor", () => {
  const patterns = contributes.customEditors.flatMap(({ selector }) => selector.map((one) => one.filenamePattern));
  const ends = weightsFileExtensions.map((end) => `*.${end.slice(end.lastIndexOf(".") + 1)}`);
  assert.deepEqual([...new Set(patterns)].sort(), [...new Set(ends)].sort());
});

test("the tree lists by default every file that by its name is weights", () => {
  const { default: pattern } = contributes.configuration.properties["downhill.savedWeights.files"];
  assert.equal(pattern, `**/*.{${weightsFileExtensions.join(",")}}`);
});
