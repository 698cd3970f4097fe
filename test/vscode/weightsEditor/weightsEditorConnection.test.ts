import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Emitter } from "../../../extension/liveNetwork/emitter.ts";
import { mostEntriesInMessage as most } from "../../../extension/protocol/listParts.ts";
import type { FileTrouble, HostToWeightsPage } from "../../../extension/protocol/weightsEditorMessages.ts";
import type { WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import type { FollowedWeights, WeightsReading } from "../../../extension/vscode/weightsEditor/followedWeights.ts";
import { WeightsEditorConnection } from "../../../extension/vscode/weightsEditor/weightsEditorConnection.ts";

/** A connection to a page that does nothing but receive, of a file that is what it is set to. */
class Wired {
  readonly posted: HostToWeightsPage[] = [];
  readonly #changed = new Emitter<void>();
  reading: WeightsReading | null = null;
  #trouble: FileTrouble | null = null;
  /** how long it takes to see whether the file is another */
  suspecting = Promise.resolve();
  readonly connection = new WeightsEditorConnection({
    name: "some.npz",
    followed: this.#followed,
    actions: { loadIntoPanel: async () => {}, compare: async () => {}, copyLoadingCode: async () => {} },
    post: (message) => this.posted.push(message),
    report: (error) => assert.fail(String(error)),
    log: (line) => assert.fail(line),
  });

  get #followed(): FollowedWeights {
    const wired = this;
    const followed = {
      get reading() {
        return wired.reading;
      },
      get trouble() {
        return wired.#trouble;
      },
      onDidChange: this.#changed.event,
      look: () => {},
      lookAway: () => {},
      suspect: () => wired.suspecting,
    };
    return followed as unknown as FollowedWeights;
  }

  /** The file was read, and has so many tensors. */
  read(number: number, tensorCount: number): void {
    const tensors = Array.from({ length: tensorCount }, (_, i) => ({
      name: `${number}.${i}`,
      dtype: "F32",
      shape: [],
    }));
    const summary = { tensors } as unknown as WeightsSummary;
    this.reading = { number, modifiedMs: 0, opened: { summary } as unknown as WeightsReading["opened"] };
    this.#changed.fire();
  }

  /** The file is written to, or cannot be read, while what was read before stays. */
  falterBy(trouble: FileTrouble | null): void {
    this.#trouble = trouble;
    this.#changed.fire();
  }

  async untilFileOf(reading: number): Promise<void> {
    while (!this.posted.some((message) => message.type === "fileChanged" && message.file?.reading === reading)) {
      await nextTurn();
    }
  }
}

test("the page is sent very many tensors, so many a turn, then the file, then what somebody came for", async () => {
  const wired = new Wired();
  wired.read(1, 2 * most + 500);
  const ready = wired.connection.receive({ type: "ready" });
  wired.connection.showPart({ kind: "tensor", name: "1.7" });
  assert.equal(wired.posted.length, 1);
  await nextTurn();
  assert.equal(wired.posted.length, 2);
  await ready;
  assert.deepEqual(wired.posted.map(inShort), [
    `1.0 … 1.${most - 1} from 0 on`,
    `1.${most} … 1.${2 * most - 1} from ${most} on`,
    `file 1 with 1.${2 * most} … 1.${2 * most + 499} after ${2 * most}`,
    "showPart",
  ]);
});

test("a file of few tensors is sent at once", async () => {
  const wired = new Wired();
  wired.read(1, most);
  void wired.connection.receive({ type: "ready" });
  assert.deepEqual(wired.posted.map(inShort), [`file 1 with 1.0 … 1.${most - 1} after 0`]);
});

test("of a file that changes while it is sent, or whose page is hidden, no more is sent", async () => {
  const wired = new Wired();
  wired.read(1, 3 * most);
  void wired.connection.receive({ type: "ready" });
  await nextTurn();
  wired.read(2, 1);
  await wired.untilFileOf(2);
  const begun = wired.posted.length;
  await nextTurn();
  assert.equal(wired.posted.length, begun);
  assert.equal(inShort(wired.posted[begun - 1]), "file 2 with 2.0 … 2.0 after 0");

  wired.read(3, 3 * most);
  wired.connection.pageHidden();
  await nextTurn();
  await nextTurn();
  assert.equal(wired.posted.length, begun + 1);
});

test("of a file that was sent its trouble alone is told, and its tensors again to a page that has loaded anew", async () => {
  const wired = new Wired();
  wired.read(1, 2 * most);
  await wired.connection.receive({ type: "ready" });
  assert.equal(wired.posted.length, 2);
  wired.falterBy({ type: "settling" });
  wired.falterBy(null);
  assert.deepEqual(wired.posted.splice(0).slice(2), [
    { type: "troubleChanged", trouble: { type: "settling" } },
    { type: "troubleChanged", trouble: null },
  ]);
  await wired.connection.receive({ type: "ready" });
  assert.deepEqual(wired.posted.map(inShort), [
    `1.0 … 1.${most - 1} from 0 on`,
    `file 1 with 1.${most} … 1.${2 * most - 1} after ${most}`,
  ]);
});

test("a file that falters while it is sent is sent once, with its latest trouble", async () => {
  const wired = new Wired();
  wired.read(1, 3 * most);
  const ready = wired.connection.receive({ type: "ready" });
  wired.falterBy({ type: "settling" });
  await ready;
  assert.equal(wired.posted.length, 3);
  const last = wired.posted[2];
  assert.deepEqual(last.type === "fileChanged" && last.trouble, { type: "settling" });
});

test("why a file cannot be read that never could is told at each attempt", async () => {
  const wired = new Wired();
  await wired.connection.receive({ type: "ready" });
  assert.deepEqual(wired.posted, []);
  const trouble = { type: "unreadable", problem: { message: "It is empty.", format: null }, sinceMs: 0 } as const;
  wired.falterBy(trouble);
  assert.deepEqual(wired.posted, [{ type: "fileChanged", file: null, trouble }]);
});

test("what a page asks that has loaded anew can be taken back, though an earlier page asked under the same number", async () => {
  const wired = new Wired();
  wired.read(1, 1);
  const { promise, resolve } = Promise.withResolvers<void>();
  wired.suspecting = promise;
  const signals: AbortSignal[] = [];
  Object.assign(wired.reading?.opened ?? assert.fail(), {
    takeStatistics: (_tensor: number, { signal }: { signal: AbortSignal }) => {
      signals.push(signal);
      return signals.length === 1 ? Promise.reject(new Error("no numbers")) : new Promise(() => {});
    },
  });
  const ask = { type: "takeStatistics", id: 1, reading: 1, tensor: 0 };
  await wired.connection.receive({ type: "ready" });
  const earlier = wired.connection.receive(ask);
  await nextTurn();
  await wired.connection.receive({ type: "ready" });
  void wired.connection.receive(ask);
  resolve();
  await earlier;
  await wired.connection.receive({ type: "cancel", id: 1 });
  assert.equal(signals[1].aborted, true);
});

function inShort(message: HostToWeightsPage): string {
  if (message.type === "tensorsListed") return `${endsOf(message.tensors)} from ${message.from} on`;
  if (message.type !== "fileChanged" || !message.file) return message.type;
  const { reading, summary, tensorsBefore } = message.file;
  return `file ${reading} with ${endsOf(summary.tensors)} after ${tensorsBefore}`;
}

function endsOf(tensors: WeightsSummary["tensors"]): string {
  return `${tensors[0].name} … ${tensors.at(-1)?.name}`;
}
