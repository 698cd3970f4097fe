import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { nothingObserved, observationSchema } from "../../extension/protocol/snapshot.ts";
import { sameObservation, unitedObservation } from "../../webview/unitedObservation.ts";

test("no wish is nothing observed", () => {
  assert.deepEqual(unitedObservation([]), nothingObserved);
  assert.deepEqual(unitedObservation([{}, {}]), nothingObserved);
});

test("wishes are united so that each is granted", () => {
  const rows = [{ layer: 1, from: 0, count: 16 }];
  const neuron = { layer: 2, neuron: 3 };
  assert.deepEqual(
    unitedObservation([
      { activations: true, connections: 50 },
      { connections: 200, rows, diagnostics: true },
      { neuron },
    ]),
    {
      activations: true,
      connections: 200,
      rows,
      neuron,
      diagnostics: true,
    },
  );
});

test("rows that another wish holds are asked for once", () => {
  const all = { layer: 1, from: 0, count: 16 };
  const one = { layer: 1, from: 5, count: 1 };
  const elsewhere = { layer: 2, from: 5, count: 1 };
  assert.deepEqual(unitedObservation([{ rows: [all] }, { rows: [one, elsewhere] }]).rows, [all, elsewhere]);
});

test("many wishes still make an observation that the host accepts", () => {
  const rows = Array.from({ length: 40 }, (_, layer) => ({ layer: layer + 1, from: 0, count: 1 }));
  assert.ok(v.is(observationSchema, unitedObservation([{ rows }, { rows: [{ layer: 1, from: 0, count: 0 }] }])));
});

test("observations are the same when they ask for the same", () => {
  const one = { ...nothingObserved, activations: true, connections: 1, rows: [{ layer: 1, from: 0, count: 1 }] };
  assert.ok(sameObservation(one, structuredClone(one)));
  for (const difference of [
    { activations: false },
    { connections: 2 },
    { diagnostics: true },
    { rows: [] },
    { rows: [{ layer: 1, from: 1, count: 1 }] },
    { neuron: { layer: 1, neuron: 0 } },
  ]) {
    assert.ok(!sameObservation(one, { ...one, ...difference }), JSON.stringify(difference));
  }
});
