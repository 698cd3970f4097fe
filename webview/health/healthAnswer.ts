import type { NetworkShape } from "../../extension/network/networkShape.ts";
import { layerName } from "../../extension/protocol/layerName.ts";
import type { DiagnosticsSnapshot } from "../../extension/protocol/snapshot.ts";
import { wholeText } from "../figureText.ts";
import { longestGradient } from "./gradientScale.ts";
import { isIdle, neuronGroups } from "./neuronGroups.ts";

/** A gradient so many times shorter than another layer's has all but vanished. */
const vanished = 100;
/** No layer moves by gradients shorter than this. */
const shortGradient = 1e-6;

/** Answers “Is every layer learning?” in one sentence. */
export function healthAnswer({ layers }: DiagnosticsSnapshot, shape: NetworkShape): string {
  const nameOf = (index: number) => layerName(index + 1, shape.sizes.length);
  const longest = longestGradient(layers);
  if (Number.isNaN(longest)) return "No: its numbers have grown too large to compute with.";
  if (longest < shortGradient) return "No: the gradient is almost 0 in every layer.";
  const shortest = layers.reduce((least, { gradientLength }, index) => {
    return gradientLength < layers[least].gradientLength ? index : least;
  }, 0);
  const times = longest / layers[shortest].gradientLength;
  if (times >= vanished) {
    const howMuch = Number.isFinite(times)
      ? `${wholeText(Number(times.toPrecision(2)))} times shorter than`
      : "0 beside";
    return `Hardly ${nameOf(shortest)}: its gradient is ${howMuch} the longest.`;
  }
  for (const [index, layer] of layers.entries()) {
    const idle = neuronGroups(layer, index + 1, shape).filter(isIdle);
    const count = idle.reduce((sum, { neurons }) => sum + neurons.length, 0);
    if (count >= layer.conditions.length / 2) {
      return `Not all of ${nameOf(index)}: ${count} of ${layer.conditions.length} say the same to every example.`;
    }
  }
  return "Yes, every layer.";
}
