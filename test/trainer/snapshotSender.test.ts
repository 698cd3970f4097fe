import assert from "node:assert/strict";
import { test } from "node:test";
import { nothingObserved, type Snapshot } from "../../extension/protocol/snapshot.ts";
import { SnapshotSender } from "../../extension/trainer/snapshotSender.ts";

const snapshot = {} as Snapshot;

/** A sender with a clock of its own, of which everything that is sent is drawn at once. */
function makeSender(takesMs: number) {
  const clock = { nowMs: 0 };
  const sentMs: number[] = [];
  const sender = new SnapshotSender(
    () => {
      sentMs.push(clock.nowMs);
      sender.noteTaken();
    },
    () => clock.nowMs,
  );
  sender.observe({ ...nothingObserved, activations: true });
  const take = () => {
    clock.nowMs += takesMs;
    return snapshot;
  };
  return { clock, sentMs, sender, take };
}

for (const [takesMs, most] of [
  [0, 30],
  [1, 20],
  [10, 2],
] as const) {
  test(`snapshots that take ${takesMs} ms go out at most ${most} times a second while it trains`, () => {
    const { clock, sentMs, sender, take } = makeSender(takesMs);
    while (clock.nowMs < 10_000) {
      sender.noteChange();
      sender.offer(true, take);
      clock.nowMs++;
    }
    // The first goes out at once.
    assert.ok(sentMs.length > most * 9 && sentMs.length <= most * 10 + 1, `found ${sentMs.length} in ten seconds`);
  });
}

test("a snapshot of a network that waits goes out at once, whatever it takes", () => {
  const { sentMs, sender, take } = makeSender(100);
  for (let k = 0; k < 5; k++) {
    sender.noteChange();
    sender.offer(false, take);
  }
  assert.equal(sentMs.length, 5);
});

test("no snapshot goes out while the one before is not drawn, nor when nothing has changed or is looked at", () => {
  const sent: Snapshot[] = [];
  const sender = new SnapshotSender((taken) => sent.push(taken));
  const offer = () => sender.offer(false, () => snapshot);
  offer();
  sender.noteChange();
  offer();
  assert.equal(sent.length, 0);
  sender.observe({ ...nothingObserved, neuron: { layer: 1, neuron: 0 } });
  offer();
  sender.noteChange();
  offer();
  assert.equal(sent.length, 1);
  sender.noteTaken();
  offer();
  offer();
  assert.equal(sent.length, 2);
});
