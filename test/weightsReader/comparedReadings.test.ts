import assert from "node:assert/strict";
import { test } from "node:test";
import { drawDigits } from "../../extension/datasets/builtInDigits.ts";
import { pictureOf, sliceExamples } from "../../extension/datasets/examples.ts";
import { fitDataset } from "../../extension/datasets/fittedExamples.ts";
import { forward } from "../../extension/network/forward.ts";
import type { ActivationName } from "../../extension/network/networkShape.ts";
import type { Parameters } from "../../extension/network/parameters.ts";
import { fittingOf } from "../../extension/protocol/fitting.ts";
import { compareReadings } from "../../extension/weightsReader/comparedReadings.ts";
import { drawnParameters, finished, madeFile, madeNetworkFile } from "../weights/comparison/madeFile.ts";

const sizes = [784, 6, 10];
const examples = drawDigits({ count: 300, seed: 4 });

test("both accuracies and every disagreement are the reference's", () => {
  const activations: ActivationName[] = ["relu", "sigmoid"];
  const networks = [1, 2].map((seed) => drawnParameters(sizes, seed));
  const [a, b] = networks.map((parameters) => madeNetworkFile(sizes, parameters, { activations }));
  const { found, shares } = finished(compareReadings(a, b, examples));
  const readings = Array.from({ length: examples.count }, (_, index) => {
    const pixels = Float64Array.from(pictureOf(examples, index), (pixel) => pixel / 255);
    return networks.map((parameters) => {
      const outputs = forward({ sizes, activations, cost: "quadratic" }, parameters, pixels)[1].activations;
      const sorted = [...outputs].sort((one, other) => other - one);
      return { digit: outputs.indexOf(sorted[0]), lead: sorted[0] - sorted[1] };
    });
  });
  const right = (place: number) =>
    readings.filter((read, index) => read[place].digit === examples.labels[index]).length;
  assert.equal(found.examples, 300);
  assert.equal(found.rightA, right(0));
  assert.equal(found.rightB, right(1));
  const differing = readings.flatMap(([one, other], index) => (one.digit === other.digit ? [] : [index]));
  assert.ok(differing.length > 10);
  assert.equal(found.disagreements, differing.length);
  const onlyRight = (place: number) =>
    differing.filter((index) => readings[index][place].digit === examples.labels[index]).length;
  assert.deepEqual([found.onlyRightA, found.onlyRightB], [onlyRight(0), onlyRight(1)]);
  assert.deepEqual(
    found.listed.map(({ index }) => index).sort((one, other) => one - other),
    differing,
  );
  let sureness = Number.POSITIVE_INFINITY;
  found.listed.forEach(({ index, label, readByA, readByB, leadOfA, leadOfB }, place) => {
    const [one, other] = readings[index];
    assert.deepEqual([label, readByA, readByB], [examples.labels[index], one.digit, other.digit]);
    assert.deepEqual([leadOfA, leadOfB], [one.lead, other.lead]);
    assert.ok(Math.min(leadOfA, leadOfB) <= sureness, "the surest come first");
    sureness = Math.min(leadOfA, leadOfB);
    const picture = found.pictures.subarray(place * 784, (place + 1) * 784);
    assert.ok(Buffer.from(picture).equals(pictureOf(examples, index)));
  });
  assert.deepEqual(found.assumptions, []);
  assert.ok(shares.length > 30 && (shares.at(-1) ?? 0) <= 1);
});

test("networks of other square inputs read the same examples, each at the size that it takes", () => {
  const [small, large] = [
    [64, 6, 10],
    [400, 5, 10],
  ];
  const activations: ActivationName[] = ["tanh", "softmax"];
  const [ofA, ofB] = [drawnParameters(small, 1), drawnParameters(large, 2)];
  const fittedTo = (inputs: readonly number[]) => {
    return fitDataset({ training: sliceExamples(examples, 0, 0), heldOut: examples }, fittingOf(inputs)).heldOut;
  };
  const readingsOf = (shape: readonly number[], parameters: Parameters) => {
    const fitted = fittedTo(shape);
    return Array.from({ length: examples.count }, (_, index) => {
      const pixels = Float64Array.from(pictureOf(fitted, index), (pixel) => pixel / 255);
      const outputs = forward({ sizes: shape, activations, cost: "quadratic" }, parameters, pixels)[1].activations;
      return outputs.indexOf(Math.max(...outputs));
    });
  };
  const [a, b] = [madeNetworkFile(small, ofA, { activations }), madeNetworkFile(large, ofB, { activations })];
  const { found } = finished(compareReadings(a, b, examples));
  const [byA, byB] = [readingsOf(small, ofA), readingsOf(large, ofB)];
  const differing = byA.flatMap((digit, index) => (digit === byB[index] ? [] : [index]));
  assert.ok(differing.length > 10);
  assert.equal(found.rightA, byA.filter((digit, index) => digit === examples.labels[index]).length);
  assert.equal(found.rightB, byB.filter((digit, index) => digit === examples.labels[index]).length);
  assert.deepEqual(
    found.listed.map(({ index }) => index).sort((one, other) => one - other),
    differing,
  );
  // The two see different pictures: those of the dataset are shown.
  assert.equal(found.pixels, 784);
  assert.ok(Buffer.from(found.pictures.subarray(0, 784)).equals(pictureOf(examples, found.listed[0].index)));
  const other = madeNetworkFile(small, drawnParameters(small, 3), { activations });
  const alike = finished(compareReadings(a, other, examples)).found;
  assert.equal(alike.pixels, 64, "both see the same, which is shown");
  assert.ok(Buffer.from(alike.pictures.subarray(0, 64)).equals(pictureOf(fittedTo(small), alike.listed[0].index)));
});

test("an activation that a file does not say is the one with which it reads best, and that is said", () => {
  const parameters = drawnParameters(sizes, 1);
  const said = madeNetworkFile(sizes, parameters, { activations: ["tanh", "softmax"] });
  const unsaid = madeNetworkFile(sizes, parameters);
  const { found } = finished(compareReadings(said, unsaid, examples));
  assert.equal(found.assumptions.length, 1);
  assert.match(
    found.assumptions[0],
    /^B does not say what its hidden neurons do: (sigmoid|ReLU|tanh) is assumed, with which it reads most digits right\.$/,
  );
});

test("what cannot read digits is refused in a sentence", () => {
  const digits = madeNetworkFile(sizes);
  const other = madeNetworkFile([99, 5, 10]);
  assert.throws(() => finished(compareReadings(digits, other, examples)), {
    message: "B takes 99 inputs, where digits are square pictures of 8×8 pixels or more.",
  });
  assert.throws(() => finished(compareReadings(madeFile(), digits, examples)), {
    message: "A: expected a dense network, found none.",
  });
  const broken = drawnParameters(sizes, 1);
  broken[1].biases[3] = Number.NaN;
  assert.throws(() => finished(compareReadings(madeNetworkFile(sizes, broken), digits, examples)), {
    message: "A, 2.bias: expected finite numbers, found NaN.",
  });
});
