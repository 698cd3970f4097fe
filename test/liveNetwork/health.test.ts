import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { type DiagnosticsSnapshot, nothingObserved } from "../../extension/protocol/snapshot.ts";
import { trainFor, whenState } from "./liveRuns.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

async function diagnosticsOf(live: LiveNetwork): Promise<DiagnosticsSnapshot> {
  const { diagnostics } = await live.takeSnapshot({ ...nothingObserved, diagnostics: true });
  assert.ok(diagnostics);
  return diagnostics;
}

test("one click brings a network whose neurons were dying back to where it learns", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1.5 }, "built-in");
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are dying/);
  assert.deepEqual(live.state.noticeAction, { type: "rollBack", step: 0, learningRate: 0.1 });
  await live.takeNoticeAction();
  await trainFor(live, 3);
  assert.equal(live.state.notice, null);
  assert.ok((live.state.progress?.accuracy ?? 0) > 0.75, `found ${live.state.progress?.accuracy}`);
  assert.equal(live.runs.length, 2);
});

test("a network that had learnt and then diverges goes back to its last good step", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  await trainFor(live, 2);
  const { accuracy } = live.state.progress ?? {};
  await live.setLearningRate(1000);
  await live.train();
  const { noticeAction } = await whenState(live, (state) => state.notice !== null);
  await live.pause();
  // Training was judged from the step on at which the learning rate was changed.
  assert.deepEqual(noticeAction, { type: "rollBack", step: 2400, learningRate: 1.5 });
  await live.rollBack(noticeAction);
  assert.equal(live.state.progress?.accuracy, accuracy);
});

test("diagnostics of a step that is reached another way are those of the new weights", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes"); // 50 steps an epoch
  await trainFor(live, 2);
  const before = await diagnosticsOf(live);
  await live.showStep(50);
  await live.setLearningRate(0.3);
  await live.trainOnFromHere();
  await trainFor(live, 1);
  const after = await diagnosticsOf(live);
  assert.deepEqual([before.step, after.step], [100, 100]);
  assert.notEqual(after.layers[0].gradientLength, before.layers[0].gradientLength);
});

test("while training diagnostics come about once a second, and at its end once more", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "built-in");
  const measured: number[] = [];
  const startMs = performance.now();
  live.onDidTakeSnapshot(({ diagnostics }) => {
    if (diagnostics) measured.push(diagnostics.step);
    live.snapshotDrawn();
  });
  await live.observe({ ...nothingObserved, diagnostics: true });
  await trainFor(live, 8);
  const elapsedMs = performance.now() - startMs;
  assert.equal((await diagnosticsOf(live)).step, live.state.progress?.step);
  // One when asked for, one when training begins, one a second, one at the end.
  assert.ok(measured.length <= 3 + elapsedMs / 1000, `${measured.length} in ${Math.round(elapsedMs)} ms`);
});

test("who asks anew is told the diagnostics again before the next step", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create(smallSettings, "stripes");
  await live.setPace(3); // a step in three seconds
  await live.train();
  const told = (): Promise<DiagnosticsSnapshot> =>
    new Promise((resolve) => {
      const listening = live.onDidTakeSnapshot(({ diagnostics }) => {
        live.snapshotDrawn();
        if (!diagnostics) return;
        listening.dispose();
        resolve(diagnostics);
      });
    });
  for (let times = 0; times < 2; times++) {
    const next = told();
    await live.observe({ ...nothingObserved, diagnostics: true });
    assert.equal((await next).step, 0);
    await live.observe(nothingObserved);
  }
});
