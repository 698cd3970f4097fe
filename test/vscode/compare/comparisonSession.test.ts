import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import type { HostToCompare, SideName } from "../../../extension/protocol/compareMessages.ts";
import { listsOf } from "../../../extension/protocol/comparisonLists.ts";
import { mostEntriesInMessage } from "../../../extension/protocol/listParts.ts";
import type { ComparisonOutline } from "../../../extension/protocol/weightsComparison.ts";
import type { TensorForm } from "../../../extension/protocol/weightsSummary.ts";
import {
  ComparisonSession,
  type HeldSide,
  type SessionParts,
} from "../../../extension/vscode/compare/comparisonSession.ts";

const names = { a: { kind: "file", uri: "a" }, b: { kind: "file", uri: "b" } } as const;

/** Sides that are open or not, and a reader that outlines as the test says. */
function someParts(outline: (signal: AbortSignal) => Promise<ComparisonOutline>, tensors: readonly TensorForm[] = []) {
  const open = new Set<string>();
  const told: HostToCompare[] = [];
  const openSide = async (name: SideName): Promise<HeldSide> => {
    const title = name.kind === "file" ? name.uri : name.kind;
    open.add(title);
    const form = { format: "safetensors", byteLength: 0, tensors, network: null } as const;
    const weights = { file: 1, dispose: () => open.delete(title) } as unknown as HeldSide["weights"];
    return { weights, side: { name, title, detail: "", ...form } };
  };
  const parts = {
    reader: { outlineComparison: (_files: unknown, { signal }: { signal: AbortSignal }) => outline(signal) },
    openSide,
    offeredExamples: async () => [],
    findExamples: () => Promise.reject(new Error("not asked for")),
    openEditor: async () => undefined,
    post: (message: HostToCompare) => told.push(message),
    log: () => undefined,
  } as unknown as SessionParts;
  return { parts, open, told };
}

/** Of files of so many tensors, no pair of which can be compared. */
function outlineOf(pairCount: number): ComparisonOutline {
  const turns = { isTurnedInA: false, isTurnedInB: false };
  const pairs = Array.from({ length: pairCount }, (_, place) => {
    return { a: place, b: place, part: null, ...turns, shape: [], problem: "They are of other shapes." };
  });
  return { pairs, onlyInA: [], onlyInB: [], differences: [], remarks: [], haveSameSizes: false };
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
    return outlineOf(0);
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

test("a page is told very many pairs, one short message a turn, and again when it was hidden meanwhile", async () => {
  const outline = outlineOf(2 * mostEntriesInMessage + 1);
  const tensors = outline.pairs.map(({ a }) => ({ name: `${a}`, dtype: "F32", shape: [] }));
  const { parts, told } = someParts(async () => outline, tensors);
  const session = new ComparisonSession(names, parts);
  const listings = () => told.filter(({ type }) => type === "comparisonListed" || type === "comparisonOpened");
  const nextTurn = () => new Promise(setImmediate);
  session.receive({ type: "ready" });
  while (listings().length < 2) await nextTurn();
  session.pageHidden();
  await nextTurn();
  assert.equal(listings().length, 2);

  told.length = 0;
  session.receive({ type: "ready" });
  for (let before = -1; !told.some(({ type }) => type === "comparisonOpened"); await nextTurn()) {
    assert.ok(listings().length <= before + 1 || before < 0, "more than one message in a turn");
    before = listings().length;
  }
  const gathered: number[] = [];
  for (const message of listings()) {
    const isLast = message.type === "comparisonOpened";
    if (!isLast && message.type !== "comparisonListed") continue;
    const lists = isLast ? listsOf(message.comparison) : message.lists;
    const entries = Object.values(lists).reduce((sum, list) => sum + list.length, 0);
    assert.ok(entries <= mostEntriesInMessage, `${entries} entries`);
    assert.equal(isLast ? message.listedBefore : message.from, gathered.length);
    assert.equal(lists.tensorsOfB.length, lists.pairs.length);
    gathered.push(...lists.pairs.map(({ a }) => a));
  }
  assert.deepEqual(
    gathered,
    outline.pairs.map(({ a }) => a),
  );
});

test("nothing more is posted to a panel that is closed while its page is told of a comparison", async () => {
  const { parts, told } = someParts(async () => outlineOf(2 * mostEntriesInMessage));
  const session = new ComparisonSession(names, parts);
  session.receive({ type: "ready" });
  while (!told.some(({ type }) => type === "comparisonListed")) await new Promise(setImmediate);
  session.dispose();
  const before = told.length;
  for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
  assert.equal(told.length, before);
});
