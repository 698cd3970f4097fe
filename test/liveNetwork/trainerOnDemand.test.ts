import assert from "node:assert/strict";
import { test } from "node:test";
import { TrainerGone } from "../../extension/trainer/trainerClient.ts";
import { makeLiveNetwork, smallSettings } from "./makeLiveNetwork.ts";

test("nothing starts a trainer any more when the live network was disposed of", async (t) => {
  const { live, ports } = makeLiveNetwork(t);
  live.dispose();
  await assert.rejects(live.create(smallSettings, "built-in"), TrainerGone);
  assert.equal(ports.length, 0);
});
