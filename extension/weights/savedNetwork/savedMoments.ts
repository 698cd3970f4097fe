import { parameterCount } from "../../network/networkShape.ts";
import type { Floats, Parameters } from "../../network/parameters.ts";
import type { Moments } from "../../protocol/savedNetwork.ts";
import type { DescentName } from "../../protocol/settings.ts";
import { base64Length, decodeBase64, encodeBase64 } from "../base64.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { MetadataTexts } from "./metadataTexts.ts";
import { bytesPerFloat, readFloats, writeFloats } from "./singlePrecision.ts";

/** What each descent remembers, in the order of {@link Moments} `values`, by its names in `__metadata__`. */
const momentNames: Readonly<Record<DescentName, readonly string[]>> = {
  plain: [],
  momentum: ["velocity"],
  adam: ["firstMoment", "secondMoment"],
};
/** A running mean of squares, whose root is taken. */
const neverNegative = "secondMoment";

/**
 * A descent's moments as texts for `__metadata__`: of each the numbers in the tensors' order, layer by layer the weights and
 * then the biases, in base64. They are no tensors themselves, since PyTorch's `load_state_dict` refuses those it does not
 * expect.
 *
 * @param sizes neurons of every layer
 * @throws {WeightsFileError} when they are not this descent's, do not fit the sizes, or hold a number that cannot be
 */
export function writeMoments(
  { steps, values }: Moments,
  descent: DescentName,
  sizes: readonly number[],
): Map<string, string> {
  const names = momentNames[descent];
  // Before the first step there may be none yet.
  if (values.length !== names.length && (steps > 0 || values.length > 0)) {
    const expected = `expected ${names.length} with the descent ${descent}`;
    throw new WeightsFileError("the moments", `${expected}, found ${values.length}.`);
  }
  return new Map(values.map((moment, index) => [names[index], writeMoment(names[index], moment, sizes)]));
}

/**
 * Reads what {@link writeMoments} wrote.
 *
 * @param steps since they were all zero, as the file says; when it is 0 the file may hold none
 * @param sizes as its tensors have them
 * @param file its name, for error messages
 * @throws {WeightsFileError} when the file lacks one, or it does not fit the sizes, or holds a number that cannot be
 */
export function readMoments(
  metadata: ReadonlyMap<string, string>,
  steps: number,
  descent: DescentName,
  sizes: readonly number[],
  file: string,
): Moments {
  const names = momentNames[descent];
  if (steps === 0 && !names.some((name) => metadata.has(name))) return { steps, values: [] };
  const texts = new MetadataTexts(metadata, file);
  return { steps, values: names.map((name) => readMoment(texts, name, sizes)) };
}

function writeMoment(name: string, moment: Parameters, sizes: readonly number[]): string {
  const bytes = new Uint8Array(bytesPerFloat * parameterCount(sizes));
  let end = 0;
  for (const [index, size] of sizes.slice(1).entries()) {
    const { weights, biases } = moment[index] ?? { weights: [], biases: [] };
    if (weights.length !== size * sizes[index] || biases.length !== size) {
      const expected = `expected ${size} × ${sizes[index]} and ${size} numbers for layer ${index + 1}`;
      throw new WeightsFileError(name, `${expected}, found ${weights.length} and ${biases.length}.`);
    }
    for (const floats of [weights, biases]) {
      refuseImpossible(name, floats, name);
      bytes.set(writeFloats(floats, [floats.length], name), end);
      end += bytesPerFloat * floats.length;
    }
  }
  return encodeBase64(bytes);
}

function readMoment(texts: MetadataTexts, name: string, sizes: readonly number[]): Parameters {
  const count = parameterCount(sizes);
  const length = base64Length(bytesPerFloat * count);
  const text = texts.text(name);
  const bytes = decodeBase64(text, bytesPerFloat * count);
  if (bytes === undefined) {
    const found = text.length === length ? "others" : `${text.length}`;
    texts.refuse(name, `expected ${count} numbers in ${length} characters of base64, found ${found}.`);
  }
  const floats = readFloats(bytes, [count], texts.placeOf(name));
  refuseImpossible(name, floats, texts.placeOf(name));
  let end = 0;
  const take = (length: number) => {
    end += length;
    return floats.slice(end - length, end);
  };
  return sizes.slice(1).map((size, index) => ({ weights: take(size * sizes[index]), biases: take(size) }));
}

function refuseImpossible(name: string, floats: Floats, where: string): void {
  if (name !== neverNegative) return;
  const index = floats.findIndex((value) => value < 0);
  if (index === -1) return;
  throw new WeightsFileError(where, `expected numbers from 0 on, found ${floats[index]} in entry ${index}.`);
}
