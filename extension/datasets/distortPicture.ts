import { distortionFloats, knotsStart } from "./distortion.ts";
import { pictureSide, pixelCount } from "./examples.ts";

/**
 * A picture as a distortion makes it: each pixel's grey is that of the place in the original that it comes from, taken
 * between the four pixels around it; what lies outside is black. The plain twin of kernels/distortExamples.
 *
 * @param picture 0 black to 255 white, [784]
 * @param distortion see `distortionFloats`
 */
export function distortPicture(picture: Uint8Array, distortion: Float32Array): Uint8Array<ArrayBuffer> {
  const [xx, xy, yx, yy, shiftX, shiftY] = distortion;
  const distorted = new Uint8Array(pixelCount);
  for (let row = 0; row < pictureSide; row++) {
    for (let column = 0; column < pictureSide; column++) {
      const right = column - middle;
      const down = row - middle;
      const [bendX, bendY] = bendAt(distortion, column, row);
      const x = middle + xx * right + xy * down + shiftX + bendX;
      const y = middle + yx * right + yy * down + shiftY + bendY;
      distorted[row * pictureSide + column] = Math.floor(greyAt(picture, x, y) + 0.5);
    }
  }
  return distorted;
}

/** MNIST's digits have their centre of mass at the pixel (14, 14), counted from 0. */
const middle = pictureSide / 2;
/** Pixels between two knots of the bend. */
const knotDistance = 8;
/** Knots in a row, with the one that fills it up. */
const knotsInRow = 8;

/** Where the cubic B-spline through a distortion's knots moves the pixel. */
function bendAt(distortion: Float32Array, column: number, row: number): [x: number, y: number] {
  const columnWeights = splineWeights((column % knotDistance) / knotDistance);
  const rowWeights = splineWeights((row % knotDistance) / knotDistance);
  const firstColumn = Math.floor(column / knotDistance);
  const firstRow = Math.floor(row / knotDistance);
  const ofY = (distortionFloats - knotsStart) / 2;
  let x = 0;
  let y = 0;
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) {
      const knot = knotsStart + (firstRow + i) * knotsInRow + firstColumn + j;
      const weight = rowWeights[i] * columnWeights[j];
      x += weight * distortion[knot];
      y += weight * distortion[knot + ofY];
    }
  }
  return [x, y];
}

/** What the four knots around a place count, `t` of the way from the second to the third. */
function splineWeights(t: number): readonly number[] {
  const rest = 1 - t;
  return [
    (rest * rest * rest) / 6,
    (3 * t * t * t - 6 * t * t + 4) / 6,
    (3 * rest * rest * rest - 6 * rest * rest + 4) / 6,
    (t * t * t) / 6,
  ];
}

/** Bilinear, 0…255. */
function greyAt(picture: Uint8Array, x: number, y: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const shareX = x - column;
  const shareY = y - row;
  const grey = (atRow: number, atColumn: number) =>
    atRow >= 0 && atRow < pictureSide && atColumn >= 0 && atColumn < pictureSide
      ? picture[atRow * pictureSide + atColumn]
      : 0;
  const upper = grey(row, column) * (1 - shareX) + grey(row, column + 1) * shareX;
  const lower = grey(row + 1, column) * (1 - shareX) + grey(row + 1, column + 1) * shareX;
  return upper * (1 - shareY) + lower * shareY;
}
