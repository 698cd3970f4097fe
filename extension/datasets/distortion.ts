import { SeededGenerator } from "../network/seededGenerator.ts";

/**
 * Draws how an example is distorted in an epoch, so that no picture is learnt from twice: it is turned, slanted, scaled and moved a
 * little as a whole, and bent elastically, each part another way. The distortion says for each place of the new picture
 * where in the old one its grey comes from: p ↦ c + A (p − c) + shift + bend(p), with c the middle of the picture.
 *
 * The bend is a smooth field of random displacements. Simard and others take noise, one draw a pixel, and smooth it with a bell of
 * 4 pixels' deviation; here the draws are the knots of a cubic B-spline, one each 8 pixels, which is itself noise smoothed with a
 * bell, of 4.6 pixels, and takes no exponential. All follows from the three numbers given, on every machine the same:
 * neither pauses nor the order in which pictures are made change a bit.
 *
 * @param seed of the run
 * @param epoch 0…
 * @param example its number in the training set
 * @param distortion receives what {@link distortionFloats} describes
 * @see Simard, Steinkraus, Platt, Best Practices for Convolutional Neural Networks Applied to Visual Document Analysis (2003)
 */
export function drawDistortion(seed: number, epoch: number, example: number, distortion: Float32Array): void {
  // Stream 0 is the run's own: its first weights and the order of its examples.
  const generator = new SeededGenerator(seed, epoch + 1, example);
  const turn = mostTurn * evenly(generator);
  const slant = mostSlant * evenly(generator);
  const width = 1 + mostScaling * evenly(generator);
  const height = 1 + mostScaling * evenly(generator);
  // The sine and cosine of a small angle, by the tangent of its half.
  const perLength = 1 / (1 + (turn * turn) / 4);
  const cosine = (1 - (turn * turn) / 4) * perLength;
  const sine = turn * perLength;
  distortion[0] = cosine * width;
  distortion[1] = cosine * slant - sine * height;
  distortion[2] = sine * width;
  distortion[3] = sine * slant + cosine * height;
  distortion[4] = mostShift * evenly(generator);
  distortion[5] = mostShift * evenly(generator);
  for (let knot = knotsStart; knot < distortionFloats; knot++) distortion[knot] = mostBend * evenly(generator);
}

/**
 * Numbers in a distortion: A row by row (xx, xy, yx, yy), the shift (x, y), two unused; then the displacements of the bend's knots,
 * first all x, then all y, [7, 8] each. Knot (row, column) lies at the pixel (8 · column − 8, 8 · row − 8); the last of the eight
 * columns has no part in any picture. Lengths are in pixels, x is the column, y the row.
 */
export const distortionFloats = 8 + 2 * 7 * 8;
/** where the knots begin */
export const knotsStart = 8;

// As strong as they may be for MNIST's digits to look as hands write them. A network 784–300–10 of ReLU, trained for twenty epochs,
// learnt less from stronger and from weaker ones: 98.8 % against 98.7 % at most; without any, 98.0 %.
/** radians, nearly */
const mostTurn = 0.2;
/** pixels to the right for each one down */
const mostSlant = 0.15;
/** share of the width, and of the height */
const mostScaling = 0.12;
/** pixels */
const mostShift = 1;
/** pixels at a knot, of which a picture's pixels move about a third */
const mostBend = 4;

/** Uniform over [−1, 1). */
function evenly(generator: SeededGenerator): number {
  return 2 * generator.nextUniform() - 1;
}
