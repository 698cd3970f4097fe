import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readBenchArguments } from "./benchArguments.ts";

describe("bench arguments", () => {
  test("without any, the whole table is asked for", () => {
    assert.deepEqual(readBenchArguments([]), {
      part: "speed",
      networks: undefined,
      batches: undefined,
      data: undefined,
      peers: undefined,
      seconds: undefined,
      isJson: false,
    });
  });

  test("each choice is read, and may be given more than once", () => {
    const words = "growth --network 784-30-10 --network 784-5-10 --batch 10 --data mnist --peer numpy --peer brain.js";
    assert.deepEqual(readBenchArguments([...words.split(" "), "--seconds", "0.5", "--json"]), {
      part: "growth",
      networks: ["784-30-10", "784-5-10"],
      batches: [10],
      data: ["mnist"],
      peers: ["numpy", "brain.js"],
      seconds: 0.5,
      isJson: true,
    });
  });

  test("--help is help whatever else is there", () => {
    assert.equal(readBenchArguments(["product", "--help"]), "help");
  });

  const refused: [string, RegExp][] = [
    [
      "fast",
      /^bench: expected one of speed, product, accuracy, growth, descents, panel, weights, install, found fast\.$/,
    ],
    ["speed growth", /^bench: expected one of .*, found speed growth\.$/],
    ["--peer keras", /^--peer: expected one of numpy, .*, found keras\.$/],
    ["--data cifar", /^--data: expected one of random, mnist, found cifar\.$/],
    ["--batch 0", /^--batch: expected a whole number from 1 to 4096, found 0\.$/],
    ["--batch 1.5", /^--batch: expected a whole number from 1 to 4096, found 1\.5\.$/],
    ["--seconds none", /^--seconds: expected a number above 0, found none\.$/],
    ["--network 784-x-10", /^--network 784-x-10: layer size: expected a whole number/],
    ["--network 100-10", /^--network 100-10: .*784 inputs/],
    ["--threads 2", /--threads/],
  ];
  for (const [words, message] of refused) {
    test(`${words} is refused in one sentence`, () => {
      assert.throws(() => readBenchArguments(words.split(" ")), { name: "Refusal", message });
    });
  }
});
