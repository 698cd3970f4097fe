import { layerName } from "../extension/protocol/layerName.ts";
import type { NetworkSummary } from "../extension/protocol/liveState.ts";
import { pictureSideOf } from "../extension/protocol/pictureSide.ts";
import type { NeuronAddress } from "../extension/protocol/snapshot.ts";

/** What a network's neurons are called by: of the live one, or of one in a file. */
export type NamedNetwork = Pick<NetworkSummary, "outputNames" | "isLabelled"> & {
  readonly shape: Pick<NetworkSummary["shape"], "sizes">;
};

/** A neuron's address as people write it: `1.5`. */
export function addressText({ layer, neuron }: NeuronAddress): string {
  return `${layer}.${neuron}`;
}

/** What a neuron is called: "neuron 5 of hidden layer 1", "output for 7", "output for Sneaker". */
export function neuronName({ layer, neuron }: NeuronAddress, { shape, outputNames, isLabelled }: NamedNetwork): string {
  const { length } = shape.sizes;
  if (layer === length - 1 && isLabelled) return `output for “${outputNames[neuron]}”`;
  return `neuron ${neuron} of ${layerName(layer, length)}`;
}

/**
 * What an input is called, counted from 0: "pixel row 12, column 7"; "input 3" where the inputs are no picture.
 *
 * @param inputs neurons of the input layer
 */
export function inputName(input: number, inputs: number): string {
  const side = pictureSideOf(inputs);
  return side === null ? `input ${input}` : `pixel row ${Math.floor(input / side)}, column ${input % side}`;
}

/** The same, where there is little room. */
export function shortInputName(input: number, inputs: number): string {
  const side = pictureSideOf(inputs);
  return side === null ? `input ${input}` : `row ${Math.floor(input / side)}, col ${input % side}`;
}
