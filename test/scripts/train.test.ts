import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";

const script = fileURLToPath(new URL("../../scripts/train.ts", import.meta.url));
const mnist = process.env.DOWNHILL_MNIST ?? fileURLToPath(new URL("../../../shared/mnist", import.meta.url));
const withoutMnist = existsSync(mnist) ? false : `the MNIST training set is not at ${mnist}`;

/** Runs `npm run train` without npm. */
function train(...words: string[]): Promise<{ exitCode: number; output: string; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], (error, output, errors) => {
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, output, errors });
    });
  });
}

const linesOf = (output: string) =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, number>);

describe("npm run train", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "downhill-train-"));
  });
  after(() => rm(folder, { recursive: true }));

  test("prints a line an epoch and the totals, and learns the built-in digits", async () => {
    const { exitCode, output } = await train("--data", "built-in", "--epochs", "2", "--json");
    assert.equal(exitCode, 0);
    const [first, second, totals] = linesOf(output);
    assert.deepEqual(Object.keys(first), ["epoch", "cost", "accuracy", "trainingCost", "examplesPerSecond"]);
    assert.deepEqual([first.epoch, second.epoch, totals.epochs], [1, 2, 2]);
    assert.ok(second.accuracy > 0.8 && second.cost < first.cost);
    assert.equal(totals.accuracy, second.accuracy);
  });

  test("saves identical files for one seed, and another for another", async () => {
    const [one, same, other] = ["1", "1", "2"].map((seed, k) => ({ seed, file: join(folder, `${k}.safetensors`) }));
    for (const { seed, file } of [one, same, other]) {
      await train("--data", "built-in", "--epochs", "1", "--seed", seed, "--weights", file);
    }
    const [bytes, sameBytes, otherBytes] = await Promise.all([one, same, other].map(({ file }) => readFile(file)));
    assert.ok(bytes.equals(sameBytes));
    assert.ok(!bytes.equals(otherBytes));
    const { shape, training } = readSavedNetwork(bytes, "0.safetensors");
    assert.deepEqual(shape.sizes, [784, 16, 16, 10]);
    assert.equal(training?.step, 1200);
  });

  test("says first what is trained, as far as it is not plain, and last with which settings", async () => {
    const words = [
      "--data",
      "built-in",
      "--layers",
      "784,8,8,10",
      "--activation",
      "relu,sigmoid,sigmoid",
      "--epochs",
      "1",
    ];
    const { output } = await train(...words, "--batch", "100");
    const [first] = output.split("\n");
    assert.equal(first, "784–8–8–10 · 6,442 parameters · ReLU–sigmoid · mini-batches of 100 · learning rate 0.1");
    const { output: json } = await train(...words, "--json");
    const { settings } = JSON.parse(json.trim().split("\n").at(-1) ?? "");
    assert.deepEqual(settings.activations, ["relu", "sigmoid", "sigmoid"]);
    assert.equal(settings.cost, "quadratic");
  });

  test("one epoch is one epoch; what goes wrong while it learns is said once, beside the lines", async () => {
    const well = await train("--data", "built-in", "--epochs", "1");
    assert.match(well.output, /\n1 epoch: cost /);
    assert.equal(well.errors, "");
    const words = ["--data", "built-in", "--activation", "relu", "--learning-rate", "1.5", "--epochs", "4"];
    const { exitCode, output, errors } = await train(...words);
    assert.equal(exitCode, 0);
    assert.match(output, /\n4 epochs: cost /);
    assert.match(
      errors,
      /^Neurons are dying: since epoch \d+, .* Try a smaller learning rate, such as 0\.1, or leaky ReLU\.\n$/,
    );
  });

  test("trains with every choice, and its file says so", async () => {
    const file = join(folder, "choices.safetensors");
    const choices =
      "--layers 784,8,8,10 --activation leakyRelu,tanh,softmax --descent momentum --momentum 0.8 --l2 0.0001 " +
      "--schedule inverseTime --schedule-epochs 5 --initialisation he --augment";
    const words = ["--data", "built-in", ...choices.split(" "), "--epochs", "1", "--weights", file];
    const { exitCode, errors } = await train(...words);
    assert.equal(exitCode, 0, errors);
    const { shape, training } = readSavedNetwork(await readFile(file), "choices.safetensors");
    assert.deepEqual([shape.activations, shape.cost], [["leakyRelu", "tanh", "softmax"], "crossEntropy"]);
    assert.ok(training);
    const { descent, momentum, l2, schedule, scheduleEpochs, initialisation, augment } = training;
    assert.deepEqual(
      { descent, momentum, l2, schedule, scheduleEpochs, initialisation, augment },
      {
        descent: "momentum",
        momentum: 0.8,
        l2: 0.0001,
        schedule: "inverseTime",
        scheduleEpochs: 5,
        initialisation: "he",
        augment: true,
      },
    );
  });

  const refused: [string[], RegExp][] = [
    [[], /^--data: expected a folder of IDX files or built-in, found nothing\.\n$/],
    [["--data", "/no/such/folder"], /^--data: expected a folder of IDX files, found none at \/no\/such\/folder\.\n$/],
    [["--data", "built-in", "--layers", "784,ten"], /^--layers: expected a number, found “ten”\.\n$/],
    [["--data", "built-in", "--layers", "784,16,9"], /^--layers: expected 10 outputs, one a digit, found 9\.\n$/],
    [["--data", "built-in", "--epochs", "0"], /^--epochs: expected a whole number from 1 on, found 0\.\n$/],
    [
      ["--data", "built-in", "--activation", "swish"],
      /^--activation: expected sigmoid or relu or tanh or leakyRelu, found swish\.\n$/,
    ],
    [
      ["--data", "built-in", "--activation", "relu,softmax"],
      /^--activation: expected 3, one a layer after the input, found 2\.\n$/,
    ],
    [
      ["--data", "built-in", "--activation", "relu,relu,softmax", "--output", "softmax"],
      /^--output: expected only with one activation for all hidden layers, found a list of them\.\n$/,
    ],
    [
      ["--data", "built-in", "--output", "softmax", "--cost", "quadratic"],
      /^--output: with the cost quadratic expected .* found softmax\.\n$/,
    ],
    [
      ["--data", "built-in", "--descent", "newton"],
      /^--descent: expected plain or momentum or adam, found newton\.\n$/,
    ],
    [
      ["--data", "built-in", "--momentum", "0.9"],
      /^--momentum: expected only with --descent momentum, found --descent plain\.\n$/,
    ],
    [["--data", "built-in", "--l2", "7"], /^--l2: expected a number from 0 to 1, such as 0\.0001, found 7\.\n$/],
    [
      ["--data", "built-in", "--schedule-epochs", "9"],
      /^--schedule-epochs: expected only with --schedule inverseTime or cosine, found constant\.\n$/,
    ],
    [["--data", "built-in", "--batch", "0"], /^--batch: expected a whole number from 1 to 4096, found 0\.\n$/],
    [["--data", "built-in", "--learning-rate", "0"], /^--learning-rate: expected a number above 0, .* found 0\.\n$/],
    [
      ["--data", "built-in", "--schedule", "cosine", "--schedule-epochs", "0"],
      /^--schedule-epochs: expected a whole number from 1 to 10000, found 0\.\n$/,
    ],
    [
      ["--data", "built-in", "--layers", "784,5000,10"],
      /^--layers, a layer's size: expected a whole number from 1 to 4096, found 5000\.\n$/,
    ],
    [["--data", "built-in", "--speed", "9"], /--speed/],
  ];
  for (const [words, sentence] of refused) {
    test(`refuses ${words.join(" ") || "no arguments"} in one sentence, with exit code 2`, async () => {
      const { exitCode, output, errors } = await train(...words);
      assert.equal(exitCode, 2);
      assert.equal(output, "");
      assert.match(errors, sentence);
    });
  }

  // Settings and figures of the lesson: Nielsen's 784–30–10, and two hidden layers of 16.
  for (const [layers, epochs, accuracy] of [
    ["784,16,16,10", "10", 0.94],
    ["784,30,10", "15", 0.95],
  ] as const) {
    test(`${layers} reads at least ${accuracy * 100} % of MNIST's held-out digits`, {
      skip: withoutMnist,
    }, async () => {
      const { output } = await train("--data", mnist, "--layers", layers, "--epochs", epochs, "--json");
      const totals = linesOf(output).at(-1);
      assert.ok(totals && totals.bestAccuracy >= accuracy, `found ${totals?.bestAccuracy}`);
    });
  }
});
