import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { findPeer } from "./peers.ts";

describe("peers in Python", () => {
  const chosen = process.env.DOWNHILL_PYTHON;
  before(() => {
    process.env.DOWNHILL_PYTHON = "a-python-that-is-nowhere";
  });
  after(() => {
    if (chosen === undefined) delete process.env.DOWNHILL_PYTHON;
    else process.env.DOWNHILL_PYTHON = chosen;
  });

  test("are skipped with a reason where there is none", async () => {
    assert.equal(await findPeer("numpy"), "no Python with NumPy was found (see --help)");
    assert.equal(await findPeer("torch-tuned"), "no Python with PyTorch was found (see --help)");
  });
});
