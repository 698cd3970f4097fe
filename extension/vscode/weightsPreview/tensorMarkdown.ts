import { elidedName } from "../../protocol/elidedName.ts";
import { numberCount } from "../../protocol/numberCount.ts";
import { otherThanNumbers } from "../../protocol/otherThanNumbers.ts";
import { shapeText } from "../../protocol/weightsInWords.ts";
import type { DrawnNeurons, DrawnTensor } from "../../protocol/weightsPicture.ts";
import type { TensorForm, TensorStatistics } from "../../protocol/weightsSummary.ts";
import { markdownText } from "./markdownText.ts";
import { partInWords } from "./partInWords.ts";
import { pictureInMarkdown } from "./picturesInMarkdown.ts";
import { linkLine, type PreviewLink } from "./previewMarkdown.ts";
import { statisticsLine } from "./statisticsInMarkdown.ts";

/** What there is to say of one tensor of a weights file. */
export interface TensorPreview {
  /** of the file */
  readonly file: string;
  readonly form: TensorForm;
  /** of all its numbers, or of its first; null when its dtype cannot be read */
  readonly statistics: TensorStatistics | null;
  readonly picture: DrawnNeurons | DrawnTensor | null;
}

/** A tensor in words, with a picture, for a hover that shows Markdown and HTML. */
export function tensorMarkdown(
  { file, form, statistics, picture }: TensorPreview,
  links: readonly PreviewLink[],
): string {
  const { name, dtype, shape } = form;
  const facts = `${dtype} ${shapeText(shape)} · in ${file}`;
  const others = otherThanNumbers(dtype);
  const unread =
    others === null
      ? `Numbers of the dtype ${dtype} are not read.`
      : `It holds ${others}, which Downhill does not read.`;
  const numbers = statistics ? statisticsLine(statistics, numberCount(form.shape)) : markdownText(unread);
  const title = markdownText(elidedName(name, (text) => text.length <= 80));
  const blocks = [[`**${title}** · ${markdownText(facts)}`, numbers, linkLine(links)].join("\\\n")];
  if (picture) {
    const words = "rows" in picture ? partInWords(picture, shape) : `neurons 0 to ${picture.count - 1}`;
    blocks.push(pictureInMarkdown(picture.picture, `${name}: ${words}`, words));
  }
  return blocks.join("\n\n");
}
