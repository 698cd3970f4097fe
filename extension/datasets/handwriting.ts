import type { SeededGenerator } from "../network/seededGenerator.ts";
import type { DigitSkeleton, SkeletonPoint } from "./digitSkeletons.ts";
import type { PenPoint, PenStroke } from "./penStrokes.ts";

/**
 * Writes a skeleton as a hand would this once: other points, another slant, another pen. Only the four operations and
 * the square root are used, so that the same draws give the same strokes on every machine.
 *
 * @returns strokes with radii in pixels of the picture, places in units of the skeleton
 */
export function writeByHand(skeleton: DigitSkeleton, generator: SeededGenerator): PenStroke[] {
  const hand = drawHand(generator);
  const radius = hand.radius;
  return skeleton.strokes.map(({ points }) => {
    const moved = moveEnds(
      points.map((point) => jitter(point, generator)),
      generator,
    ).map((point) => ({ ...place(point, hand), isCorner: point.isCorner }));
    return withPressure(smoothPath(moved), radius, generator);
  });
}

/** How one hand writes. */
interface Hand {
  /** how far the top leans to the right, per height */
  readonly slant: number;
  /** width for height, 1 as in the skeleton */
  readonly aspect: number;
  /** cosine and sine of the turn */
  readonly cosine: number;
  readonly sine: number;
  /** how far the middle bulges: to the right and downwards */
  readonly bendX: number;
  readonly bendY: number;
  /** how much larger the upper half is than the lower one, the left than the right */
  readonly growX: number;
  readonly growY: number;
  /** half the line's width, in pixels of the picture */
  readonly radius: number;
}

function drawHand(generator: SeededGenerator): Hand {
  const halfTurnTangent = 0.05 * bell(generator);
  const perTurn = 1 / (1 + halfTurnTangent * halfTurnTangent);
  return {
    slant: 0.1 + 0.22 * bell(generator),
    aspect: between(0.75, 1.15, generator) * (1 + 0.1 * bell(generator)),
    cosine: (1 - halfTurnTangent * halfTurnTangent) * perTurn,
    sine: 2 * halfTurnTangent * perTurn,
    bendX: 5 * bell(generator),
    bendY: 4 * bell(generator),
    growX: 0.1 * bell(generator),
    growY: 0.1 * bell(generator),
    radius: Math.max(0.7, 1.3 + 0.35 * bell(generator)),
  };
}

function jitter({ x, y, isCorner }: SkeletonPoint, generator: SeededGenerator): SkeletonPoint {
  return { x: x + 4 * bell(generator), y: y + 3.5 * bell(generator), isCorner };
}

/** Lets a stroke begin and end earlier or later than it should. */
function moveEnds(points: readonly SkeletonPoint[], generator: SeededGenerator): SkeletonPoint[] {
  const moved = [...points];
  const last = points.length - 1;
  moved[0] = beyond(points[1], points[0], between(-0.15, 0.2, generator));
  moved[last] = beyond(points[last - 1], points[last], between(-0.15, 0.2, generator));
  return moved;
}

function beyond(from: SkeletonPoint, to: SkeletonPoint, share: number): SkeletonPoint {
  return { x: to.x + share * (to.x - from.x), y: to.y + share * (to.y - from.y), isCorner: to.isCorner };
}

/** Bends, slants, stretches and turns a point about the middle of the digit. */
function place(point: SkeletonPoint, hand: Hand): { x: number; y: number } {
  const right = (point.x - 50) / 50;
  const down = (point.y - 50) / 50;
  const bentX = right + (hand.bendX / 50) * (1 - down * down) + hand.growX * right * down;
  const bentY = down + (hand.bendY / 50) * (1 - right * right) + hand.growY * (1 - down * down);
  const x = bentX * hand.aspect - hand.slant * bentY;
  const y = bentY;
  return { x: 50 * (hand.cosine * x - hand.sine * y), y: 50 * (hand.sine * x + hand.cosine * y) };
}

/** Lines that a span between two points is drawn with. */
const linesPerSpan = 5;

/**
 * A smooth path through points: centripetal Catmull–Rom splines from corner to corner, which neither loop nor overshoot
 * between close points.
 *
 * @see Yuksel, Schaefer, Keyser, Parameterization and Applications of Catmull–Rom Curves (2011)
 */
function smoothPath(points: readonly SkeletonPoint[]): { x: number; y: number }[] {
  const path = [{ x: points[0].x, y: points[0].y }];
  let start = 0;
  for (let i = 1; i < points.length; i++) {
    if (!points[i].isCorner && i < points.length - 1) continue;
    addSpline(points.slice(start, i + 1), path);
    start = i;
  }
  return path;
}

function addSpline(points: readonly SkeletonPoint[], path: { x: number; y: number }[]): void {
  const count = points.length;
  for (let i = 0; i + 1 < count; i++) {
    const b = points[i];
    const c = points[i + 1];
    const a = i > 0 ? points[i - 1] : { x: 2 * b.x - c.x, y: 2 * b.y - c.y };
    const d = i + 2 < count ? points[i + 2] : { x: 2 * c.x - b.x, y: 2 * c.y - b.y };
    const ab = knotDistance(a, b);
    const bc = knotDistance(b, c);
    const cd = knotDistance(c, d);
    // Derivatives at b and c by the non-uniform Catmull–Rom rule, scaled to a span of length 1.
    const startX = bc * ((b.x - a.x) / ab - (c.x - a.x) / (ab + bc) + (c.x - b.x) / bc);
    const startY = bc * ((b.y - a.y) / ab - (c.y - a.y) / (ab + bc) + (c.y - b.y) / bc);
    const endX = bc * ((c.x - b.x) / bc - (d.x - b.x) / (bc + cd) + (d.x - c.x) / cd);
    const endY = bc * ((c.y - b.y) / bc - (d.y - b.y) / (bc + cd) + (d.y - c.y) / cd);
    for (let line = 1; line <= linesPerSpan; line++) {
      const t = line / linesPerSpan;
      const t2 = t * t;
      const t3 = t2 * t;
      const fromB = 2 * t3 - 3 * t2 + 1;
      const fromStart = t3 - 2 * t2 + t;
      const fromC = 3 * t2 - 2 * t3;
      const fromEnd = t3 - t2;
      path.push({
        x: fromB * b.x + fromStart * startX + fromC * c.x + fromEnd * endX,
        y: fromB * b.y + fromStart * startY + fromC * c.y + fromEnd * endY,
      });
    }
  }
}

/** The square root of the distance: what makes the splines centripetal. */
function knotDistance(a: { x: number; y: number }, b: { x: number; y: number }): number {
  const squared = (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
  return Math.max(1e-3, Math.sqrt(Math.sqrt(squared)));
}

/** Presses harder at one place of a stroke than at another. */
function withPressure(
  path: readonly { x: number; y: number }[],
  radius: number,
  generator: SeededGenerator,
): PenPoint[] {
  const start = 1 + 0.12 * bell(generator);
  const middle = 1 + 0.12 * bell(generator);
  const end = 1 + 0.15 * bell(generator);
  const last = path.length - 1;
  return path.map(({ x, y }, i) => {
    const t = i / last;
    const pressure = start * (1 - t) * (1 - t) + middle * 2 * t * (1 - t) + end * t * t;
    return { x, y, radius: radius * pressure };
  });
}

/** A number from a bell-shaped distribution of mean 0 and deviation 1 that ends at ±√12: no hand slips without limit. */
function bell(generator: SeededGenerator): number {
  const sum = generator.nextUniform() + generator.nextUniform() + generator.nextUniform() + generator.nextUniform();
  return (sum - 2) * 1.7320508075688772;
}

function between(least: number, most: number, generator: SeededGenerator): number {
  return least + (most - least) * generator.nextUniform();
}
