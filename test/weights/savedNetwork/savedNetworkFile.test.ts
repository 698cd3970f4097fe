import assert from "node:assert/strict";
import { suite, test } from "node:test";
import {
  activationNames,
  costNames,
  hiddenActivationNames,
  outputProblem,
} from "../../../extension/network/networkShape.ts";
import { numberCount } from "../../../extension/protocol/numberCount.ts";
import { arithmeticNames, type SavedNetwork, type SavedTraining } from "../../../extension/protocol/savedNetwork.ts";
import {
  descentNames,
  initialisationNames,
  momentCounts,
  mostMomentNumbers,
  mostNeurons,
  scheduleNames,
} from "../../../extension/protocol/settings.ts";
import { base64Length } from "../../../extension/weights/base64.ts";
import { readSafetensors, type Tensor, writeSafetensors } from "../../../extension/weights/safetensors/safetensors.ts";
import { mostHeaderBytes, safetensorsHeaderEnd } from "../../../extension/weights/safetensors/safetensorsHeader.ts";
import { readSavedNetwork, writeSavedNetwork } from "../../../extension/weights/savedNetwork/savedNetworkFile.ts";
import { WeightsFileError } from "../../../extension/weights/weightsFileError.ts";
import { fc } from "../../properties.ts";
import { someNetwork, someTraining, withMoments } from "../someNetwork.ts";

/** The same numbers, bit for bit: −0 is not 0 here. */
function assertSame(actual: SavedNetwork, expected: SavedNetwork): void {
  const words = ({ shape, training }: SavedNetwork) => ({
    shape,
    training: training && { ...training, moments: training.moments.steps },
  });
  assert.deepEqual(words(actual), words(expected));
  const bits = ({ parameters, training }: SavedNetwork) =>
    [parameters, ...(training?.moments.values ?? [])].map((each) =>
      each.map(({ weights, biases }) => [weights, biases].map(({ buffer }) => Buffer.from(buffer).toString("hex"))),
    );
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
  return { name, dtype: "F32", shape, bytes: new Uint8Array(4 * numberCount(shape)) };
}

const anyTraining: fc.Arbitrary<SavedTraining> = fc.record(
  {
    seed: fc.nat(0xffffffff),
    initialisation: fc.constantFrom(...initialisationNames),
    learningRate: fc.double({ min: 0, minExcluded: true, max: 1e6, noNaN: true }),
    batchSize: fc.integer({ min: 1, max: 4096 }),
    descent: fc.constantFrom(...descentNames),
    momentum: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    l2: fc.double({ min: 0, max: 1, noNaN: true }),
    schedule: fc.constantFrom(...scheduleNames),
    scheduleEpochs: fc.integer({ min: 1, max: 10_000 }),
    augment: fc.boolean(),
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

/** Every cost with every output it can judge. */
const anyOutput = fc.constantFrom(
  ...costNames.flatMap((cost) =>
    activationNames.filter((output) => outputProblem(cost, output) === undefined).map((output) => ({ cost, output })),
  ),
);

const anyNetwork: fc.Arbitrary<SavedNetwork> = fc
  .record({
    layers: fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom(...hiddenActivationNames)), {
      maxLength: 3,
    }),
    end: anyOutput,
    training: fc.option(anyTraining),
    steps: fc.nat(),
    seed: fc.nat(),
  })
  .map(({ layers, end: { cost, output }, training, steps, seed }) => {
    const hidden = layers.map(([size]) => size);
    const activations = [...layers.map(([, activation]) => activation), output];
    // Before the first step there need not be any moments.
    const standing = training && steps > 0 ? withMoments(training, hidden, steps) : training;
    return someNetwork(hidden, standing, { activations, cost }, seed);
  });

const someMomentum = withMoments({ ...someTraining, descent: "momentum" }, [3], 7);
const someAdam = withMoments({ ...someTraining, descent: "adam" }, [3], 7);

suite("a saved network", () => {
  test("opened again is the same, bit for bit", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        assertSame(readSavedNetwork(writeSavedNetwork(network), "a.safetensors"), network);
      }),
    );
  });

  test("opened and saved again is the same file", () => {
    for (const training of [someTraining, someMomentum, someAdam]) {
      const bytes = writeSavedNetwork(someNetwork([3], training));
      assert.deepEqual(writeSavedNetwork(readSavedNetwork(bytes, "a.safetensors")), bytes);
    }
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
        ["downhill", "2"],
        ["sizes", "784,3,10"],
        ["activations", "relu,sigmoid"],
        ["cost", "quadratic"],
        ["seed", "4294967295"],
        ["initialisation", "scaledNormal"],
        ["learningRate", "0.30000000000000004"],
        ["batchSize", "10"],
        ["descent", "plain"],
        ["momentum", "0.9"],
        ["l2", "0"],
        ["schedule", "constant"],
        ["scheduleEpochs", "30"],
        ["augment", "false"],
        ["arithmetic", "fused"],
        ["step", "12345"],
        ["epoch", "2"],
        ["batchInEpoch", "2345"],
        ["generator", "0,1,4294967295,77"],
        ["dataset", "/a folder/with “odd” names, 100 %"],
        ["trainingFingerprint", "0123456789abcdef"],
        ["trainingCount", "50000"],
        ["momentSteps", "0"],
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

  test("keeps its moments as base64 of the numbers in the tensors' order, behind the other metadata", () => {
    const { tensors, metadata } = readSafetensors(writeSavedNetwork(someNetwork([3], someAdam)), "a.safetensors");
    assert.deepEqual([...metadata.keys()].slice(-3), ["accuracy", "firstMoment", "secondMoment"]);
    assert.equal(metadata.get("momentSteps"), "7");
    const [first, second] = ["firstMoment", "secondMoment"].map((name) => {
      const bytes = Buffer.from(metadata.get(name) ?? "", "base64");
      assert.equal(
        bytes.length,
        tensors.reduce((length, tensor) => length + tensor.bytes.length, 0),
      );
      return new DataView(bytes.buffer, bytes.byteOffset);
    });
    const [, output] = someAdam.moments.values[0];
    assert.equal(first.getFloat32(4 * (3 * 784 + 3 + 5), true), output.weights[5]);
    assert.equal(second.getFloat32(4 * 3 * 784, true), someAdam.moments.values[1][0].biases[0]);
  });

  test("of ten and more layers keeps their order", () => {
    const network = someNetwork([2, 2, 2, 2, 2, 2, 2]);
    const { tensors, metadata } = readSafetensors(writeSavedNetwork(network), "a.safetensors");
    // As PyTorch writes it: by name, so that 10.weight comes before 2.weight.
    const sorted = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
    assertSame(readSavedNetwork(writeSafetensors({ tensors: sorted, metadata }), "a.safetensors"), network);
  });
});

suite("a file of version 1", () => {
  const laterNames = ["descent", "momentum", "l2", "schedule", "scheduleEpochs", "augment", "momentSteps"];

  test("opens with the plain choices and no moments", () => {
    const bytes = changed((_, metadata) => {
      metadata.set("downhill", "1");
      for (const name of laterNames) assert.ok(metadata.delete(name));
    });
    assertSame(readSavedNetwork(bytes, "a.safetensors"), someNetwork());
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
      const network = someNetwork([3], null, { activations: ["sigmoid", "sigmoid"] });
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
    assert.deepEqual(readSavedNetwork(bytes, "a.safetensors").shape, {
      sizes: [784, 10],
      activations: ["sigmoid"],
      cost: "quadratic",
    });
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
      'a.safetensors: expected only weights and biases of dense layers, found batch normalisation, "3.running_mean" of the shape [3].',
    );
    assertRefused(
      changed((tensors) => tensors.set("4.weight", zeros("4.weight", 8, 10, 3)).set("4.bias", zeros("4.bias", 8))),
      'a.safetensors: expected only weights and biases of dense layers, found a convolution, "4.weight" of the shape [8, 10, 3].',
    );
    assertRefused(
      changed((tensors) => tensors.set("notes", zeros("notes", 3))),
      'a.safetensors: expected only weights and biases of dense layers, found the tensor "notes".',
    );
    assertRefused(
      changed((tensors) => tensors.clear()),
      "a.safetensors: expected the weights and biases of dense layers, found no tensors.",
    );
  });

  test("when half of a layer is missing", () => {
    assertRefused(
      changed((tensors) => tensors.delete("2.bias")),
      'a.safetensors: expected biases beside "2.weight", found no such tensor.',
    );
    assertRefused(
      changed((tensors) => tensors.delete("0.weight")),
      'a.safetensors: expected the weights of "0.bias" beside it, found no such tensor.',
    );
  });

  test("when its weights are kept the other way round than PyTorch keeps them", () => {
    assertRefused(
      changed((tensors) => {
        for (const [name, shape] of [
          ["0.weight", [784, 3]],
          ["2.weight", [3, 10]],
        ] as const) {
          tensors.set(name, zeros(name, ...shape));
        }
      }),
      "a.safetensors, 0.weight: expected a matrix [neurons, inputs], found [inputs, neurons] in the shape [784,3].",
    );
  });

  test("when its layers do not follow from one another", () => {
    assertRefused(
      changed((tensors) => tensors.set("2.weight", zeros("2.weight", 10, 4))),
      "a.safetensors, 2.weight: expected 3 inputs, the neurons of 0.weight, found the shape [10,4].",
    );
    assertRefused(
      changed((tensors) => tensors.set("2.bias", zeros("2.bias", 3))),
      "a.safetensors, 2.bias: expected 10 biases, one a neuron of 2.weight, found the shape [3].",
    );
  });

  test("when it has more neurons in a layer than can be trained", () => {
    const plain = (inputs: number, outputs: number) =>
      writeSafetensors({ tensors: [zeros("weight", outputs, inputs), zeros("bias", outputs)], metadata: new Map() });
    assert.deepEqual(readSavedNetwork(plain(785, 26), "a.safetensors").shape.sizes, [785, 26]);
    assertRefused(
      plain(3, mostNeurons + 1),
      `a.safetensors: layer size: expected at most ${mostNeurons}, found ${mostNeurons + 1}.`,
    );
  });

  test("when its numbers are not of single precision", () => {
    const half: Tensor = { name: "0.bias", dtype: "F16", shape: [3], bytes: new Uint8Array(6) };
    assertRefused(
      changed((tensors) => tensors.set("0.bias", half)),
      "a.safetensors, 0.bias: expected single precision (F32), found F16; in PyTorch, network.float() makes it so.",
    );
  });

  for (const [name, text, message] of [
    ["downhill", "3", 'expected metadata of version 1 or 2, found "3": it may be from a newer Downhill.'],
    ["sizes", "784,30,10", 'expected 784,3,10 as its tensors are, found "784,30,10".'],
    ["activations", "relu", "expected 2, one a layer after the input, found 1."],
    [
      "activations",
      "relu,gelu",
      'expected a list of sigmoid or relu or tanh or leakyRelu or softmax, found "relu,gelu".',
    ],
    ["activations", "softmax,sigmoid", "expected softmax on the output layer alone, found it on hidden layer 1."],
    [
      "activations",
      "sigmoid,softmax",
      "with the cost quadratic expected an output layer of sigmoid or relu or tanh or leakyRelu, found softmax.",
    ],
    ["cost", "hinge", 'expected quadratic or crossEntropy, found "hinge".'],
    ["seed", "4294967296", "expected a whole number from 0 to 4294967295, found 4294967296."],
    ["initialisation", "zeros", 'expected scaledNormal or normal or he, found "zeros".'],
    ["learningRate", "0", "expected a number above 0, at most 1,000,000, found 0."],
    ["learningRate", "fast", 'expected a number, found "fast".'],
    ["batchSize", "0", 'expected a whole number from 1 to 4096, found "0".'],
    ["descent", "newton", 'expected plain or momentum or adam, found "newton".'],
    ["momentum", "1", "expected a number from 0 to below 1, such as 0.9, found 1."],
    ["l2", "-0.1", "expected a number from 0 to 1, such as 0.0001, found -0.1."],
    ["schedule", "steps", 'expected constant or inverseTime or cosine, found "steps".'],
    ["scheduleEpochs", "0", "expected a whole number from 1 to 10000, found 0."],
    ["augment", "yes", 'expected true or false, found "yes".'],
    ["momentSteps", "-1", 'expected a whole number from 0 to 9007199254740991, found "-1".'],
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
    "descent",
    "momentum",
    "l2",
    "schedule",
    "scheduleEpochs",
    "augment",
    "momentSteps",
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

  const count = 3 * 784 + 3 + 10 * 3 + 10;
  const length = 4 * Math.ceil((4 * count) / 3);
  const momentChanges: Readonly<Record<string, readonly [(text: string) => string | undefined, string]>> = {
    "is missing": [() => undefined, "expected a text, found nothing."],
    "is cut short": [
      (text) => text.slice(4),
      `expected ${count} numbers in ${length} characters of base64, found ${length - 4}.`,
    ],
    "is no base64": [
      (text) => `*${text.slice(1)}`,
      `expected ${count} numbers in ${length} characters of base64, found others.`,
    ],
    "has blanks in it": [
      (text) => `    ${text.slice(4)}`,
      `expected ${count} numbers in ${length} characters of base64, found others.`,
    ],
    "holds a number that is not finite": [
      (text) => withNumber(text, 5, Number.NaN),
      "expected finite numbers, found NaN in entry 5.",
    ],
    "holds a negative mean of squares": [
      (text) => withNumber(text, 5, -1),
      "expected numbers from 0 on, found -1 in entry 5.",
    ],
  };
  for (const [what, [change, message]] of Object.entries(momentChanges)) {
    test(`when a moment ${what}`, () => {
      const bytes = changed(
        (_, metadata) => {
          const text = change(metadata.get("secondMoment") ?? "");
          if (text === undefined) metadata.delete("secondMoment");
          else metadata.set("secondMoment", text);
        },
        someNetwork([3], someAdam),
      );
      assertRefused(bytes, `a.safetensors, metadata secondMoment: ${message}`);
    });
  }

  test("in a sentence wherever it is damaged or cut off, and never in any other way", () => {
    const whole = writeSavedNetwork(someNetwork([2], withMoments({ ...someTraining, descent: "momentum" }, [2], 3)));
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

/** @returns base64 of numbers of which one is another */
function withNumber(base64: string, index: number, value: number): string {
  const bytes = Buffer.from(base64, "base64");
  bytes.writeFloatLE(value, 4 * index);
  return bytes.toString("base64");
}

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

  test("when its moments are not its descent's, or do not fit its shape", () => {
    const { values } = someAdam.moments;
    for (const training of [
      { ...someAdam, moments: { steps: 7, values: [values[0]] } },
      { ...someAdam, moments: { steps: 7, values: [] } },
      { ...someAdam, descent: "momentum" as const },
      { ...someTraining, moments: someMomentum.moments },
      { ...someMomentum, moments: { steps: 7, values: [[values[0][0]]] } },
      { ...someMomentum, moments: { steps: 7, values: [[values[0][1], values[0][0]]] } },
      { ...someAdam, moments: { steps: 7, values: [values[0], values[0]] } },
      { ...someAdam, moments: { steps: 0.5, values } },
    ]) {
      assert.throws(() => writeSavedNetwork({ ...network, training }), WeightsFileError);
    }
  });

  test("when it could not be opened again", () => {
    const training = { ...someTraining, learningRate: Number.NaN };
    assert.throws(() => writeSavedNetwork({ ...network, training }), WeightsFileError);
  });
});

test("the most that a descent may remember has room in a header", () => {
  for (const count of Object.values(momentCounts).filter((each) => each > 0)) {
    const characters = count * base64Length((4 * mostMomentNumbers) / count);
    // What else is in a header is far less than a million bytes.
    assert.ok(characters + 1e6 < mostHeaderBytes);
  }
});
