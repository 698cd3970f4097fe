import type { PageShade, WeightsPicture } from "../../protocol/weightsPicture.ts";
import { divergingColour, divergingColours } from "../../weightsReader/divergingColours.ts";
import { writePng } from "../../weightsReader/png.ts";
import { attributeText, markdownText } from "./markdownText.ts";

/**
 * A picture of weights, and beneath it the scale of its colours, in which a person reads how large they are.
 *
 * @param alternative what it shows, for who cannot see it
 * @param caption what it shows, in few words
 */
export function pictureInMarkdown(
  { png, page, width, height, limit, beyond, notANumber, infinite }: WeightsPicture,
  alternative: string,
  caption: string,
): string {
  const parts = [limit > 0 ? `−${limitText(limit)} ${scaleBar(page)} +${limitText(limit)}` : "all are zero"];
  if (beyond > 0) parts.push(`${beyond.toLocaleString("en")} larger`);
  if (notANumber > 0) parts.push(`${notANumber.toLocaleString("en")} not a number (pink)`);
  if (infinite > 0) parts.push(`${infinite.toLocaleString("en")} infinite (yellow)`);
  parts.push(markdownText(caption));
  return `${imageInMarkdown(png, width, height, alternative)}\\\n${parts.join(" · ")}`;
}

function imageInMarkdown(png: Uint8Array, width: number, height: number, of: string): string {
  const source = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  return `<img src="${source}" width="${width}" height="${height}" alt="${attributeText(of)}">`;
}

/** A limit is round: it has two digits, and zeros. */
function limitText(limit: number): string {
  return limit >= 0.0001 && limit < 1e6 ? `${limit}` : limit.toExponential().replace("e-", "e−");
}

const barWidth = 120;
const barHeight = 10;

/** All colours from the most negative to the most positive. */
function scaleBar(page: PageShade): string {
  const known = scaleBars.get(page);
  if (known !== undefined) return known;
  const pixels = Uint8Array.from({ length: barWidth * barHeight }, (_, place) => {
    return divergingColour(((place % barWidth) / (barWidth - 1)) * 2 - 1, 1);
  });
  const png = writePng({ width: barWidth, height: barHeight, pixels, colours: divergingColours(page) });
  const bar = imageInMarkdown(png, barWidth, barHeight, "from orange, negative, to blue, positive");
  scaleBars.set(page, bar);
  return bar;
}

const scaleBars = new Map<PageShade, string>();
