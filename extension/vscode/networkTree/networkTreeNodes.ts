import { setImmediate } from "node:timers/promises";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { pictureSideOf } from "../../protocol/pictureSide.ts";
import { nothingObserved } from "../../protocol/snapshot.ts";
import type { NeuronIcon } from "../../protocol/weightsPicture.ts";
import { neuronIcon } from "../../weightsReader/neuronIcon.ts";

/** A layer; a stretch of a layer that is too long to be listed at once; a neuron with its numbers. */
export type NetworkTreeNode =
  | { readonly kind: "layer"; readonly layer: number }
  | { readonly kind: "stretch"; readonly layer: number; readonly from: number; readonly count: number }
  | NeuronNode;

export interface NeuronNode {
  readonly kind: "neuron";
  readonly layer: number;
  readonly neuron: number;
  readonly bias: number;
  /** for the shown example; null when none is shown */
  readonly activation: number | null;
  /** its weights; null where they are no picture */
  readonly picture: NeuronIcon | null;
}

/** Neurons listed at once. */
const stretchLength = 100;
/** Pictures made before the host does other things. */
const picturesAtOnce = 20;
/** Of an icon: larger ones take too long to be drawn here, and their pixels are not seen. */
const mostPixels = 64 * 64;

/** What is in the network, in a layer, or in a stretch of one; of the network when no node is given. */
export async function childrenOf(liveNetwork: LiveNetwork, node?: NetworkTreeNode): Promise<NetworkTreeNode[]> {
  const { network } = liveNetwork.state;
  if (!network) return [];
  const { sizes } = network.shape;
  if (!node) return sizes.map((_, layer) => ({ kind: "layer", layer }));
  const { layer } = node;
  switch (node.kind) {
    case "layer":
      // The input's neurons are the pixels.
      if (layer === 0) return [];
      return sizes[layer] <= stretchLength
        ? neuronsOf(liveNetwork, layer, 0, sizes[layer])
        : stretchesOf(layer, sizes[layer]);
    case "stretch":
      return neuronsOf(liveNetwork, layer, node.from, node.count);
    case "neuron":
      return [];
  }
}

function stretchesOf(layer: number, size: number): NetworkTreeNode[] {
  return Array.from({ length: Math.ceil(size / stretchLength) }, (_, index) => {
    const from = index * stretchLength;
    return { kind: "stretch", layer, from, count: Math.min(stretchLength, size - from) };
  });
}

async function neuronsOf(liveNetwork: LiveNetwork, layer: number, from: number, count: number): Promise<NeuronNode[]> {
  const observation = { ...nothingObserved, activations: true, rows: [{ layer, from, count }] };
  const { rows, layers } = await liveNetwork.takeSnapshot(observation);
  const [{ weights, biases, inputs }] = rows;
  const isPicture = layer === 1 && pictureSideOf(inputs) !== null && inputs <= mostPixels;
  const neurons: NeuronNode[] = [];
  for (let row = 0; row < count; row++) {
    // A hundred pictures take longer than the host may be kept waiting.
    if (row % picturesAtOnce === 0) await setImmediate();
    neurons.push({
      kind: "neuron",
      layer,
      neuron: from + row,
      bias: biases[row],
      activation: layers?.[layer - 1]?.activations[from + row] ?? null,
      picture: isPicture ? neuronIcon(weights.subarray(row * inputs, (row + 1) * inputs)) : null,
    });
  }
  return neurons;
}
