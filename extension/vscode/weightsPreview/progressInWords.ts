import { shortNumber } from "./statisticsInMarkdown.ts";

/**
 * How far training had come by what a checkpoint says beside its tensors, in its own words: `epoch 12`, `val_loss 0.1230`. What
 * stands deeper in it, as an optimiser's settings do, is none of that.
 *
 * @param metadata as a summary has it
 */
export function progressInWords(metadata: readonly (readonly [name: string, text: string])[]): string[] {
  return metadata
    .flatMap(([name, text]) => {
      const value = Number(text);
      if (!progressName.test(name) || text.trim() === "" || !Number.isFinite(value)) return [];
      return [`${name} ${Number.isInteger(value) ? value.toLocaleString("en") : shortNumber(value)}`];
    })
    .slice(0, mostWords);
}

const mostWords = 4;
const progressName = /^(?:[a-z]+[_ ]){0,2}(?:epochs?|steps?|iterations?|loss|cost|acc|accuracy|seed)$/i;
