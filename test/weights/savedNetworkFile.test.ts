import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { hiddenActivationNames } from "../../extension/network/networkShape.ts";
import { arithmeticNames, type SavedNetwork, type SavedTraining } from "../../extension/protocol/savedNetwork.ts";
import { initialisationNames, plainChoices } from "../../extension/protocol/settings.ts";
import { describeWeightsFile } from "../../extension/weights/describeWeightsFile.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../extension/weights/safetensors.ts";
import { safetensorsHeaderEnd } from "../../extension/weights/safetensorsHeader.ts";
import { readSavedNetwork, writeSavedNetwork } from "../../extension/weights/savedNetworkFile.ts";
import { WeightsFileError } from "../../extension/weights/weightsFileError.ts";
import { someNetwork, someTraining } from "./someNetwork.ts";

/** The same numbers, bit for bit: −0 is not 0 here. */
function assertSame(actual: SavedNetwork, expected: SavedNetwork): void {
  assert.deepEqual({ ...actual, parameters: null }, { ...expected, parameters: null });
  const bits = ({ parameters }: SavedNetwork) =>
    parameters.map(({ weights, biases }) => [weights, biases].map(({ buffer }) => Buffer.from(buffer).toString("hex")));
  assert.deepEqual(bits(actual), bits(expected));
}

function assertRefused(bytes: Uint8Array, message: string | RegExp): void {
  assert.throws(
    () => readSavedNetwork(bytes, "a.safetensors"),
    (error) => {
      assert(error instanceof WeightsFileError, String(error));
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
      return true;
    },
  );
}

/** The file of a network with its tensors or metadata changed. */
function changed(
  change: (tensors: Map<string, Tensor>, metadata: Map<string, string>) => void,
  network = someNetwork(),
): Uint8Array {
  const { tensors, metadata } = readSafetensors(writeSavedNetwork(network), "a.safetensors");
  const changedTensors = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const changedMetadata = new Map(metadata);
  change(changedTensors, changedMetadata);
  return writeSafetensors({ tensors: [...changedTensors.values()], metadata: changedMetadata });
}

function zeros(name: string, ...shape: readonly number[]): Tensor {
  return { name, dtype: "F32", shape, bytes: new Uint8Array(4 * shape.reduce((product, size) => product * size, 1)) };
}

const anyTraining: fc.Arbitrary<SavedTraining> = fc.record(
  {
    descent: fc.constant(plainChoices.descent),
    momentum: fc.constant(plainChoices.momentum),
    l2: fc.constant(plainChoices.l2),
    schedule: fc.constant(plainChoices.schedule),
    scheduleEpochs: fc.constant(plainChoices.scheduleEpochs),
    augment: fc.constant(plainChoices.augment),
    seed: fc.nat(0xffffffff),
    initialisation: fc.constantFrom(...initialisationNames),
    learningRate: fc.double({ min: 0, minExcluded: true, max: 1e6, noNaN: true }),
    batchSize: fc.integer({ min: 1, max: 4096 }),
    arithmetic: fc.constantFrom(...arithmeticNames),
    moments: fc.constant({ steps: 0, values: [] }),
    step: fc.maxSafeNat(),
    epoch: fc.maxSafeNat(),
    batchInEpoch: fc.nat(10),
    generator: fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(0xffffffff), fc.nat(0xffffffff)),
    dataset: fc.string({ unit: "binary" }),
    trainingFingerprint: fc.string(),
    trainingCount: fc.integer({ min: 4096 * 10, max: 1_000_000 }),
    heldOutCost: fc.option(fc.double({ min: 0, max: 10, noNaN: true })),
    accuracy: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  },
  { noNullPrototype: true },
);

/** What {@link someNetwork} takes. */
const anyChoices = fc.tuple(
  fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  fc.constantFrom(...hiddenActivationNames),
  fc.option(anyTraining),
  fc.nat(),
);

suite("a saved network", () => {
  test("opened again is the same, bit for bit", () => {
    fc.assert(
      fc.property(anyChoices, (choices) => {
        const network = someNetwork(...choices);
        assertSame(readSavedNetwork(writeSavedNetwork(network), "a.safetensors"), network);
      }),
    );
  });

  test("opened and saved again is the same file", () => {
    const bytes = writeSavedNetwork(someNetwork([3, 2]));
    assert.deepEqual(writeSavedNetwork(readSavedNetwork(bytes, "a.safetensors")), bytes);
  });

  test("has the tensor names and shapes of PyTorch's nn.Sequential, the metadata in a fixed order", () => {
    const { tensors, metadata } = readSafetensors(writeSavedNetwork(someNetwork([3])), "a.safetensors");
    assert.deepEqual(
      tensors.map(({ name, dtype, shape }) => [name, dtype, ...shape]),
      [
        ["0.weight", "F32", 3, 784],
        ["0.bias", "F32", 3],
        ["2.weight", "F32", 10, 3],
        ["2.bias", "F32", 10],
      ],
    );
    assert.deepEqual(
      [...metadata],
      [
        ["format", "pt"],
        ["downhill", "1"],
        ["sizes", "784,3,10"],
        ["activations", "relu,sigmoid"],
        ["cost", "quadratic"],
        ["seed", "4294967295"],
        ["initialisation", "scaledNormal"],
        ["learningRate", "0.30000000000000004"],
        ["batchSize", "10"],
        ["arithmetic", "fused"],
        ["step", "12345"],
        ["epoch", "2"],
        ["batchInEpoch", "2345"],
        ["generator", "0,1,4294967295,77"],
        ["dataset", "/a folder/with “odd” names, 100 %"],
        ["trainingFingerprint", "0123456789abcdef"],
        ["trainingCount", "50000"],
        ["heldOutCost", "0.0712345678901234"],
        ["accuracy", "0.9512"],
      ],
    );
  });

  test("lies in its file row by row, little-endian", () => {
    const network = someNetwork([3]);
    const { tensors } = readSafetensors(writeSavedNetwork(network), "a.safetensors");
    const view = new DataView(tensors[0].bytes.buffer, tensors[0].bytes.byteOffset);
    assert.equal(view.getFloat32(4 * (2 * 784 + 5), true), network.parameters[0].weights[2 * 784 + 5]);
  });

  test("of ten and more layers keeps their order", () => {
    const network = someNetwork([2, 2, 2, 2, 2, 2, 2]);
    const { tensors, metadata } = readSafetensors(writeSavedNetwork(network), "a.safetensors");
    // As PyTorch writes it: by name, so that 10.weight comes before 2.weight.
    const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
    assertSame(readSavedNetwork(writeSafetensors({ tensors: sorted, metadata }), "a.safetensors"), network);
  });
});

suite("a file of PyTorch's", () => {
  for (const names of [
    ["0", "2"],
    ["fc1", "fc2"],
    ["layers.9", "layers.10"],
    ["model.net.0", "model.net.2"],
  ]) {
    test(`with layers named ${names.join(" and ")} opens as a sigmoid network that was not trained here`, () => {
      const network = someNetwork([3], "sigmoid", null);
      const bytes = changed((tensors, metadata) => {
        metadata.clear();
        const layers = [...tensors.values()];
        tensors.clear();
        // Its own order, which is not that of the layers: by name.
        for (const [index, tensor] of layers.entries()) {
          const name = `${names[index >> 1]}.${index % 2 === 0 ? "weight" : "bias"}`;
          tensors.set(name, { ...tensor, name });
        }
        const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1));
        tensors.clear();
        for (const [name, tensor] of sorted) tensors.set(name, tensor);
      }, network);
      assertSame(readSavedNetwork(bytes, "a.safetensors"), network);
    });
  }

  test("with a single linear module opens as a network without hidden layers", () => {
    const bytes = writeSafetensors({ tensors: [zeros("weight", 10, 784), zeros("bias", 10)], metadata: new Map() });
    assert.deepEqual(readSavedNetwork(bytes, "a.safetensors").shape, { sizes: [784, 10], activations: ["sigmoid"] });
  });
});

suite("a weights file is refused", () => {
  test("when a number is not finite, and says where", () => {
    const bytes = changed((tensors) => {
      new DataView(
        tensors.get("2.weight")?.bytes.buffer as ArrayBuffer,
        tensors.get("2.weight")?.bytes.byteOffset,
      ).setFloat32(4 * (3 * 7 + 2), Number.NaN, true);
    });
    assertRefused(bytes, "a.safetensors, 2.weight: expected finite numbers, found NaN in row 7, column 2.");
  });

  test("when it holds anything but dense layers", () => {
    assertRefused(
      changed((tensors) => tensors.set("3.running_mean", zeros("3.running_mean", 3))),
      'a.safetensors: expected only weights and biases of dense layers, found the tensor "3.running_mean".',
    );
    assertRefused(
      changed((tensors) => tensors.set("4.weight", zeros("4.weight", 8, 10, 3)).set("4.bias", zeros("4.bias", 8))),
      "a.safetensors, 4.weight: expected a matrix [neurons, inputs] of a dense layer, found the shape [8,10,3].",
    );
    assertRefused(
      changed((tensors) => tensors.clear()),
      "a.safetensors: expected the weights and biases of dense layers, found no tensors.",
    );
  });

  test("when half of a layer is missing", () => {
    assertRefused(
      changed((tensors) => tensors.delete("2.bias")),
      'a.safetensors: expected "2.bias" beside "2.weight", found no such tensor.',
    );
    assertRefused(
      changed((tensors) => tensors.delete("0.weight")),
      'a.safetensors: expected "0.weight" beside "0.bias", found no such tensor.',
    );
  });

  test("when its layers do not follow from one another", () => {
    assertRefused(
      changed((tensors) => tensors.set("2.weight", zeros("2.weight", 10, 4))),
      "a.safetensors, 2.weight: expected 3 inputs, the neurons of 0.weight, found the shape [10,4].",
    );
    assertRefused(
      changed((tensors) => tensors.set("2.bias", zeros("2.bias", 3))),
      "a.safetensors, 2.bias: expected 10 biases, one a row of 2.weight, found the shape [3].",
    );
  });

  test("when it does not go from 784 pixels to 10 outputs", () => {
    const plain = (inputs: number, outputs: number) =>
      writeSafetensors({ tensors: [zeros("weight", outputs, inputs), zeros("bias", outputs)], metadata: new Map() });
    assertRefused(plain(785, 10), "a.safetensors: sizes: expected 784 inputs, one a pixel, found 785.");
    assertRefused(plain(784, 26), "a.safetensors: sizes: expected 10 outputs, one a digit, found 26.");
  });

  test("when its numbers are not of single precision", () => {
    const half: Tensor = { name: "0.bias", dtype: "F16", shape: [3], bytes: new Uint8Array(6) };
    assertRefused(
      changed((tensors) => tensors.set("0.bias", half)),
      "a.safetensors, 0.bias: expected single precision (F32), found F16; in PyTorch, network.float() makes it so.",
    );
  });

  for (const [name, text, message] of [
    ["downhill", "2", 'expected metadata of version 1, found "2": it may be from a newer Downhill.'],
    ["sizes", "784,30,10", 'expected 784,3,10 as its tensors are, found "784,30,10".'],
    ["activations", "relu", "expected 2 activations, one a layer after the input, found 1."],
    ["activations", "relu,tanh", 'expected a list of sigmoid or relu, found "relu,tanh".'],
    ["cost", "crossEntropy", 'expected quadratic, found "crossEntropy".'],
    ["seed", "4294967296", "seed: expected a whole number from 0 to 4294967295, found 4294967296."],
    ["initialisation", "zeros", 'expected scaledNormal or normal, found "zeros".'],
    ["learningRate", "0", "learning rate: expected a number above 0, at most 1,000,000, found 0."],
    ["learningRate", "fast", 'expected a number, found "fast".'],
    ["batchSize", "0", 'expected a whole number from 1 to 4096, found "0".'],
    ["step", "1.5", 'expected a whole number from 0 to 9007199254740991, found "1.5".'],
    ["epoch", "-1", 'expected a whole number from 0 to 9007199254740991, found "-1".'],
    ["batchInEpoch", "5001", 'expected a whole number from 0 to 5000, found "5001".'],
    ["generator", "1,2,3", 'expected four numbers from 0 to 4294967295, found "1,2,3".'],
    ["generator", "1,2,3,4294967296", 'expected four numbers from 0 to 4294967295, found "1,2,3,4294967296".'],
    ["trainingCount", "", 'expected a number, found "".'],
    ["heldOutCost", "NaN", 'expected a number, found "NaN".'],
    ["heldOutCost", "-1", 'expected a number from 0 to 1.7976931348623157e+308, found "-1".'],
    ["accuracy", "1.01", 'expected a number from 0 to 1, found "1.01".'],
  ]) {
    test(`when its ${name} is “${text}”`, () => {
      const bytes = changed((_, metadata) => metadata.set(name, text));
      assertRefused(bytes, `a.safetensors, metadata ${name}: ${message}`);
    });
  }

  for (const name of [
    "sizes",
    "activations",
    "cost",
    "seed",
    "learningRate",
    "generator",
    "dataset",
    "trainingFingerprint",
    "trainingCount",
  ]) {
    test(`when its ${name} is missing`, () => {
      const bytes = changed((_, metadata) => metadata.delete(name));
      assertRefused(bytes, `a.safetensors, metadata ${name}: expected a text, found nothing.`);
    });
  }

  test("in a sentence wherever it is damaged or cut off, and never in any other way", () => {
    const whole = writeSavedNetwork(someNetwork([2]));
    const headerEnd = safetensorsHeaderEnd(whole, whole.length, "a.safetensors");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(headerEnd - 1), fc.nat(255)), { maxLength: 4 }),
        fc.oneof(fc.constant(0), fc.nat(whole.length)),
        (changes, cut) => {
          const bytes = whole.slice();
          for (const [place, byte] of changes) bytes[place] = byte;
          try {
            readSavedNetwork(bytes.subarray(0, whole.length - cut), "a.safetensors");
            assert.equal(cut, 0, "a file that is cut off is refused");
          } catch (error) {
            assert(error instanceof WeightsFileError, String(error));
            assert.match(error.message, /^a\.safetensors.*: .*expected .*\.$/s);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

suite("a network is not saved", () => {
  const network = someNetwork([3]);
  const [first, last] = network.parameters;

  test("when a number is not finite", () => {
    const biases = Float32Array.of(0, Number.POSITIVE_INFINITY, 0);
    assert.throws(() => writeSavedNetwork({ ...network, parameters: [{ ...first, biases }, last] }), {
      name: "WeightsFileError",
      message: "0.bias: expected finite numbers, found Infinity in entry 1.",
    });
  });

  test("in double precision, which the file would not hold", () => {
    const biases = new Float64Array(3);
    assert.throws(() => writeSavedNetwork({ ...network, parameters: [{ ...first, biases }, last] }), WeightsFileError);
  });

  test("when its parameters do not fit its shape", () => {
    assert.throws(() => writeSavedNetwork({ ...network, parameters: [first] }), WeightsFileError);
    assert.throws(() => writeSavedNetwork({ ...network, parameters: [first, first] }), WeightsFileError);
  });

  test("when it could not be opened again", () => {
    const training = { ...someTraining, learningRate: Number.NaN };
    assert.throws(() => writeSavedNetwork({ ...network, training }), WeightsFileError);
  });
});

suite("a weights file's description", () => {
  test("needs its header and nothing after it", () => {
    const bytes = writeSavedNetwork(someNetwork([16, 16]));
    const headerEnd = safetensorsHeaderEnd(bytes.subarray(0, 8), bytes.length, "a.safetensors");
    assert.deepEqual(describeWeightsFile(bytes.slice(0, headerEnd), bytes.length, "a.safetensors"), {
      shape: { sizes: [784, 16, 16, 10], activations: ["relu", "relu", "sigmoid"] },
      parameterCount: 13_002,
      training: someTraining,
    });
    assert.throws(() => describeWeightsFile(bytes.slice(0, headerEnd - 1), bytes.length, "a"), WeightsFileError);
  });

  test("is given of dense layers of any size", () => {
    const tensors = [zeros("fc.weight", 2, 5), zeros("fc.bias", 2)];
    const bytes = writeSafetensors({ tensors, metadata: new Map() });
    assert.deepEqual(describeWeightsFile(bytes, bytes.length, "a.safetensors"), {
      shape: { sizes: [5, 2], activations: ["sigmoid"] },
      parameterCount: 12,
      training: null,
    });
  });
});
