/** A place on the pen's path. */
export interface PenPoint {
  readonly x: number;
  readonly y: number;
  /** half the width of the line here */
  readonly radius: number;
}

/** What the pen draws between two lifts. */
export type PenStroke = readonly PenPoint[];

/**
 * Draws strokes into a picture: each pixel gets the share of it that the ink covers, taken from the distance between
 * its centre and the pen's path.
 *
 * @param softness pixels over which the line's edge goes from white to black: 1 for a box filter
 * @param width of the picture, in pixels; its height is that of `ink`
 * @param ink receives the coverage, 0…1, [height, width]; what is in it already stays where it is stronger
 */
export function drawStrokes(strokes: readonly PenStroke[], softness: number, width: number, ink: Float64Array): void {
  for (const stroke of strokes) {
    if (stroke.length === 1) drawLine(stroke[0], stroke[0], softness, width, ink);
    for (let i = 1; i < stroke.length; i++) drawLine(stroke[i - 1], stroke[i], softness, width, ink);
  }
}

/** A line from one point to another, as wide at its ends as they say, with round ends. */
function drawLine(from: PenPoint, to: PenPoint, softness: number, width: number, ink: Float64Array): void {
  const height = ink.length / width;
  const reach = Math.max(from.radius, to.radius) + softness / 2;
  // Pixel (column, row) has its centre at (column + ½, row + ½).
  const firstColumn = Math.max(0, Math.ceil(Math.min(from.x, to.x) - reach - 0.5));
  const lastColumn = Math.min(width - 1, Math.floor(Math.max(from.x, to.x) + reach - 0.5));
  const firstRow = Math.max(0, Math.ceil(Math.min(from.y, to.y) - reach - 0.5));
  const lastRow = Math.min(height - 1, Math.floor(Math.max(from.y, to.y) + reach - 0.5));
  const alongX = to.x - from.x;
  const alongY = to.y - from.y;
  const lengthSquared = alongX * alongX + alongY * alongY;
  const perLength = lengthSquared > 0 ? 1 / lengthSquared : 0;
  const widening = to.radius - from.radius;
  for (let row = firstRow; row <= lastRow; row++) {
    const offsetY = row + 0.5 - from.y;
    for (let column = firstColumn; column <= lastColumn; column++) {
      const offsetX = column + 0.5 - from.x;
      const share = Math.min(1, Math.max(0, (offsetX * alongX + offsetY * alongY) * perLength));
      const awayX = offsetX - share * alongX;
      const awayY = offsetY - share * alongY;
      const distanceSquared = awayX * awayX + awayY * awayY;
      if (distanceSquared >= reach * reach) continue;
      const radius = from.radius + share * widening;
      const coverage = Math.min(1, (radius + softness / 2 - Math.sqrt(distanceSquared)) / softness);
      const pixel = row * width + column;
      if (coverage > ink[pixel]) ink[pixel] = coverage;
    }
  }
}
