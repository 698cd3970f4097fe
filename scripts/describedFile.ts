import { learningOfFile } from "../extension/protocol/learningOfFile.ts";
import {
  bytesText,
  formatTitles,
  networkInWords,
  noNetworkInWords,
  shapeText,
  tensorsInWords,
  trainingInWords,
} from "../extension/protocol/weightsInWords.ts";
import type { TensorStatistics, WeightsSummary } from "../extension/protocol/weightsSummary.ts";
import { shortNumber } from "../extension/vscode/weightsPreview/statisticsInMarkdown.ts";
import { takeStatistics } from "../extension/weights/tensors/statistics.ts";
import type { OpenedFile } from "../extension/weightsReader/openedFile.ts";
import { alignedLines } from "./alignedLines.ts";

/**
 * The statistics of every tensor; null where its dtype cannot be read.
 *
 * @param onProgress called with a tensor's name and the share of it that is done
 * @throws {WeightsFileError} when the file does not hold what its table of contents promised
 */
export function describedTensors(
  { file }: OpenedFile,
  onProgress: (name: string, share: number) => void,
): (TensorStatistics | null)[] {
  return file.tensors.map((tensor) => {
    if (!tensor.isReadable) return null;
    const work = takeStatistics(tensor);
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
      onProgress(tensor.name, value);
    }
  });
}

/** What `--json` prints. */
export function descriptionAsJson(
  { summary: { format, tensors, network, metadata } }: OpenedFile,
  statistics: readonly (TensorStatistics | null)[],
): object {
  return {
    format,
    tensors: tensors.map(({ name, dtype, shape }, index) => {
      const { min = null, max = null, mean = null, zeros = null, ...counts } = statistics[index] ?? {};
      const nonFinite = "infinite" in counts ? counts.notANumber + counts.infinite : null;
      return { name, dtype, shape, min, max, mean, zeros, nonFinite };
    }),
    network: network && {
      sizes: network.sizes,
      activations: network.activations,
      parameters: network.parameters,
    },
    metadata: Object.fromEntries(metadata),
  };
}

/** The same for a person: what it is, what is odd about it, its tensors in a table, what else it says. */
export function descriptionInLines(
  { name, summary }: OpenedFile,
  statistics: readonly (TensorStatistics | null)[],
): string[] {
  const { format, byteLength, tensors, network, noNetworkBecause, remarks, metadata } = summary;
  const rows = tensors.map(({ name, dtype, shape }, index) => [
    name,
    dtype,
    shapeText(shape),
    ...measuresOf(statistics[index]),
  ]);
  const heads = [
    "tensor",
    "dtype",
    "shape",
    "min",
    "max",
    "mean",
    "deviation",
    "zeros",
    "not finite",
    "from min to max",
  ];
  return [
    [name, formatTitles[format], bytesText(byteLength), ...tensorsInWords(tensors)].join(" · "),
    network ? networkInWords(network).join(" · ") : noNetworkInWords(noNetworkBecause ?? "none was found."),
    ...trainedLines(summary),
    ...[...remarks, ...(network?.remarks ?? [])].map((remark) => `Note: ${remark}`),
    "",
    ...alignedLines([heads, ...rows], [3, 4, 5, 6, 7, 8]),
    ...(metadata.length === 0
      ? []
      : [
          "",
          ...alignedLines(
            metadata.map(([entry, text]) => [entry, inOneLine(text)]),
            [],
          ),
        ]),
  ];
}

function trainedLines(summary: WeightsSummary): string[] {
  const words = trainingInWords(summary);
  return words.length === 0 ? [] : [[...words, ...learningOfFile(summary).slice(1)].join(" · ")];
}

function measuresOf(statistics: TensorStatistics | null): string[] {
  if (statistics === null) return ["", "", "", "", "", "", "not readable"];
  const { min, max, mean, deviation, zeros, notANumber, infinite, histogram } = statistics;
  const counts = [zeros, notANumber + infinite].map((count) => count.toLocaleString("en"));
  return [...[min, max, mean, deviation].map(shortNumber), ...counts, histogramText(histogram)];
}

/** In 16 columns of eight heights: ▁▁▂▃▅▇█▇▅▃▂▁▁. What is there at all is seen. */
function histogramText(bins: readonly number[]): string {
  const columns = Math.min(16, bins.length);
  const counts = Array.from({ length: columns }, (_, column) => {
    const [from, to] = [column, column + 1].map((each) => Math.round((each * bins.length) / columns));
    return bins.slice(from, to).reduce((sum, count) => sum + count, 0);
  });
  const most = Math.max(1, ...counts);
  return counts.map((count) => (count === 0 ? " " : "▁▂▃▄▅▆▇█"[Math.ceil((count / most) * 8) - 1])).join("");
}

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= 100 ? line : `${line.slice(0, 99)}…`;
}
