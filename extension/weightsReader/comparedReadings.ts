import { type Examples, pictureOf } from "../datasets/examples.ts";
import { pictureFitter } from "../datasets/fittedExamples.ts";
import { forward } from "../network/forward.ts";
import type { HiddenActivationName, NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { activationWords } from "../protocol/choiceNames.ts";
import { completedShape } from "../protocol/completedShape.ts";
import { fittingOf } from "../protocol/fitting.ts";
import { readingProblem } from "../protocol/readingProblem.ts";
import { type ComparedReadings, type Disagreement, mostListedDisagreements } from "../protocol/weightsComparison.ts";
import type { ComparedFile } from "../weights/comparison/comparedFile.ts";
import { networkParameters } from "../weights/denseNetwork/networkParameters.ts";
import { tryActivations } from "./triedActivations.ts";

/**
 * Has two networks read the same examples, each scaled to the size of its own input, by the plain mathematics of `network/`.
 *
 * @param examples as the dataset has them
 * @returns gives the share that is done, 0…1, after every few examples; at the end what was found
 * @throws {WeightsFileError} when either has no network, or numbers that are not finite
 * @throws {Error} when either cannot read such examples
 */
export function* compareReadings(
  a: ComparedFile,
  b: ComparedFile,
  examples: Examples,
): Generator<number, ComparedReadings> {
  const problem = a.network && b.network && readingProblem(a.network.sizes, b.network.sizes);
  if (problem !== null) throw new Error(problem);
  const assumptions: string[] = [];
  const readAsA = yield* readerOf(a, "A", examples, assumptions);
  const readAsB = yield* readerOf(b, "B", examples, assumptions);
  const disagreements: Disagreement[] = [];
  let [rightA, rightB, onlyRightA, onlyRightB] = [0, 0, 0, 0];
  for (let index = 0; index < examples.count; index++) {
    const label = examples.labels[index];
    const picture = pictureOf(examples, index);
    const [byA, byB] = [readAsA(picture), readAsB(picture)];
    if (byA.digit === label) rightA++;
    if (byB.digit === label) rightB++;
    if (byA.digit !== byB.digit) {
      if (byA.digit === label) onlyRightA++;
      if (byB.digit === label) onlyRightB++;
      const [readByA, readByB, leadOfA, leadOfB] = [byA.digit, byB.digit, byA.lead, byB.lead];
      disagreements.push({ index, label, readByA, readByB, leadOfA, leadOfB });
    }
    if (index % examplesInPiece === examplesInPiece - 1) yield (index + 1) / examples.count;
  }
  const listed = disagreements.sort(bySureness).slice(0, mostListedDisagreements);
  const counts = { examples: examples.count, rightA, rightB, disagreements: disagreements.length };
  return { ...counts, onlyRightA, onlyRightB, listed, ...seenPictures(a, b, examples, listed), assumptions };
}

/** As both see them where they see the same and less than there is; else as the dataset has them. */
function seenPictures(
  a: ComparedFile,
  b: ComparedFile,
  examples: Examples,
  listed: readonly Disagreement[],
): Pick<ComparedReadings, "pixels" | "pictures"> {
  const [ofA, ofB] = [a, b].map(({ network }) => network?.sizes[0]);
  const pixels = ofA !== undefined && ofA === ofB && ofA < examples.inputs ? ofA : examples.inputs;
  const seen = pictureFitter(fittingOf([pixels]));
  const pictures = new Uint8Array(listed.length * pixels);
  listed.forEach(({ index }, place) => {
    pictures.set(seen(pictureOf(examples, index)), place * pixels);
  });
  return { pixels, pictures };
}

const examplesInPiece = 8;

/** Both must be sure: the less sure of the two counts. Examples as sure stay in their order. */
function bySureness(one: Disagreement, other: Disagreement): number {
  return Math.min(other.leadOfA, other.leadOfB) - Math.min(one.leadOfA, one.leadOfB) || one.index - other.index;
}

/** A network's word on a dataset's picture: the strongest output, and how far it lies before the second. */
type ReadDigit = (picture: Uint8Array) => { readonly digit: number; readonly lead: number };

/** @param assumptions receives a sentence on what the file does not say */
function* readerOf(
  file: ComparedFile,
  name: string,
  examples: Examples,
  assumptions: string[],
): Generator<number, ReadDigit> {
  const parameters = networkParameters(file, name);
  const { sizes = [], activations = [] } = file.network ?? {};
  let hidden: HiddenActivationName = "sigmoid";
  if (activations.slice(0, -1).includes(null)) {
    const [likeliest] = yield* atOnce(tryActivations({ sizes, activations }, parameters, examples));
    hidden = likeliest.hidden;
    const { title } = activationWords[hidden];
    assumptions.push(
      `${name} does not say what its hidden neurons do: ${title} is assumed, with which it reads most digits right.`,
    );
  }
  // What is not said about the outputs makes no difference to which is strongest: shares of 1 are told apart best.
  return readerWith(completedShape({ sizes, activations }, hidden, "softmax"), parameters);
}

/** A work before the one whose share is told. */
function* atOnce<Result>(pieces: Generator<number, Result>): Generator<number, Result> {
  for (;;) {
    const piece = pieces.next();
    if (piece.done) return piece.value;
    yield 0;
  }
}

function readerWith(shape: NetworkShape, parameters: Parameters): ReadDigit {
  const fitted = pictureFitter(fittingOf(shape.sizes));
  return (picture) => {
    const pixels = Float64Array.from(fitted(picture), (pixel) => pixel / 255);
    const { activations } = forward(shape, parameters, pixels)[parameters.length - 1];
    let digit = 0;
    let second = Number.NEGATIVE_INFINITY;
    for (let j = 1; j < activations.length; j++) {
      if (activations[j] > activations[digit]) {
        second = activations[digit];
        digit = j;
      } else second = Math.max(second, activations[j]);
    }
    return { digit, lead: activations[digit] - second };
  };
}
