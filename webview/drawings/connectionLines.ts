import type { LayerConnections } from "../../extension/protocol/snapshot.ts";
import { centreOf, type LayerPlace, type NetworkLayout } from "./networkLayout.ts";
import type { Theme } from "./theme.ts";

const leastLineWidth = 0.3;
const mostLineWidth = 3.6;
/** Opacity of the weakest and of the strongest line. */
const leastOpacity = 0.08;
const mostOpacity = 0.95;

/**
 * Draws connections into layer `layer`: blue where they add to a neuron's weighted sum and orange where they take from
 * it, thick and opaque by how much, the strongest on top.
 *
 * @param connections strongest first
 * @param limit the |w · a| that has the full width
 * @param strength a factor of opacity
 */
export function drawConnectionLines(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: NetworkLayout,
  layer: number,
  connections: LayerConnections,
  limit: number,
  strength: number,
): void {
  if (limit === 0) return;
  const [source, target] = [layout[layer - 1], layout[layer]];
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
    context.strokeStyle = carried > 0 ? theme.positive : theme.negative;
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
