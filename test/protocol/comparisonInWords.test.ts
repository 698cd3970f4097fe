import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerInWords,
  changeInWords,
  disagreementsInWords,
  type MeasuredPair,
  matchingInWords,
  percentInWords,
  readingsInWords,
  scalingInWords,
} from "../../extension/protocol/comparisonInWords.ts";
import type { NeuronMatching } from "../../extension/protocol/weightsComparison.ts";

function measured(
  layer: number | null,
  lengthA: number,
  lengthOfChange: number,
  equal = 0,
  lengthB = lengthA,
): MeasuredPair {
  const part = layer === null ? null : ({ layer, role: "weights" } as const);
  return {
    pair: { a: 0, b: 0, part, isTurnedInA: false, isTurnedInB: false, shape: [1000], problem: null },
    difference: {
      count: 1000,
      equal,
      notFinite: 0,
      notFiniteInA: 0,
      notFiniteInB: 0,
      lengthA,
      lengthB,
      lengthOfChange,
      relativeChange: lengthOfChange / lengthA,
      cosine: 1,
      largest: null,
      histograms: null,
    },
  };
}

for (const { pairs, layers, says } of [
  { pairs: [], layers: null, says: "There are no numbers that can be held against each other." },
  { pairs: [measured(1, 3, 0, 1000), measured(2, 4, 0, 1000)], layers: 3, says: "All 2,000 numbers are the same." },
  {
    pairs: [measured(1, 3, 0.03), measured(2, 4, 0.4)],
    layers: 3,
    says: "Every weight moved a little: 8.0 % in all, most in the output layer (10 %).",
  },
  { pairs: [measured(1, 10, 0.002)], layers: 2, says: "Every weight barely moved: 0.020 % in all." },
  { pairs: [measured(1, 10, 2, 3)], layers: 2, says: "Nearly every weight moved: 20 % in all." },
  { pairs: [measured(null, 10, 3, 990)], layers: null, says: "10 of 1,000 numbers changed: 30 % in all." },
  {
    pairs: [measured(1, 10, 14), measured(2, 10, 13)],
    layers: 3,
    says: "The two have little in common: they differ by 135 % in all, most in hidden layer 1 (140 %).",
  },
  {
    // (‖A‖² + ‖B‖² − ‖B − A‖²) / 2‖A‖‖B‖ = (1 + 9 − 4) / 6
    pairs: [measured(1, 1, 2, 0, 3)],
    layers: 2,
    says: "B went on in much the same direction (cosine 1.00), to 3 times A’s length: changed by 200 % in all.",
  },
  { pairs: [measured(1, 0, 1)], layers: 2, says: "They differ, by more than can be counted." },
]) {
  test(`what changed is said in one sentence: ${says}`, () => {
    assert.equal(changeInWords(pairs, layers), says);
  });
}

function matching(partners: number[], isFlipped: boolean[], reordered: number): NeuronMatching {
  return {
    layers: [{ partners, isFlipped, cosines: partners.map(() => 1) }],
    lengthOfChange: 10,
    lengthReordered: reordered,
  };
}

test("an order that explains the difference is offered, with how much of it; one that does not is not", () => {
  assert.equal(
    matchingInWords(matching([1, 0, 2], [false, false, false], 0.2)),
    "With 2 neurons reordered, 98 % of the difference vanishes.",
  );
  assert.equal(
    matchingInWords(matching([1, 0, 2], [true, false, false], 0)),
    "With 2 neurons reordered and the signs of 1 turned, all of the difference vanishes.",
  );
  assert.equal(
    matchingInWords(matching([0, 1], [true, false], 5)),
    "With the signs of 1 neuron turned, 50 % of the difference vanishes.",
  );
  assert.equal(matchingInWords(matching([1, 0, 2], [false, false, false], 9.1)), null);
});

test("numbers that are not finite are said first, and never that nothing changed", () => {
  const withNaN = (pair: MeasuredPair, notFiniteInA: number, notFiniteInB: number): MeasuredPair => {
    const notFinite = Math.max(notFiniteInA, notFiniteInB);
    return { ...pair, difference: pair.difference && { ...pair.difference, notFinite, notFiniteInA, notFiniteInB } };
  };
  assert.equal(
    changeInWords([withNaN(measured(1, 3, 0, 998), 0, 2), measured(2, 4, 0, 1000)], 3),
    "2 of B’s 2,000 numbers are NaN or infinite. All others are the same.",
  );
  assert.equal(
    changeInWords([withNaN(measured(1, 10, 0.3), 1, 0)], 2),
    "1 of A’s 1,000 numbers is NaN or infinite. Every weight moved a little: 3.0 % in all.",
  );
  assert.equal(
    changeInWords([withNaN(measured(1, 10, 0, 1000), 3, 3)], 2),
    "All 1,000 numbers are the same. 3 of A’s and 3 of B’s 1,000 numbers are NaN or infinite.",
  );
});

test("what differs in its neurons' order alone is not called a stranger", () => {
  const outline = { differences: [] };
  const pairs = [measured(1, 10, 14), measured(2, 10, 13)];
  const says = (found: NeuronMatching) => answerInWords(outline, pairs, 3, found);
  assert.equal(says(matching([1, 0], [false, false], 0)), "B is A with its neurons in another order.");
  assert.equal(says(matching([0, 1], [true, false], 0.1)), "B is nearly A with the signs of some neurons turned.");
  assert.equal(says(matching([1, 0], [false, false], 3)), changeInWords(pairs, 3));
});

test("readings are said with both accuracies and how often they differ", () => {
  const readings = {
    onlyRightA: 30,
    onlyRightB: 141,
    listed: [],
    pixels: 784,
    pictures: new Uint8Array(0),
    assumptions: [],
  };
  assert.equal(
    readingsInWords({ examples: 10_000, rightA: 9420, rightB: 9530, disagreements: 214, ...readings }),
    "A reads 94.2 %, B 95.3 %; they disagree on 214 of 10,000.",
  );
  assert.equal(
    readingsInWords({ examples: 2000, rightA: 1900, rightB: 1900, disagreements: 0, ...readings }),
    "A reads 95.0 %, B 95.0 %; they agree on all 2,000.",
  );
  assert.equal(
    disagreementsInWords({ examples: 10_000, rightA: 9420, rightB: 9531, disagreements: 214, ...readings }),
    "They disagree on 214 of 10,000 examples: A alone is right on 30, B alone on 141",
  );
});

test("of pictures that are scaled it is said to what, and for whom", () => {
  assert.equal(scalingInWords([784, 10], [784, 16, 10]), "");
  assert.equal(scalingInWords([64, 10], [64, 16, 10]), ", scaled to 8×8");
  assert.equal(scalingInWords([784, 10], [400, 10]), ", scaled to 20×20 for B");
  assert.equal(scalingInWords([64, 10], [400, 10]), ", scaled to 8×8 for A and 20×20 for B");
});

test("shares are said in two digits, or three", () => {
  const words = [0, 1e-6, 0.00002, 0.0031, 0.031, 0.31, 1.41].map(percentInWords);
  assert.deepEqual(words, ["0 %", "under 0.001 %", "0.002 %", "0.31 %", "3.1 %", "31 %", "141 %"]);
});

test("what changed is said of as many tensors as the shards of one model may have", () => {
  const pairs = Array.from({ length: 200_000 }, () => measured(null, 10, 0.3));
  assert.equal(changeInWords(pairs, null), "Every number moved a little: 3.0 % in all.");
});
