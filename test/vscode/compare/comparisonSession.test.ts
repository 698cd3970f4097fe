import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import type { HostToCompare, SideName } from "../../../extension/protocol/compareMessages.ts";
import {
  ComparisonSession,
  type HeldSide,
  type SessionParts,
} from "../../../extension/vscode/compare/comparisonSession.ts";

const names = { a: { kind: "file", uri: "a" }, b: { kind: "file", uri: "b" } } as const;

/** Sides that are open or not, and a reader that does what the test says. */
function someParts(request: (signal: AbortSignal) => Promise<never>) {
  const open = new Set<string>();
  const told: HostToCompare[] = [];
  const openSide = async (name: SideName): Promise<HeldSide> => {
    const title = name.kind === "file" ? name.uri : name.kind;
    open.add(title);
    const form = { format: "safetensors", byteLength: 0, tensors: [], network: null } as const;
    const weights = { file: 1, dispose: () => open.delete(title) } as unknown as HeldSide["weights"];
    return { weights, side: { name, title, detail: "", ...form } };
  };
  const parts = {
    reader: { request: (_type: unknown, _files: unknown, { signal }: { signal: AbortSignal }) => request(signal) },
    openSide,
    offeredExamples: async () => [],
    findExamples: () => Promise.reject(new Error("not asked for")),
    openEditor: async () => undefined,
    post: (message: HostToCompare) => told.push(message),
    log: () => undefined,
  } as unknown as SessionParts;
  return { parts, open, told };
}

test("both sides are closed when they cannot be held against each other, and the page hears why", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { parts, open, told } = someParts(async () => {
    resolve();
    throw new Error("a: expected 3 tensors, found none.");
  });
  const session = new ComparisonSession(names, parts);
  session.receive({ type: "ready" });
  await asked;
  await new Promise(setImmediate);
  assert.deepEqual([...open], []);
  const refusal = told.find(({ type }) => type === "comparisonRefused");
  assert.deepEqual(refusal, { type: "comparisonRefused", names, message: "a: expected 3 tensors, found none." });
});

test("both sides are closed when the panel is closed while they are looked at", async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const { parts, open } = someParts(async (signal) => {
    resolve();
    await once(signal, "abort");
    throw signal.reason;
  });
  const session = new ComparisonSession(names, parts);
  await asked;
  assert.deepEqual([...open], ["a", "b"]);
  session.dispose();
  await new Promise(setImmediate);
  assert.deepEqual([...open], []);
});

test("a page that nobody sees is compared anew once somebody does, however often that was asked for", async () => {
  const asked: unknown[] = [];
  const { parts, open, told } = someParts(async () => {
    asked.push(1);
    return { pairs: [], haveSameSizes: false } as never;
  });
  const settled = () => new Promise(setImmediate);
  const session = new ComparisonSession(names, parts);
  session.receive({ type: "ready" });
  await settled();
  session.pageHidden();
  session.compareAgain();
  session.compareAgain();
  await settled();
  assert.equal(asked.length, 1);
  assert.equal(open.size, 2, "what was compared stays open");
  told.length = 0;
  session.receive({ type: "ready" });
  await settled();
  assert.equal(asked.length, 2);
  assert.deepEqual(
    told.filter(({ type }) => type === "comparisonOpened").length,
    1,
    "what was found before is not told again",
  );
  session.receive({ type: "ready" });
  await settled();
  assert.equal(asked.length, 2, "once is enough");
});
