import assert from "node:assert/strict";
import { test } from "node:test";
import { runSince, troubleOf } from "../../../extension/liveNetwork/trouble/trouble.ts";
import { plainSettings } from "../../../extension/protocol/settings.ts";
import { idle, type MadeEpoch, madeRun, stepsPerEpoch } from "./madeRun.ts";

const wordsOf = (epochs: readonly MadeEpoch[], learningRate = 1.5, settings = plainSettings([784, 16, 16, 10])) =>
  troubleOf(madeRun(epochs, { cost: 2.5, accuracy: 0.1 }, settings), learningRate)?.words;

test("a network that gets better, or is good and rests, has no trouble", () => {
  assert.equal(wordsOf([]), undefined);
  assert.equal(wordsOf([0.8, 0.6, 0.4, 0.3, 0.25, 0.22, 0.21].map((cost) => ({ cost }))), undefined);
  const resting = Array.from({ length: 30 }, (_, k) => ({ cost: k % 2 === 0 ? 0.05 : 0.1, accuracy: 0.97 }));
  assert.equal(wordsOf(resting), undefined);
});

test("a cost that climbs over half of what was gained is diverging, since its last good step", () => {
  const climbing = [{ cost: 0.5 }, { cost: 0.1 }, { cost: 0.6 }];
  assert.equal(
    wordsOf(climbing, 2),
    `It is diverging: since step ${2 * stepsPerEpoch} the training cost has climbed from 0.1 to 0.6. ` +
      "The steps are too long: try a smaller learning rate, such as 1.5.",
  );
  // Halfway from 0.1 to the 0.9 of guessing.
  assert.equal(wordsOf([{ cost: 0.5 }, { cost: 0.1 }, { cost: 0.45 }]), undefined);
});

test("a cost above guessing that never falls is diverging; one that falls is not", () => {
  assert.match(
    wordsOf([{ cost: 2.6 }, { cost: 2.6 }], 1000) ?? "",
    /^It is diverging: .* 2\.6 .* cost 0\.9\..* 1\.5\.$/,
  );
  assert.equal(wordsOf([{ cost: 2.6 }, { cost: 2 }]), undefined);
  assert.match(wordsOf([{ cost: 90_000 }], 10) ?? "", /^It is diverging: .* 90,000 /);
});

test("the cross-entropy of a guess is higher, and no divergence", () => {
  const crossEntropy = { ...plainSettings([784, 16, 10]), cost: "crossEntropy" } as const;
  assert.equal(wordsOf([{ cost: 3.3 }, { cost: 3.3 }], 0.5, crossEntropy), undefined);
  assert.match(wordsOf([{ cost: 4.5 }, { cost: 4.5 }], 0.5, crossEntropy) ?? "", /^It is diverging: .* cost 3\.3\./);
  const softmax = { ...crossEntropy, activations: ["relu", "softmax"] } as const;
  assert.match(wordsOf([{ cost: 3.3 }, { cost: 3.3 }], 0.5, softmax) ?? "", /^It is diverging: .* cost 2\.3\./);
});

test("ReLU neurons that die while training are told, those that were dead from the start are not", () => {
  const relu = plainSettings([784, 16, 10], "relu");
  const withDead = (dead: number, accuracy: number) => ({ cost: 0.6, accuracy, idleNeurons: [idle({ dead }), idle()] });
  const judge = (before: number, ...epochs: MadeEpoch[]) =>
    troubleOf(madeRun(epochs, withDead(before, 0.1), relu), 1.5)?.words;
  assert.equal(
    judge(8, withDead(8, 0.5), withDead(12, 0.4), withDead(13, 0.3)),
    "Neurons are dying: since epoch 2, 13 of 16 neurons of hidden layer 1 are active on no example, so that nothing is " +
      "carried back through them. Try a smaller learning rate, such as 0.1, or leaky ReLU.",
  );
  assert.equal(judge(8, withDead(9, 0.3)), undefined);
  assert.equal(judge(0, withDead(7, 0.3)), undefined);
  assert.equal(judge(8, withDead(13, 0.8)), undefined);
});

test("saturated neurons are told while it does not get better", () => {
  const withSaturated = (alwaysLow: number, accuracy: number) => ({
    cost: 1,
    accuracy,
    idleNeurons: [idle(), idle(), idle({ alwaysLow })],
  });
  assert.equal(
    wordsOf([withSaturated(5, 0.1)], 30),
    "Neurons are saturated: since epoch 1, 5 of 10 neurons of the output layer say the same to nearly every example and " +
      "hardly learn. Try a smaller learning rate, such as 1.5.",
  );
  assert.equal(wordsOf([withSaturated(5, 0.2)], 30), undefined);
  assert.equal(wordsOf([withSaturated(4, 0.1)], 30), undefined);
});

test("a network without a gradient that reads no better than a guess has stopped learning", () => {
  const dead = { cost: 1, accuracy: 0.103, gradientLength: 1e-7 };
  assert.match(
    wordsOf([dead], 1) ?? "",
    /^It has stopped learning: after epoch 1 it reads 10\.3 % right .* as 0\.1\.$/,
  );
  assert.equal(wordsOf([{ ...dead, gradientLength: 0.01 }]), undefined);
  assert.equal(wordsOf([{ ...dead, accuracy: 0.5 }]), undefined);
});

test("a high cost that has not fallen for five epochs is stalled, and a lower one is not", () => {
  const level = (cost: number, epochs: number) => Array.from({ length: epochs }, () => ({ cost }));
  assert.match(
    wordsOf(level(0.6, 6)) ?? "",
    /^It is stalled: for 5 epochs the training cost has stayed at 0\.6\. Try a smaller/,
  );
  assert.equal(wordsOf(level(0.6, 5)), undefined);
  assert.equal(wordsOf(level(0.2, 20)), undefined);
  assert.match(wordsOf(level(0.89, 6), 0.01) ?? "", /Try a larger learning rate, such as 1\.5\.$/);
  const stalled = troubleOf(madeRun(level(0.6, 6)), 1.5);
  assert.equal(stalled?.learningRate, null);
});

test("what was before another learning rate was chosen is not held against the network", () => {
  const run = madeRun([{ cost: 0.1 }, { cost: 0.8 }, { cost: 0.7 }]);
  assert.notEqual(troubleOf(run, 1.5), undefined);
  const since = runSince(run, 2 * stepsPerEpoch + 5);
  assert.equal(troubleOf(since, 1.5), undefined);
  assert.equal(since.evaluations[0].step, 2 * stepsPerEpoch);
  assert.equal(since.training[0].step, 2 * stepsPerEpoch + 10);
});
