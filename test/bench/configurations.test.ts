import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chooseConfigurations, configurations } from "./configurations.ts";

const choose = (networks?: string[], batches?: number[]) => chooseConfigurations({ networks, batches });
const namesOf = (chosen: readonly { network: string; batch: number }[]) =>
  chosen.map(({ network, batch }) => `${network} b${batch}`);

describe("configurations", () => {
  test("no choice is the whole table", () => {
    assert.deepEqual(choose(), configurations);
  });

  test("a network alone is all its mini-batches in the table", () => {
    assert.deepEqual(namesOf(choose(["784-100-10"])), ["784-100-10 b10", "784-100-10 b64"]);
  });

  test("a mini-batch alone is all networks that have it in the table", () => {
    assert.deepEqual(namesOf(choose(undefined, [10])), ["784-16-16-10 b10", "784-30-10 b10", "784-100-10 b10"]);
  });

  test("a network with a mini-batch need not be in the table, and keeps its least ratios if it is", () => {
    assert.deepEqual(choose(["784-40-10"], [7]), [{ network: "784-40-10", batch: 7, leastRatios: {} }]);
    assert.equal(choose(["784-30-10"], [10])[0].leastRatios.numpy, 7);
  });

  test("a choice that leaves nothing is refused", () => {
    assert.throws(() => choose(["784-40-10"]), { name: "Refusal", message: /give both .*found 784-40-10\.$/ });
  });
});
