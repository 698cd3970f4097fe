import { descentWords } from "../../protocol/choiceNames.ts";
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
import { progressInWords } from "./progressInWords.ts";
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

/**
 * A weights file in words, with a picture or statistics, for a hover or a tooltip that shows Markdown and HTML.
 *
 * VS Code cuts a hover at 250 pixels, about twelve lines: what the file is and what can be done with it stands first, then what
 * it looks like, then what is odd about it, and no line and no margin is given away.
 */
export function previewMarkdown(preview: WeightsPreview, links: readonly PreviewLink[]): string {
  const { summary, firstLayer, onlyTensor, statistics, problem } = preview;
  const { network } = summary;
  const lines = [headLine(preview)];
  if (network) lines.push(markdownText(networkInWords(network).join(" · ")));
  else if (onlyTensor) lines.push(...onlyTensorLines(summary, statistics[0]?.statistics));
  lines.push(...trainingLines(summary));
  if (links.length > 0) lines.push(linkLine(links));
  if (network && firstLayer) {
    const drawn = neuronsInWords(firstLayer.count, network.sizes[1]);
    const caption = [`layer 1: ${drawn}`, ...otherLayers(network)].join(" · ");
    lines.push(
      pictureInMarkdown(
        firstLayer.picture,
        `What ${drawn} of layer 1 ${firstLayer.count === 1 ? "looks" : "look"} for`,
        caption,
      ),
    );
  } else if (onlyTensor) {
    const [{ name, shape }] = summary.tensors;
    lines.push(pictureInMarkdown(onlyTensor.picture, name, partInWords(onlyTensor, shape)));
  }
  const notes = [...summary.remarks, ...(network?.remarks ?? [])].slice(0, mostRemarks);
  // Of a single array nobody expects a network.
  if (summary.noNetworkBecause !== null && !onlyTensor) notes.unshift(noNetworkInWords(summary.noNetworkBecause));
  const written = notes.map((note) => `_${markdownText(note, 300)}_`);
  if (problem !== null) written.unshift(markdownText(problem, 500));
  if (statistics.length === 0 || onlyTensor) return [...lines, ...written].join("\\\n");
  const { table, more } = statisticsTable(preview);
  return [lines.join("\\\n"), table, [...more, ...written].join("\\\n")].join("\n\n").trimEnd();
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
/** Layers named beneath the picture of the first; of deeper networks the last ones are left out, in words. */
const mostLayers = 2;

function headLine({ name, summary, byteLength, modifiedMs }: WeightsPreview): string {
  const facts = [formatTitles[summary.format], bytesText(byteLength)];
  if (modifiedMs !== null) facts.push(dateFormat.format(modifiedMs));
  return `**${markdownText(name, 80)}** · ${markdownText(facts.join(" · "))}`;
}

const dateFormat = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** How it was trained, as far as Downhill recorded it or another program's checkpoint says, in a line. */
function trainingLines({ training, metadata }: WeightsSummary): string[] {
  if (training === null) {
    const progress = progressInWords(metadata);
    return progress.length > 0 ? [markdownText(progress.join(" · "))] : [];
  }
  const { accuracy, heldOutCost, epoch, seed, dataset, descent } = training;
  const words: string[] = [];
  if (accuracy !== null) words.push(`reads ${percentText(accuracy, 2)} right`);
  if (heldOutCost !== null) words.push(`cost ${heldOutCost.toPrecision(3)}`);
  words.push(`epoch ${epoch.toLocaleString("en")}`, `seed ${seed}`, dataset);
  // Its moments are in the file, too: without a word it would be a riddle why that is three times as large.
  if (descent !== "plain") words.push(descentWords[descent].title);
  return [markdownText(words.join(" · "))];
}

/** Of a NumPy array the name is the file's. */
function onlyTensorLines({ format, tensors: [form] }: WeightsSummary, statistics?: TensorStatistics): string[] {
  const facts = `${form.dtype} ${shapeText(form.shape)}`;
  const name = elidedName(form.name, (text) => text.length <= mostNameCharacters);
  const line = markdownText(format === "npy" ? facts : `${name} · ${facts}`);
  return statistics ? [line, statisticsLine(statistics, numberCount(form.shape))] : [line];
}

/** `16 neurons`, `32 of 1,000 neurons` */
function neuronsInWords(count: number, all: number): string {
  return count === all ? counted(all, "neuron") : `${count} of ${counted(all, "neuron")}`;
}

/** `layer 2: 16 × 16`, `layer 3: 10 × 16`: the layers behind the first, by their weights' rows and columns. */
function otherLayers({ sizes }: FoundNetwork): string[] {
  const layers = sizes.slice(2, 2 + mostLayers).map((size, index) => {
    const words = `layer ${index + 2}: ${size.toLocaleString("en")} × ${sizes[index + 1].toLocaleString("en")}`;
    // A line that is too long ends between two layers.
    return words.replaceAll(" ", "\u00a0");
  });
  const left = sizes.length - 2 - layers.length;
  return left > 0 ? [...layers, `and ${left} more`] : layers;
}

/** Of a name in a table: what it begins with is left out. */
const mostNameCharacters = 48;

/** A row a tensor, and what is to be said beneath, in a line if anything. */
function statisticsTable({ summary, statistics }: WeightsPreview): { table: string; more: string[] } {
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
  return { table: lines.join("\n"), more: notes.length > 0 ? [`_${markdownText(notes.join(" · "))}_`] : [] };
}

/** A hover's tables have no room between their columns. */
function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | &ensp;")} |`;
}
