import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { extensions } from "vscode";
import type { DownhillApi } from "../../extension/vscode/downhillApi.ts";

test("the extension's activation is measured: loading its bundle anew, and what activate() took", async (t) => {
  const extension = extensions.getExtension<DownhillApi>("downhill.downhill");
  assert.ok(extension);
  const { activationMs } = await extension.activate();
  const require = createRequire(import.meta.url);
  const bundle = require.resolve("../../dist/extension.cjs");
  delete require.cache[bundle];
  const startMs = performance.now();
  const { activate } = require(bundle);
  const loadMs = performance.now() - startMs;
  assert.equal(typeof activate, "function");
  t.diagnostic(`loading ${loadMs.toFixed(1)} ms, activate() ${activationMs.toFixed(1)} ms`);
});
