import { answerInWords, matchingInWords } from "../../protocol/comparisonInWords.ts";
import type { ComparisonOutline, NeuronMatching, TensorDifference } from "../../protocol/weightsComparison.ts";
import type { ComparedFile } from "./comparedFile.ts";
import { outlineComparison } from "./comparisonOutline.ts";
import { matchNetworks } from "./matchedNetworks.ts";
import { mostMatchedNeurons } from "./neuronMatching.ts";
import { partOfWork } from "./partOfWork.ts";
import { compareTensors } from "./tensorDifference.ts";
import { comparedTensors } from "./tensorViews.ts";

/** All that the numbers of two files say of each other. */
export interface Comparison {
  readonly outline: ComparisonOutline;
  /** of each pair of the outline; null where its numbers cannot be compared */
  readonly differences: readonly (TensorDifference | null)[];
  /** null where the two are no networks of the same sizes, or too large for it, or the same */
  readonly matching: NeuronMatching | null;
  /** what changed, a sentence each, the answer first */
  readonly sentences: readonly string[];
}

/**
 * Compares two files in whole.
 *
 * @returns gives the share that is done, 0…1, now and then
 * @throws {WeightsFileError} when a file does not hold what its table of contents promised
 */
export function* compareWeights(a: ComparedFile, b: ComparedFile): Generator<number, Comparison> {
  const outline = outlineComparison(a, b);
  const differences: (TensorDifference | null)[] = [];
  const length = 1 / (outline.pairs.length + 1);
  for (const [place, pair] of outline.pairs.entries()) {
    const tensors = comparedTensors(a, b, pair, null);
    const comparing = () => partOfWork(compareTensors(tensors.a, tensors.b), place * length, length);
    differences.push(pair.problem === null ? yield* comparing() : null);
  }
  const layerCount = outline.haveSameSizes ? (a.network?.sizes.length ?? null) : null;
  const measured = outline.pairs.map((pair, place) => ({ pair, difference: differences[place] }));
  const hasChanged = measured.some(({ difference }) => difference !== null && difference.lengthOfChange > 0);
  const areFinite = differences.every((difference) => difference === null || difference.notFinite === 0);
  const canMatch = outline.haveSameSizes && hasChanged && areFinite && mayBeMatched(a);
  const matching = canMatch ? yield* partOfWork(matchNetworks(a, b), 1 - length, length) : null;
  const reordered = matching && matchingInWords(matching);
  const answer = answerInWords(outline, measured, layerCount, matching);
  const sentences = [
    answer,
    ...(reordered === null ? [] : [reordered]),
    ...outline.differences.filter((difference) => difference !== answer),
    ...outline.remarks,
  ];
  return { outline, differences, matching, sentences };
}

/** Whether its layers are small enough that neurons can be matched. */
function mayBeMatched({ network }: ComparedFile): boolean {
  return Math.max(0, ...(network?.sizes.slice(1, -1) ?? [])) <= mostMatchedNeurons;
}
