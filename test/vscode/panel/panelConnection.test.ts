import assert from "node:assert/strict";
import { test } from "node:test";
import { LiveNetwork } from "../../../extension/liveNetwork/liveNetwork.ts";
import { nothingObserved } from "../../../extension/protocol/snapshot.ts";
import type { HostToWebview } from "../../../extension/protocol/webviewMessages.ts";
import { Cancelled } from "../../../extension/vscode/cancelled.ts";
import { PanelConnection } from "../../../extension/vscode/panel/panelConnection.ts";
import { bareSnapshot } from "../../webview/someLiveState.ts";
import { ScriptedTrainer } from "../scriptedTrainer.ts";
import { someSettings } from "../someState.ts";

const snapshot = bareSnapshot;
const observation = { ...nothingObserved, activations: true, connections: 100 };

async function connected(requests = { newNetwork: async (): Promise<unknown> => undefined }) {
  const trainer = new ScriptedTrainer();
  const shelf = {
    find: async () => ({ source: { kind: "builtIn" } as const, label: "built-in digits", outputNames: [] }),
  };
  const liveNetwork = new LiveNetwork(
    () => trainer,
    shelf,
    () => undefined,
  );
  await liveNetwork.create(someSettings, "built-in");
  const posted: HostToWebview[] = [];
  const log: string[] = [];
  const connection = new PanelConnection({
    liveNetwork,
    requests: { saveWeights: async () => undefined, ...requests },
    post: (message) => posted.push(message),
    log: (line) => log.push(line),
  });
  const types = () => posted.map(({ type }) => type);
  return { trainer, liveNetwork, connection, posted, types, log };
}

test("nothing is sent to a panel before it is ready, then the whole state", async () => {
  const { connection, liveNetwork, types, posted } = await connected();
  liveNetwork.notify("a change");
  await liveNetwork.reset(); // begins a run
  assert.deepEqual(types(), []);
  await connection.receive({ type: "ready" });
  assert.deepEqual(types(), ["stateChanged", "runsReplaced"]);
  assert.deepEqual(posted[0], { type: "stateChanged", state: liveNetwork.state });
  connection.dispose();
});

test("what a panel sends is refused and logged when it is not in the protocol", async () => {
  const { connection, trainer, log } = await connected();
  await connection.receive({ type: "ready" });
  const before = trainer.received.length;
  for (const message of [
    null,
    "train",
    { type: "explode" },
    { type: "setLearningRate", learningRate: -1 },
    { type: "showExample", example: { set: "training", index: -1 } },
    { type: "observe", observation: { ...observation, connections: 1e9 } },
  ]) {
    await connection.receive(message);
  }
  assert.equal(trainer.received.length, before);
  assert.equal(log.length, 6);
  connection.dispose();
});

test("a snapshot is acknowledged to the trainer when the panel has drawn it, and not before", async () => {
  const { connection, trainer, types } = await connected();
  await connection.receive({ type: "ready" });
  trainer.say({ type: "snapshot", snapshot });
  assert.equal(types().at(-1), "snapshotTaken");
  assert.equal(trainer.count("snapshotTaken"), 0);
  await connection.receive({ type: "snapshotDrawn" });
  assert.equal(trainer.count("snapshotTaken"), 1);
  assert.equal(connection.snapshotsDrawn, 1);
  await connection.receive({ type: "snapshotDrawn" }); // of what was never sent
  assert.equal(trainer.count("snapshotTaken"), 1);
  connection.dispose();
});

test("a panel that is hidden with a snapshot undrawn neither halts the trainer nor observes", async () => {
  const { connection, trainer, types } = await connected();
  await connection.receive({ type: "ready" });
  await connection.receive({ type: "observe", observation });
  trainer.say({ type: "snapshot", snapshot });
  await connection.pageHidden();
  assert.equal(trainer.count("snapshotTaken"), 1);
  const last = trainer.received.findLast((message) => message.type === "observe");
  assert.deepEqual(last?.type === "observe" && last.observation, nothingObserved);
  // What was under way when it was hidden is taken and thrown away, and the page's last words are not heard.
  const sent = types().length;
  trainer.say({ type: "snapshot", snapshot });
  assert.equal(trainer.count("snapshotTaken"), 2);
  await connection.receive({ type: "observe", observation });
  assert.equal(
    trainer.received.findLast((message) => message.type === "observe"),
    last,
  );
  assert.equal(types().length, sent);
  connection.dispose();
});

test("a page that loads anew gets everything again, also when the one before it never drew its snapshot", async () => {
  const { connection, trainer, types } = await connected();
  await connection.receive({ type: "ready" });
  trainer.say({ type: "snapshot", snapshot });
  const sent = types().length;
  await connection.receive({ type: "ready" });
  assert.equal(trainer.count("snapshotTaken"), 1);
  assert.deepEqual(types().slice(sent), ["stateChanged", "runsReplaced"]);
  connection.dispose();
});

test("many changes of state at once are two messages: the first, and one with the last", async () => {
  const { connection, liveNetwork, posted } = await connected();
  await connection.receive({ type: "ready" });
  const sent = posted.length;
  for (let change = 1; change <= 100; change++) liveNetwork.notify(`change ${change}`);
  const states = () =>
    posted.slice(sent).flatMap((message) => (message.type === "stateChanged" ? [message.state] : []));
  assert.deepEqual(
    states().map((state) => state.notice),
    ["change 1"],
  );
  while (states().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.deepEqual(
    states().map((state) => state.notice),
    ["change 1", "change 100"],
  );
  connection.dispose();
});

test("what fails for a panel is said in the panel; what was cancelled is not", async () => {
  const refusal = new Error("dataset nowhere: expected a folder, found no such folder.");
  let failure: Error = refusal;
  const { connection, liveNetwork, log } = await connected({
    newNetwork: async () => {
      throw failure;
    },
  });
  await connection.receive({ type: "ready" });
  await connection.receive({ type: "newNetwork", choices: null });
  assert.equal(liveNetwork.state.notice, refusal.message);
  assert.match(log.join(), /dataset nowhere/);
  liveNetwork.dismissNotice();
  failure = new Cancelled();
  await connection.receive({ type: "newNetwork", choices: null });
  assert.equal(liveNetwork.state.notice, null);
  await connection.receive({ type: "inspectNeuron", address: { layer: 9, neuron: 9 } });
  assert.match(liveNetwork.state.notice ?? "", /^Neuron 9\.9: expected a layer from 1 to 3/);
  connection.dispose();
});

test("each of a panel's wishes reaches the trainer", async () => {
  const { connection, trainer, liveNetwork } = await connected();
  await connection.receive({ type: "ready" });
  const wishes: readonly [message: object, request: string][] = [
    [{ type: "step", unit: "miniBatch" }, "step"],
    [{ type: "setLearningRate", learningRate: 0.5 }, "setLearningRate"],
    [{ type: "setPace", pace: 10 }, "setPace"],
    [{ type: "showExample", example: { set: "training", index: 3 } }, "showExample"],
    [{ type: "reset" }, "reset"],
    [{ type: "train" }, "train"],
    [{ type: "pause" }, "pause"],
  ];
  for (const [message, request] of wishes) {
    const before = trainer.received.length;
    await connection.receive(message);
    assert.ok(
      trainer.received.slice(before).some(({ type }) => type === request),
      `${request}: ${liveNetwork.state.notice}`,
    );
  }
  connection.dispose();
});
