import assert from "node:assert/strict";
import { test } from "node:test";
import { commands, extensions } from "vscode";

test("the extension activates and every command it declares can be run", async () => {
  const extension = extensions.getExtension("downhill.downhill");
  assert.ok(extension);
  await extension.activate();
  const registered = new Set(await commands.getCommands(true));
  const declared: { command: string }[] = extension.packageJSON.contributes.commands;
  assert.ok(declared.length > 0);
  for (const { command } of declared) assert.ok(registered.has(command), command);
});
