import type { SeededGenerator } from "../network/seededGenerator.ts";
import type { DigitSkeleton, SkeletonPoint } from "./digitSkeletons.ts";
import type { PenPoint, PenStroke } from "./penStrokes.ts";
import { type PathPoint, smoothPath } from "./smoothPath.ts";

/**
 * Writes a skeleton as a hand would this once: another slant, other proportions, another pen, no point quite where it
 * should be. Only the four operations and the square root are used, so that the same draws give the same strokes on
 * every machine. How much varies was chosen by looking at MNIST: its digits' slants, widths and greys, and what a
 * network trained on the drawn ones reads of it.
 *
 * @returns strokes with radii in pixels of the picture, places in units of the skeleton's height
 */
export function writeByHand(skeleton: DigitSkeleton, generator: SeededGenerator): PenStroke[] {
  const hand = drawHand(generator);
  return skeleton.strokes.map(({ points }) => {
    const missed = missEnds(
      points.map((point) => missPoint(point, generator)),
      generator,
    );
    const path = smoothPath(missed.map((point) => ({ ...place(point, hand), isCorner: point.isCorner })));
    return withPressure(path, hand.radius, generator);
  });
}

/** How one hand writes. */
interface Hand {
  /** how far the top leans to the right, per height */
  readonly slant: number;
  /** width for height; 1 is as in the skeleton */
  readonly aspect: number;
  /** cosine and sine of the turn, clockwise */
  readonly cosine: number;
  readonly sine: number;
  /** displacements of a lattice laid over the digit, (x, y) at each knot, [4, 4, 2], rows from left to right */
  readonly lattice: readonly number[];
  /** half the line's width, in pixels of the picture */
  readonly radius: number;
}

function drawHand(generator: SeededGenerator): Hand {
  // Every angle has a rational cosine and sine near it: those of the tangent of its half.
  const halfTurn = 0.06 * bell(generator);
  const scale = 1 / (1 + halfTurn * halfTurn);
  return {
    slant: 0.1 + 0.24 * bell(generator),
    aspect: between(0.75, 1.15, generator) * (1 + 0.1 * bell(generator)),
    cosine: (1 - halfTurn * halfTurn) * scale,
    sine: 2 * halfTurn * scale,
    lattice: Array.from({ length: 4 * 4 * 2 }, () => 0.14 * bell(generator)),
    radius: Math.max(0.7, 1.26 + 0.34 * bell(generator)),
  };
}

/** Sets the pen a little beside where it should be. */
function missPoint({ x, y, isCorner }: SkeletonPoint, generator: SeededGenerator): SkeletonPoint {
  return { x: x + 4 * bell(generator), y: y + 3.5 * bell(generator), isCorner };
}

/** Lets a stroke begin and end earlier or later than it should: gaps and overshoots. */
function missEnds(points: readonly SkeletonPoint[], generator: SeededGenerator): SkeletonPoint[] {
  const last = points.length - 1;
  const missed = [...points];
  missed[0] = beyond(points[1], points[0], between(-0.15, 0.2, generator));
  missed[last] = beyond(points[last - 1], points[last], between(-0.15, 0.2, generator));
  return missed;
}

function beyond(from: SkeletonPoint, to: SkeletonPoint, share: number): SkeletonPoint {
  return { x: to.x + share * (to.x - from.x), y: to.y + share * (to.y - from.y), isCorner: to.isCorner };
}

/** Deforms, stretches, slants and turns a point about the middle of the digit. @returns in heights of the digit */
function place(point: SkeletonPoint, hand: Hand): PathPoint {
  const [moveX, moveY] = latticeMove(hand.lattice, point.x / 100, point.y / 100);
  const down = point.y / 100 - 0.5 + moveY;
  const right = (point.x / 100 - 0.5 + moveX) * hand.aspect - hand.slant * down;
  return { x: hand.cosine * right - hand.sine * down, y: hand.sine * right + hand.cosine * down };
}

/**
 * Free-form deformation: where a point of the unit square goes when the knots of a lattice over it are displaced,
 * smoothly, by Bernstein polynomials of degree three.
 *
 * @see Sederberg, Parry, Free-Form Deformation of Solid Geometric Models (1986)
 */
function latticeMove(lattice: readonly number[], right: number, down: number): [moveX: number, moveY: number] {
  const columns = bernstein(right);
  const rows = bernstein(down);
  let moveX = 0;
  let moveY = 0;
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      const knot = 2 * (4 * row + column);
      const weight = rows[row] * columns[column];
      moveX += weight * lattice[knot];
      moveY += weight * lattice[knot + 1];
    }
  }
  return [moveX, moveY];
}

/** The four Bernstein polynomials of degree three. */
function bernstein(t: number): readonly number[] {
  const rest = 1 - t;
  return [rest * rest * rest, 3 * t * rest * rest, 3 * t * t * rest, t * t * t];
}

/** Presses harder in one place of a stroke than in another. */
function withPressure(path: readonly PathPoint[], radius: number, generator: SeededGenerator): PenPoint[] {
  const start = 1 + 0.18 * bell(generator);
  const middle = 1 + 0.18 * bell(generator);
  const end = 1 + 0.22 * bell(generator);
  const last = path.length - 1;
  return path.map(({ x, y }, i) => {
    const t = i / last;
    const pressure = start * (1 - t) * (1 - t) + middle * 2 * t * (1 - t) + end * t * t;
    return { x, y, radius: radius * pressure };
  });
}

/** A number of mean 0 and deviation 1, bell-shaped, never beyond ±√12: no hand slips without limit. */
function bell(generator: SeededGenerator): number {
  const sum = generator.nextUniform() + generator.nextUniform() + generator.nextUniform() + generator.nextUniform();
  return (sum - 2) * 1.7320508075688772; // the sum of four has deviation 1/√3
}

function between(least: number, most: number, generator: SeededGenerator): number {
  return least + (most - least) * generator.nextUniform();
}
