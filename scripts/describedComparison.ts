import { pairName, percentInWords } from "../extension/protocol/comparisonInWords.ts";
import type { WeightsSummary } from "../extension/protocol/weightsSummary.ts";
import { shortNumber } from "../extension/vscode/weightsPreview/statisticsInMarkdown.ts";
import type { Comparison } from "../extension/weights/comparison/comparison.ts";
import type { OpenedFile } from "../extension/weightsReader/openedFile.ts";
import { alignedLines } from "./alignedLines.ts";

/** What `--compare` adds to `--json`: A is the file, B the other. */
export function comparisonAsJson(
  { outline, differences, sentences }: Comparison,
  a: WeightsSummary,
  b: WeightsSummary,
): object {
  return {
    sentences,
    tensors: outline.pairs.map((pair, index) => {
      const difference = differences[index];
      return {
        a: a.tensors[pair.a].name,
        b: b.tensors[pair.b].name,
        count: difference?.count ?? null,
        equal: difference?.equal ?? null,
        relativeChange: difference?.relativeChange ?? null,
        cosine: difference?.cosine ?? null,
        problem: pair.problem,
      };
    }),
    onlyInA: outline.onlyInA.map((index) => a.tensors[index].name),
    onlyInB: outline.onlyInB.map((index) => b.tensors[index].name),
  };
}

/** The same for a person: the answer first. */
export function comparisonInLines(
  { outline, differences, sentences }: Comparison,
  { name: nameA, summary }: OpenedFile,
  { name: nameB }: OpenedFile,
): string[] {
  const layerCount = outline.haveSameSizes ? (summary.network?.sizes.length ?? null) : null;
  const rows = outline.pairs.map((pair, index) => {
    const what = pairName(pair, summary.tensors[pair.a].name, layerCount);
    const difference = differences[index];
    if (difference === null) return [what, "", "", "", pair.problem ?? ""];
    const { relativeChange, cosine, equal, count, largest } = difference;
    return [
      what,
      relativeChange === null ? "–" : percentInWords(relativeChange),
      shortNumber(cosine),
      percentInWords(equal / Math.max(1, count)),
      largest === null ? "" : `${shortNumber(largest.a)} → ${shortNumber(largest.b)} at [${largest.at.join(", ")}]`,
    ];
  });
  const heads = ["tensor", "change", "cosine", "the same", "largest change"];
  return [
    `Compared: A ${nameA}, B ${nameB}`,
    ...sentences,
    ...(rows.length === 0 ? [] : ["", ...alignedLines([heads, ...rows], [1, 2, 3])]),
  ];
}
