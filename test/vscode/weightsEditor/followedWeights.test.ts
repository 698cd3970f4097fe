import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import type { FileFacts } from "../../../extension/vscode/files/fileVersion.ts";
import { FollowedWeights } from "../../../extension/vscode/weightsEditor/followedWeights.ts";
import type { OpenWeights } from "../../../extension/weightsReader/weightsReader.ts";

test("a file is read when somebody looks, and not before", async (t) => {
  const { file, followed, next } = follow(t);
  assert.equal(file.openings, 0);
  followed.look(t);
  await next();
  assert.equal(file.openings, 1);
  assert.equal(followed.reading?.number, 1);
  assert.equal(followed.trouble, null);
});

test("a file that changed is read anew, and the reading before is closed", async (t) => {
  const { file, followed, next } = follow(t);
  followed.look(t);
  await next();
  file.write({ byteLength: 100, modifiedMs: 2 });
  followed.changedOnDisk();
  await next();
  assert.equal(followed.reading?.number, 2);
  assert.equal(followed.reading?.modifiedMs, 2);
  assert.deepEqual(file.closed, [1]);
});

test("nothing is read of a file that changes while nobody looks, until somebody does", async (t) => {
  const { file, followed, clock, next } = follow(t);
  followed.look(t);
  await next();
  followed.lookAway(t);
  followed.changedOnDisk();
  clock.goOn(60_000);
  await settled();
  assert.equal(file.openings, 1);
  followed.look(t);
  await next();
  assert.equal(followed.reading?.number, 2);
});

test("a half-written file is no error: the last reading stays, and it is tried again until it is whole", async (t) => {
  const { file, followed, next } = follow(t);
  followed.look(t);
  await next();
  file.problem = "w.npz: expected 100 bytes, found 50.";
  followed.changedOnDisk();
  await next();
  assert.deepEqual(followed.trouble, { type: "settling" });
  assert.equal(followed.reading?.number, 1);
  assert.deepEqual(file.closed, []);
  file.problem = null;
  await next();
  assert.equal(followed.trouble, null);
  assert.equal(followed.reading?.number, 2);
});

test("a file that stays broken is said to be so in its own sentence, and shown as soon as it is whole again", async (t) => {
  const { file, followed, clock, next } = follow(t);
  followed.look(t);
  await next();
  file.problem = "w.npz: expected 100 bytes, found 50.";
  followed.changedOnDisk();
  while (followed.trouble?.type !== "unreadable") await next();
  assert.equal(followed.trouble.problem.message, "w.npz: expected 100 bytes, found 50.");
  assert.equal(followed.reading?.number, 1);
  const { openings } = file;
  clock.goOn(60_000);
  await settled();
  assert.equal(file.openings, openings, "it is not read for ever");
  file.problem = null;
  followed.changedOnDisk();
  await next();
  assert.equal(followed.trouble, null);
});

test("a file that was never read well is said to be unreadable at once", async (t) => {
  const { file, followed, next } = follow(t);
  file.problem = "w.npz: expected a weights file, found a folder.";
  followed.look(t);
  await next();
  assert.equal(followed.trouble?.type, "unreadable");
  assert.equal(followed.reading, null);
});

test("a script that writes all the time is read all the time", async (t) => {
  const { file, followed, clock, next } = follow(t);
  followed.look(t);
  await next();
  for (let k = 0; k < 100; k++) {
    followed.changedOnDisk();
    clock.goOn(20);
    await settled();
  }
  assert.ok(file.openings >= 20, `${file.openings} readings in two seconds`);
});

test("a change that nobody told of is found when a question fails", async (t) => {
  const { file, followed, clock, next } = follow(t);
  followed.look(t);
  await next();
  await followed.suspect();
  clock.goOn(60_000);
  await settled();
  assert.equal(file.openings, 1, "the file is as it was");
  file.write({ byteLength: 7, modifiedMs: 9 });
  await followed.suspect();
  await next();
  assert.equal(followed.reading?.number, 2);
});

test("a change that is being read when a question fails is read once", async (t) => {
  const { file, followed, clock, next } = follow(t);
  followed.look(t);
  await next();
  file.write({ byteLength: 7, modifiedMs: 9 });
  const suspected = followed.suspect();
  followed.changedOnDisk();
  clock.goOn(100);
  await suspected;
  await settled();
  clock.goOn(60_000);
  await settled();
  assert.equal(followed.reading?.number, 2);
});

test("a reading that comes after the editor was closed is closed", async (t) => {
  const { file, followed, clock } = follow(t);
  followed.look(t);
  clock.goOn(0);
  followed.dispose();
  await settled();
  assert.deepEqual(file.closed, [1]);
});

/** A file that a test writes, and a clock that goes as the test says. */
function follow(t: TestContext) {
  const onDisk = { now: { byteLength: 100, modifiedMs: 1 } as FileFacts };
  const file = {
    openings: 0,
    closed: [] as number[],
    problem: null as string | null,
    write: (facts: FileFacts) => {
      onDisk.now = facts;
    },
  };
  const clock = new Clock();
  const followed = new FollowedWeights(
    {
      facts: async () => onDisk.now,
      open: async () => {
        const opening = ++file.openings;
        if (file.problem !== null) throw new Error(file.problem);
        const opened = { summary: {} as WeightsSummary, dispose: () => file.closed.push(opening) };
        return opened as unknown as OpenWeights;
      },
    },
    clock.doLater,
  );
  t.after(() => followed.dispose());
  /** Lets time go on until something is told. */
  const next = async () => {
    let isTold = false;
    const listening = followed.onDidChange(() => {
      isTold = true;
    });
    for (let k = 0; k < 100 && !isTold; k++) {
      await settled();
      if (!isTold) clock.goOn(100);
      await settled();
    }
    listening.dispose();
    assert.ok(isTold, "nothing was told");
  };
  return { file, followed, clock, next };
}

class Clock {
  #nowMs = 0;
  readonly #actions = new Set<{ readonly atMs: number; readonly action: () => void }>();

  readonly doLater = (delayMs: number, action: () => void) => {
    const planned = { atMs: this.#nowMs + delayMs, action };
    this.#actions.add(planned);
    return () => void this.#actions.delete(planned);
  };

  goOn(ms: number): void {
    this.#nowMs += ms;
    for (const planned of [...this.#actions]) {
      if (planned.atMs > this.#nowMs) continue;
      this.#actions.delete(planned);
      planned.action();
    }
  }
}

/** All promises that can be settled without time going on are. */
async function settled(): Promise<void> {
  for (let k = 0; k < 20; k++) await Promise.resolve();
}
