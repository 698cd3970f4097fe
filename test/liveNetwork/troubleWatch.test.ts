import assert from "node:assert/strict";
import { test } from "node:test";
import { plainSettings } from "../../extension/protocol/settings.ts";
import { savedNetwork, trainFor, whenState } from "./liveRuns.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

test("a gradient that is not finite stops training with the weights before it, and says what to try", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1e6 }, "stripes");
  await live.train();
  const { notice } = await whenState(live, ({ status }) => status === "diverged");
  assert.match(notice ?? "", /^Training stopped: the gradient of layer \d was not finite at learning rate 1000000\./);
  assert.match(notice ?? "", /try a smaller learning rate, such as 0\.1\.$/);
  for (const { weights } of (await savedNetwork(live)).parameters) assert.ok(weights.every(Number.isFinite));
});

test("a ReLU network at 1.5 says after an epoch that its neurons are dying, once, and what to try", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...plainSettings(smallSettings.sizes, "relu"), learningRate: 1.5 }, "built-in");
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are dying: since epoch 1, .* such as 0\.1, or leaky ReLU\.$/);
  live.dismissNotice();
  await trainFor(live, 1);
  assert.equal(live.state.notice, null);
  await live.reset();
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are dying/);
});

test("a network at a learning rate of 1000 says before its first epoch is over that it is diverging", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, learningRate: 1000 }, "built-in");
  await live.train();
  const { notice, progress } = await whenState(live, (state) => state.notice !== null);
  assert.match(notice ?? "", /^It is diverging: .* such as 1\.5\.$/);
  assert.equal(progress?.epoch, 0);
});

test("a network that is told what is wrong is judged anew when another learning rate is chosen", async (t) => {
  const { live } = makeLiveNetwork(t);
  await live.create({ ...smallSettings, learningRate: 30 }, "built-in");
  await trainFor(live, 1);
  assert.match(live.state.notice ?? "", /^Neurons are saturated/);
  await live.setLearningRate(1.5);
  await trainFor(live, 1);
  // Too late: neurons without a slope stay as they are.
  assert.match(live.state.notice ?? "", /^Neurons are saturated: since epoch 2, .* such as 0\.15\.$/);
});
