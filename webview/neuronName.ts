import { layerName } from "../extension/protocol/layerName.ts";
import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import type { NeuronAddress } from "../extension/protocol/snapshot.ts";

/** A neuron's address as people write it: `1.5`. */
export function addressText({ layer, neuron }: NeuronAddress): string {
  return `${layer}.${neuron}`;
}

/** What a neuron is called: "neuron 5 of hidden layer 1", "output for 7", "output for Sneaker". */
export function neuronName({ layer, neuron }: NeuronAddress, { shape, outputNames }: NetworkSummary): string {
  const { length } = shape.sizes;
  if (layer === length - 1 && neuron < outputNames.length) return `output for “${outputNames[neuron]}”`;
  return `neuron ${neuron} of ${layerName(layer, length)}`;
}

/** Where a pixel is in the 28×28 input, counted from 0: "pixel row 12, column 7". */
export function pixelName(pixel: number): string {
  return `pixel row ${Math.floor(pixel / inputSide)}, column ${pixel % inputSide}`;
}

/** Pixels on each side of the input picture. */
export const inputSide = 28;
