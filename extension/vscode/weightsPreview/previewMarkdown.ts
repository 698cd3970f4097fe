import { activationWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import { damageInWords } from "../../protocol/damageInWords.ts";
import { elidedName } from "../../protocol/elidedName.ts";
import { numberCount } from "../../protocol/numberCount.ts";
import { percentText } from "../../protocol/percentText.ts";
import type { FileProblem } from "../../protocol/weightsEditorMessages.ts";
import { bytesText, formatTitles, networkInWords, noNetworkInWords, shapeText } from "../../protocol/weightsInWords.ts";
import type { DrawnNeurons, DrawnTensor } from "../../protocol/weightsPicture.ts";
import type { FoundNetwork, TensorStatistics, WeightsSummary } from "../../protocol/weightsSummary.ts";
import { markdownText } from "./markdownText.ts";
import { partInWords } from "./partInWords.ts";
import { pictureInMarkdown } from "./picturesInMarkdown.ts";
import { measuresOf, statisticsLine } from "./statisticsInMarkdown.ts";

/** What there is to say of a weights file before it is opened. */
export interface WeightsPreview {
  readonly name: string;
  readonly byteLength: number;
  /** since 1970; null where the file system does not say */
  readonly modifiedMs: number | null;
  readonly summary: WeightsSummary;
  /** what the first neurons of the first layer look for; null when its inputs are no picture */
  readonly firstLayer: DrawnNeurons | null;
  /** of a file with one tensor and no network; null of all others, and when its numbers cannot be read */
  readonly onlyTensor: DrawnTensor | null;
  /** of the first tensors, in place of a picture; those of large ones are of their first numbers */
  readonly statistics: readonly { readonly tensor: number; readonly statistics: TensorStatistics }[];
  /** why there is neither, in a sentence */
  readonly problem: string | null;
}

/** What a click in a preview does: a title and the command it runs, as Markdown has it after `command:`. */
export interface PreviewLink {
  readonly title: string;
  readonly command: string;
  readonly arguments: readonly unknown[];
}

/** A weights file in words, with a picture or statistics, for a hover or a tooltip that shows Markdown and HTML. */
export function previewMarkdown(preview: WeightsPreview, links: readonly PreviewLink[]): string {
  const { summary, firstLayer, onlyTensor, statistics, problem } = preview;
  const { network } = summary;
  const head = [headLine(preview)];
  if (network) head.push(markdownText(networkInWords(network).join(" · ")));
  else if (onlyTensor) head.push(...onlyTensorLines(summary, statistics[0]?.statistics));
  head.push(...trainingLines(summary));
  // A hover is cut at 250 pixels in most windows: what can be done stands where it is seen, and no line is given away.
  if (links.length > 0) head.push(linkLine(links));
  const blocks = [head.join("\\\n")];
  if (network) {
    const lines = layerLines(network, firstLayer !== null);
    if (firstLayer) {
      const drawn = neuronsInWords(firstLayer.count, network.sizes[1]);
      lines.unshift(pictureInMarkdown(firstLayer.picture, `What ${drawn} look for`, drawn));
    }
    blocks.push(lines.join("\\\n"));
  }
  if (statistics.length > 0 && !onlyTensor) blocks.push(statisticsTable(preview));
  if (onlyTensor)
    blocks.push(
      pictureInMarkdown(onlyTensor.picture, summary.tensors[0].name, partInWords(onlyTensor, summary.tensors[0].shape)),
    );
  // Of a single array nobody expects a network.
  if (summary.noNetworkBecause !== null && !onlyTensor)
    blocks.push(`_${markdownText(noNetworkInWords(summary.noNetworkBecause), 300)}_`);
  if (problem !== null) blocks.push(markdownText(problem, 500));
  for (const remark of [...summary.remarks, ...(network?.remarks ?? [])].slice(0, mostRemarks)) {
    blocks.push(`_${markdownText(remark, 300)}_`);
  }
  return blocks.filter((block) => block !== "").join("\n\n");
}

/** Why a weights file cannot be previewed: what that mostly means, what can be done, and the reader's own sentence. */
export function refusalMarkdown(name: string, { message, format }: FileProblem, links: readonly PreviewLink[]): string {
  const head = [`**${markdownText(name, 80)}** · cannot be read`];
  if (format !== null) head.push(markdownText(damageInWords(format)));
  if (links.length > 0) head.push(linkLine(links));
  const detail = markdownText(message, 500);
  return `${head.join("\\\n")}\n\n${format === null ? detail : `_${detail}_`}`;
}

export function linkLine(links: readonly PreviewLink[]): string {
  const written = links.map(({ title, command, arguments: words }) => {
    // A bracket in a file's name would end the link.
    const query = encodeURIComponent(JSON.stringify(words)).replaceAll("(", "%28").replaceAll(")", "%29");
    return `[${title}](command:${command}?${query})`;
  });
  return written.join(" · ");
}

const mostRemarks = 2;
/** Layers in a row of sizes; of deeper networks the last ones are left out, in words. */
const mostLayers = 12;

function headLine({ name, summary, byteLength, modifiedMs }: WeightsPreview): string {
  const facts = [formatTitles[summary.format], bytesText(byteLength)];
  if (modifiedMs !== null) facts.push(dateFormat.format(modifiedMs));
  return `**${markdownText(name, 80)}** · ${markdownText(facts.join(" · "))}`;
}

const dateFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** What Downhill recorded, in a line: of each more, a line of the picture would be out of sight. */
function trainingLines({ training }: WeightsSummary): string[] {
  if (training === null) return [];
  const { accuracy, heldOutCost, epoch, seed, dataset } = training;
  const words: string[] = [];
  if (accuracy !== null) words.push(`reads ${percentText(accuracy, 2)} right`);
  if (heldOutCost !== null) words.push(`cost ${heldOutCost.toPrecision(3)}`);
  words.push(`epoch ${epoch.toLocaleString("en")}`, `seed ${seed}`, dataset);
  return [markdownText(words.join(" · "))];
}

/** Of a NumPy array the name is the file's. */
function onlyTensorLines({ format, tensors: [form] }: WeightsSummary, statistics?: TensorStatistics): string[] {
  const facts = `${form.dtype} ${shapeText(form.shape)}`;
  const name = elidedName(form.name, (text) => text.length <= mostNameCharacters);
  const line = markdownText(format === "npy" ? facts : `${name} · ${facts}`);
  return statistics ? [line, statisticsLine(statistics, numberCount(form.shape))] : [line];
}

function neuronsInWords(count: number, all: number): string {
  const neurons =
    all === 1
      ? "the only neuron"
      : count === all
        ? `all ${all} neurons`
        : `${count} of ${all.toLocaleString("en")} neurons`;
  return `${neurons} of layer 1`;
}

/** `Layer 2: 16 ← 16 sigmoid · Layer 3: 10 ← 16 softmax`, without the layer that is drawn. */
function layerLines({ sizes, activations }: FoundNetwork, isFirstDrawn: boolean): string[] {
  const first = isFirstDrawn ? 2 : 1;
  if (sizes.length <= first) return [];
  const layers = sizes.slice(first, first + mostLayers).map((size, index) => {
    const layer = first + index;
    const activation = activations[layer - 1];
    const words = `${size.toLocaleString("en")} × ${sizes[layer - 1].toLocaleString("en")}`;
    return `layer ${layer}: ${words}${activation === null ? "" : ` ${activationWords[activation].title}`}`;
  });
  const left = sizes.length - first - layers.length;
  if (left > 0) layers.push(`and ${left} more`);
  return [markdownText(layers.join(" · "), 1000)];
}

/** Of a name in a table: what it begins with is left out. */
const mostNameCharacters = 48;

/** A row a tensor. */
function statisticsTable({ summary, statistics }: WeightsPreview): string {
  const rows = statistics.map(({ tensor, statistics: found }) => {
    const form = summary.tensors[tensor];
    const isSample = found.count < numberCount(form.shape);
    const { least, most, mean } = measuresOf(found);
    const name = elidedName(form.name, (text) => text.length <= mostNameCharacters);
    const cells = [name, `${form.dtype} ${shapeText(form.shape)}`, least, most, `${mean}${isSample ? " *" : ""}`];
    return tableRow(cells.map((cell) => markdownText(cell, 60)));
  });
  const lines = [tableRow(["tensor", "", "min", "max", "mean"]), "|:--|:--|--:|--:|--:|", ...rows];
  const more = summary.tensors.length - statistics.length;
  const notes: string[] = [];
  if (more > 0) notes.push(`and ${counted(more, "more tensor")}`);
  const sampled = statistics.find(
    ({ tensor, statistics: { count } }) => count < numberCount(summary.tensors[tensor].shape),
  );
  if (sampled) notes.push(`* of its first ${sampled.statistics.count.toLocaleString("en")} numbers`);
  return [lines.join("\n"), ...(notes.length > 0 ? [`_${markdownText(notes.join(" · "))}_`] : [])].join("\n\n");
}

/** A hover's tables have no room between their columns. */
function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | &ensp;")} |`;
}
