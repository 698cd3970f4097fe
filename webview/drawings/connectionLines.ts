import type { LayerConnections } from "../../extension/protocol/snapshot.ts";
import { inputSide } from "../neuronName.ts";
import { centreOf, type NetworkLayout } from "./networkLayout.ts";
import type { Theme } from "./theme.ts";

const leastLineWidth = 0.3;
const mostLineWidth = 3.6;
/** Opacity of the weakest and of the strongest line. */
const leastOpacity = 0.08;
const mostOpacity = 0.95;
/** Lines begin pale over the input's picture, so that it can be seen through them. */
const opacityOverPicture = 0.28;

/**
 * Draws connections into layer `layer`: blue where they add to a neuron's weighted sum and orange where they take from
 * it, thick and opaque by how much, the strongest on top.
 *
 * @param connections strongest first
 * @param limit the |w · a| that has the full width
 * @param strength a factor of opacity: 1, or less for what is to step back
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
  const isFromPicture = layer === 1;
  const sourceRight = source.left + source.columns * source.pitch;
  const strokes = isFromPicture
    ? pictureStrokes(context, theme, source.left, sourceRight)
    : { positive: theme.positive, negative: theme.negative };
  context.lineCap = "round";
  for (let k = connections.from.length - 1; k >= 0; k--) {
    const carried = connections.carried[k];
    const share = Math.min(1, Math.abs(carried) / limit);
    if (share === 0) continue;
    const from = centreOf(layout, { layer: layer - 1, neuron: connections.from[k] });
    const to = centreOf(layout, { layer, neuron: connections.to[k] });
    // From a circle's edge, from a pixel's middle.
    const startX = from.x + (isFromPicture ? 0 : source.pitch * 0.42);
    const endX = to.x - target.pitch * 0.42;
    const bend = (endX - sourceRight) * 0.45;
    context.globalAlpha = Math.min(1, (leastOpacity + (mostOpacity - leastOpacity) * share) * strength);
    context.lineWidth = leastLineWidth + (mostLineWidth - leastLineWidth) * share;
    context.strokeStyle = carried > 0 ? strokes.positive : strokes.negative;
    context.beginPath();
    context.moveTo(startX, from.y);
    context.bezierCurveTo(Math.max(startX, sourceRight) + bend * 0.6, from.y, endX - bend, to.y, endX, to.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/** The two colours, fading in over the picture at the left. */
function pictureStrokes(context: CanvasRenderingContext2D, theme: Theme, left: number, right: number) {
  const stroke = (colour: string) => {
    const gradient = context.createLinearGradient(left, 0, right + (right - left) / inputSide, 0);
    gradient.addColorStop(0, `color-mix(in srgb, ${colour} ${opacityOverPicture * 100}%, transparent)`);
    gradient.addColorStop(0.85, `color-mix(in srgb, ${colour} ${opacityOverPicture * 100}%, transparent)`);
    gradient.addColorStop(1, colour);
    return gradient;
  };
  return { positive: stroke(theme.positive), negative: stroke(theme.negative) };
}
