import type { PageShade, WeightsPicture } from "../protocol/weightsPicture.ts";
import { frameColour, signColour } from "./divergingColours.ts";
import { PaintedPicture } from "./paintedPicture.ts";
import { pictureLimit } from "./pictureLimit.ts";

/** In pixels, of the picture without its frame: as wide as a hover is, and readable at a glance. */
export const mostBars = 480;
const height = 96;
/** Of a bar at most, the gap after it included. */
const mostPitch = 24;
/** From this pitch on bars have a gap between them. */
const leastPitchWithGap = 4;

/**
 * Draws a row of numbers as bars from a line in the middle: up is positive, down is negative; what is no finite
 * number has its colour over the whole height.
 *
 * @param values at most {@link mostBars}, 1 at least
 */
export function drawBars(values: Float32Array, page: PageShade): WeightsPicture {
  const pitch = Math.min(mostPitch, Math.floor(mostBars / values.length));
  const gap = pitch >= leastPitchWithGap ? 1 : 0;
  const limit = pictureLimit(values);
  const half = height / 2;
  const picture = new PaintedPicture(values.length * pitch + 2, height + 3, limit, page);
  const zeroLine = 1 + half;
  picture.fill(1, zeroLine, values.length * pitch, 1, frameColour);
  values.forEach((value, place) => {
    const left = 1 + place * pitch;
    const colour = signColour(value, page);
    if (!Number.isFinite(value)) picture.fill(left, 1, pitch - gap, height + 1, colour);
    else if (value !== 0 && limit > 0) {
      // A number that is not zero is seen not to be.
      const length = Math.max(1, Math.round((Math.min(Math.abs(value), limit) / limit) * half));
      picture.fill(left, value < 0 ? zeroLine + 1 : zeroLine - length, pitch - gap, length, colour);
    }
  });
  picture.frame(0, 0, values.length * pitch + 2, height + 3);
  return picture.finish(values);
}
