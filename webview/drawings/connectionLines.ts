import type { LayerConnections } from "../../extension/protocol/snapshot.ts";
import { centreOf, type LayerPlace, type NetworkLayout } from "./networkLayout.ts";
import type { Theme } from "./theme.ts";

const leastLineWidth = 0.3;
const mostLineWidth = 3.6;
/** Opacity of the weakest and of the strongest line. */
const leastOpacity = 0.08;
const mostOpacity = 0.95;

/** How connections are drawn: all of them, those of the neuron pointed at, and the others while one is pointed at. */
const manners = {
  all: { strength: 1, overGrid: 0.25 },
  forward: { strength: 1.5, overGrid: 0.7 },
  steppedBack: { strength: 0.1, overGrid: 0.25 },
} as const;

/**
 * Draws connections into layer `layer`: blue where they add to a neuron's weighted sum and orange where they take from
 * it, thick and opaque by how much, the strongest on top. Over a grid of neurons, such as the input's pixels, lines are
 * pale, so that the neurons can be seen through them.
 *
 * @param connections strongest first
 * @param limit the |w · a| that has the full width
 */
export function drawConnectionLines(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: NetworkLayout,
  layer: number,
  connections: LayerConnections,
  limit: number,
  manner: keyof typeof manners,
): void {
  if (limit === 0) return;
  const [source, target] = [layout[layer - 1], layout[layer]];
  const { strength, overGrid } = manners[manner];
  const positive = fadingStroke(context, theme.positive, source, target, overGrid);
  const negative = fadingStroke(context, theme.negative, source, target, overGrid);
  const sourceRight = rightOf(source);
  const bend = (target.left - sourceRight) * 0.4;
  context.lineCap = "round";
  for (let k = connections.from.length - 1; k >= 0; k--) {
    const carried = connections.carried[k];
    const share = Math.min(1, Math.abs(carried) / limit);
    if (!(share > 0)) continue;
    const from = centreOf(layout, { layer: layer - 1, neuron: connections.from[k] });
    const to = centreOf(layout, { layer, neuron: connections.to[k] });
    // From a circle's edge to a circle's edge; in a grid from the cell's middle.
    const startX = from.x + (isGrid(source) ? 0 : source.pitch * 0.42);
    const endX = to.x - (isGrid(target) ? 0 : target.pitch * 0.42);
    context.globalAlpha = Math.min(1, (leastOpacity + (mostOpacity - leastOpacity) * share) * strength);
    context.lineWidth = leastLineWidth + (mostLineWidth - leastLineWidth) * share;
    context.strokeStyle = carried > 0 ? positive : negative;
    context.beginPath();
    context.moveTo(startX, from.y);
    context.bezierCurveTo(sourceRight + bend, from.y, target.left - bend, to.y, endX, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

function isGrid({ columns }: LayerPlace): boolean {
  return columns > 1;
}

function rightOf({ left, columns, pitch }: LayerPlace): number {
  return left + columns * pitch;
}

/** A colour that is pale over the layers that are grids. */
function fadingStroke(
  context: CanvasRenderingContext2D,
  colour: string,
  source: LayerPlace,
  target: LayerPlace,
  opacityOverGrid: number,
): string | CanvasGradient {
  if (!isGrid(source) && !isGrid(target)) return colour;
  const pale = `color-mix(in srgb, ${colour} ${opacityOverGrid * 100}%, transparent)`;
  const [start, end] = [source.left, rightOf(target)];
  const stop = (x: number) => Math.min(1, Math.max(0, (x - start) / (end - start)));
  const sourceRight = rightOf(source);
  const fadeWidth = Math.min(12, (target.left - sourceRight) / 3);
  const gradient = context.createLinearGradient(start, 0, end, 0);
  gradient.addColorStop(0, isGrid(source) ? pale : colour);
  gradient.addColorStop(stop(sourceRight - fadeWidth), isGrid(source) ? pale : colour);
  gradient.addColorStop(stop(sourceRight + fadeWidth), colour);
  gradient.addColorStop(stop(target.left - fadeWidth), colour);
  gradient.addColorStop(stop(target.left + fadeWidth), isGrid(target) ? pale : colour);
  return gradient;
}
