import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { learningOfFile } from "../../extension/protocol/learningOfFile.ts";
import type { WeightsSummary } from "../../extension/protocol/weightsSummary.ts";
import { type ByteSource, bytesSource } from "../../extension/weights/byteSource.ts";
import { openWeightsFile } from "../../extension/weights/openWeightsFile.ts";
import { readSafetensors, writeSafetensors } from "../../extension/weights/safetensors/safetensors.ts";
import { safetensorsHeaderEnd } from "../../extension/weights/safetensors/safetensorsHeader.ts";
import { writeSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { summariseWeights } from "../../extension/weights/summary.ts";
import { someNetwork, someTraining, withMoments } from "./someNetwork.ts";

async function summaryOf(source: ByteSource): Promise<WeightsSummary> {
  return summariseWeights(await openWeightsFile(source, "a.safetensors"), "a.safetensors", source.length);
}

suite("the summary of a weights file", () => {
  test("needs its header and nothing after it", async () => {
    const training = withMoments({ ...someTraining, descent: "momentum" }, [16, 16], 3);
    const bytes = writeSavedNetwork(someNetwork([16, 16], training));
    const headerEnd = safetensorsHeaderEnd(bytes.subarray(0, 8), bytes.length, "a.safetensors");
    const whole = bytesSource(bytes);
    const summary = await summaryOf({
      length: bytes.length,
      read: (start, length) => {
        assert.ok(start + length <= Math.max(512, headerEnd), `read to ${start + length}`);
        return whole.read(start, length);
      },
    });
    assert.deepEqual(summary.network?.sizes, [784, 16, 16, 10]);
    assert.deepEqual(summary.network.activations, ["relu", "relu", "sigmoid"]);
    assert.equal(summary.network.parameters, 13_002);
    assert.deepEqual(summary.training, { ...training, moments: { steps: 3 } });
    assert.equal(summary.noNetworkBecause, null);
    assert.deepEqual(learningOfFile(summary), ["ReLU", "momentum 0.9"]);
  });

  test("has no more remarks than anyone reads, each a sentence of its own", () => {
    const file = {
      format: "npz",
      tensors: [],
      metadata: new Map(),
      declaredLayers: null,
      remarks: Array.from({ length: 10_000 }, (_, i) => `${"long".repeat(1000)} ${i} is odd.`),
    } as const;
    const { remarks } = summariseWeights(file, "a.npz", 1);
    assert.equal(remarks.length, 21);
    for (const remark of remarks) assert.ok(remark.length <= 401);
    assert.equal(remarks.at(-1), "Further remarks are left out: 9980.");
  });

  test("has no more texts than anyone looks through, whether they are many or long, and says how many it leaves out", () => {
    const summaryWith = (count: number, length: number) => {
      const texts = Array.from({ length: count }, (_, i) => [`${i}`.padStart(5), "x".repeat(length)] as const);
      const file = {
        format: "npz",
        tensors: [],
        metadata: new Map(texts),
        declaredLayers: null,
        remarks: ["Odd."],
      } as const;
      return summariseWeights(file, "a.npz", 1);
    };
    assert.equal(summaryWith(1000, 195).metadata.length, 1000);
    assert.deepEqual(summaryWith(1000, 195).remarks, ["Odd."]);
    const many = summaryWith(10_000, 1);
    assert.equal(many.metadata.length, 1000);
    assert.deepEqual(many.remarks, ["Of 10,000 texts of metadata 9,000 are not shown.", "Odd."]);
    // Each is cut to 2,000 characters and an ellipsis, and has a name of five.
    const long = summaryWith(10_000, 5000);
    assert.equal(long.metadata.length, Math.floor(200_000 / 2006));
    assert.equal(long.remarks[0], "Of 10,000 texts of metadata 9,901 are not shown.");
  });

  test("cuts texts that nobody reads to their ends", async () => {
    const training = withMoments({ ...someTraining, descent: "momentum" }, [16, 16], 3);
    const { metadata } = await summaryOf(bytesSource(writeSavedNetwork(someNetwork([16, 16], training))));
    const velocity = metadata.find(([name]) => name === "velocity")?.[1];
    assert.equal(velocity?.length, 2001);
    assert.equal(velocity.at(-1), "…");
  });

  test("has the network of a file whose words of Downhill's are wrong, and says what is", async () => {
    const { tensors, metadata } = readSafetensors(writeSavedNetwork(someNetwork([3])), "a");
    const wrong = writeSafetensors({ tensors, metadata: new Map([...metadata, ["seed", "blue"]]) });
    const summary = await summaryOf(bytesSource(wrong));
    assert.deepEqual(summary.network?.sizes, [784, 3, 10]);
    assert.equal(summary.training, null);
    assert.deepEqual(summary.remarks, ['a.safetensors, metadata seed: expected a number, found "blue".']);
  });

  test("says in words how the network learnt, as far as that is not the lesson's", async () => {
    const learning = async (...network: Parameters<typeof someNetwork>) =>
      learningOfFile(await summaryOf(bytesSource(writeSavedNetwork(someNetwork(...network)))));
    const softmax = { activations: ["tanh", "softmax"], cost: "crossEntropy" } as const;
    const adam = withMoments({ ...someTraining, descent: "adam", l2: 0.001, batchSize: 8 }, [3], 7);
    assert.deepEqual(await learning([3], someTraining, { activations: ["sigmoid", "sigmoid"] }), ["sigmoid"]);
    assert.deepEqual(await learning([3], null, softmax), ["tanh", "softmax output", "cross-entropy"]);
    assert.deepEqual(await learning([3], adam, softmax), [
      "tanh",
      "softmax output",
      "cross-entropy",
      "Adam",
      "L2 0.001",
      "mini-batches of 8",
    ]);
  });

  test("says nothing of what a file from elsewhere leaves open", async () => {
    const tensors = [
      { name: "fc.weight", dtype: "F32" as const, shape: [2, 5], bytes: new Uint8Array(40) },
      { name: "fc.bias", dtype: "F32" as const, shape: [2], bytes: new Uint8Array(8) },
    ];
    const summary = await summaryOf(bytesSource(writeSafetensors({ tensors, metadata: new Map() })));
    assert.deepEqual(summary.network?.sizes, [5, 2]);
    assert.deepEqual(summary.network.activations, [null]);
    assert.equal(summary.network.parameters, 12);
    assert.equal(summary.training, null);
    assert.deepEqual(learningOfFile(summary), []);
  });
});
