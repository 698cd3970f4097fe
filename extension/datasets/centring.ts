import { pictureSide, pixelCount } from "./examples.ts";
import { drawStrokes, type PenStroke } from "./penStrokes.ts";

/** Pixels of the box that a digit is fitted into, as MNIST's are. */
const boxSide = 20;

/**
 * Draws strokes as MNIST's digits are normalised: scaled to fill a 20×20 box one way, their aspect kept, then moved by
 * whole pixels until their centre of mass is in the middle of the 28×28 picture.
 *
 * @param strokes in any place and scale, but their radii in pixels of the picture
 * @param softness see {@link drawStrokes}
 * @param picture receives 0 black to 255 white, [784]
 * @returns false, and leaves the picture as it is, when the mass is so far from the middle of the box that the moved box
 *   does not fit into the picture; of MNIST's digits not one is so
 * @see http://yann.lecun.com/exdb/mnist: "size normalized to fit in a 20x20 pixel box while preserving their aspect
 *   ratio", "centered by computing the center of mass of the pixels"
 */
export function drawCentred(strokes: readonly PenStroke[], softness: number, picture: Uint8Array): boolean {
  const ink = new Float64Array(boxSide * boxSide);
  drawStrokes(fitIntoBox(strokes), softness, boxSide, ink);
  return centreByMass(ink, picture);
}

/** Scales the path so that with the pen's width around it, it fills the box one way and is in its middle the other way. */
function fitIntoBox(strokes: readonly PenStroke[]): PenStroke[] {
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  let margin = 0;
  for (const stroke of strokes) {
    for (const { x, y, radius } of stroke) {
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      margin = Math.max(margin, radius);
    }
  }
  const scale = (boxSide - 2 * margin) / Math.max(right - left, bottom - top);
  const middleX = (left + right) / 2;
  const middleY = (top + bottom) / 2;
  return strokes.map((stroke) =>
    stroke.map(({ x, y, radius }) => ({
      x: boxSide / 2 + (x - middleX) * scale,
      y: boxSide / 2 + (y - middleY) * scale,
      radius,
    })),
  );
}

/** @param ink coverage 0…1, [20, 20] @param picture receives 0 black to 255 white, [784] */
function centreByMass(ink: Float64Array, picture: Uint8Array): boolean {
  let mass = 0;
  let massX = 0;
  let massY = 0;
  for (let row = 0; row < boxSide; row++) {
    for (let column = 0; column < boxSide; column++) {
      const coverage = ink[row * boxSide + column];
      mass += coverage;
      massX += coverage * column;
      massY += coverage * row;
    }
  }
  // The middle of MNIST's pictures is the centre of pixel 14, counted from 0.
  const middle = pictureSide / 2;
  const shiftX = Math.round(middle - massX / mass);
  const shiftY = Math.round(middle - massY / mass);
  const mostShift = pictureSide - boxSide;
  if (Math.min(shiftX, shiftY) < 0 || Math.max(shiftX, shiftY) > mostShift) return false;
  picture.fill(0, 0, pixelCount);
  for (let row = 0; row < boxSide; row++) {
    for (let column = 0; column < boxSide; column++) {
      const coverage = ink[row * boxSide + column];
      if (coverage > 0) picture[(row + shiftY) * pictureSide + column + shiftX] = Math.round(255 * coverage);
    }
  }
  return true;
}
