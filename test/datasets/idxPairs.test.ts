import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { IdxError, type IdxProblem } from "../../extension/datasets/idxError.ts";
import { findIdxPairs, namesOf } from "../../extension/datasets/idxPairs.ts";

const pair = (name: string, end = "") => [`${name}-images-idx3-ubyte${end}`, `${name}-labels-idx1-ubyte${end}`];

function assertRefused(names: readonly string[], problem: IdxProblem, message: string): void {
  assert.throws(
    () => findIdxPairs(names, "digits"),
    (error) => {
      assert(error instanceof IdxError, String(error));
      assert.equal(error.message, message);
      assert.equal(error.problem, problem);
      return true;
    },
  );
}

suite("the names of a folder's files", () => {
  test("give the training and the test pair, and nothing else is wanted", () => {
    const pairs = findIdxPairs(["README.md", ...pair("t10k", ".gz"), ...pair("train", ".gz"), "train.csv"], "digits");
    assert.deepEqual(pairs, {
      training: { images: "train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz" },
      test: { images: "t10k-images-idx3-ubyte.gz", labels: "t10k-labels-idx1-ubyte.gz" },
    });
    assert.deepEqual(namesOf(pairs), [...pair("train", ".gz"), ...pair("t10k", ".gz")]);
  });

  test("may be spelt with a dot", () => {
    const { training, test } = findIdxPairs(["train-images.idx3-ubyte", "train-labels.idx1-ubyte"], "digits");
    assert.deepEqual(training, { images: "train-images.idx3-ubyte", labels: "train-labels.idx1-ubyte" });
    assert.equal(test, null);
  });

  test("tell train from test inside longer names", () => {
    const names = [...pair("emnist-digits-test"), ...pair("emnist-digits-train")];
    const { training, test } = findIdxPairs(names, "digits");
    assert.equal(training.images, "emnist-digits-train-images-idx3-ubyte");
    assert.equal(test?.images, "emnist-digits-test-images-idx3-ubyte");
  });

  test("never give the pair to test on for training", () => {
    const { training, test } = findIdxPairs([...pair("train"), ...pair("train-test")], "digits");
    assert.deepEqual([training.images, test?.images], [pair("train")[0], pair("train-test")[0]]);
  });

  test("prefer the file that needs no inflating, whatever the order", () => {
    for (const names of [
      [...pair("train"), ...pair("train", ".gz")],
      [...pair("train", ".gz"), ...pair("train")],
    ]) {
      assert.deepEqual(namesOf(findIdxPairs(names, "digits")), pair("train"));
    }
  });

  test("give any other pair for training when it is the only one", () => {
    assert.deepEqual(namesOf(findIdxPairs([...pair("digits"), ...pair("test")], "digits")), [
      ...pair("digits"),
      ...pair("test"),
    ]);
    assert.equal(findIdxPairs([...pair("train"), ...pair("extra")], "digits").training.images, pair("train")[0]);
  });

  test("are refused when there is nothing to train on", () => {
    const expected = "expected train-images-idx3-ubyte and train-labels-idx1-ubyte, gzipped or not";
    assertRefused(["a.png", "train.csv"], "noPair", `digits: ${expected}, found no IDX files.`);
    assertRefused(pair("t10k"), "noPair", `digits: ${expected}, found only t10k to test on.`);
  });

  test("are refused when two pairs could be meant", () => {
    const names = [...pair("train-a"), ...pair("train-b")];
    assertRefused(names, "noPair", "digits: expected one training pair, found 2: train-a, train-b.");
    assertRefused(
      [...pair("train"), ...pair("t10k"), ...pair("test")],
      "noPair",
      "digits: expected one test pair, found 2: t10k, test.",
    );
  });

  test("are refused when half of a pair is missing", () => {
    const [images, labels] = pair("train");
    const expected = "expected train-labels-idx1-ubyte beside train-images-idx3-ubyte";
    assertRefused([images], "missingLabels", `digits: ${expected}, found no such file.`);
    assertRefused(
      [labels, ...pair("t10k")],
      "missingImages",
      "digits: expected train-images-idx3-ubyte beside train-labels-idx1-ubyte, found no such file.",
    );
    assertRefused(
      [images, labels, "t10k-images-idx3-ubyte.gz"],
      "missingLabels",
      "digits: expected t10k-labels-idx1-ubyte beside t10k-images-idx3-ubyte.gz, found no such file.",
    );
  });
});
