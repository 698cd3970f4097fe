import type { ComparisonOutline } from "../../protocol/weightsComparison.ts";
import { plainSentence } from "../weightsFileError.ts";
import type { ComparedFile } from "./comparedFile.ts";
import { differencesOfForm, remarksOnPairs } from "./formDifferences.ts";
import { pairTensors } from "./tensorPairs.ts";

/** Finds what of B is to be held against what of A, and says how the two differ in form. Reads no number. */
export function outlineComparison(a: ComparedFile, b: ComparedFile): ComparisonOutline {
  const paired = pairTensors(a, b);
  const sizesOfA = a.network?.sizes.join();
  return {
    ...paired,
    differences: differencesOfForm(a, b, paired).map(plainSentence),
    remarks: remarksOnPairs(a, b, paired.pairs).map(plainSentence),
    haveSameSizes: sizesOfA !== undefined && sizesOfA === b.network?.sizes.join(),
  };
}
