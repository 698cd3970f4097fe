import type { ActivationName } from "../../network/networkShape.ts";
import type { FoundNetwork, TensorForm } from "../../protocol/weightsSummary.ts";
import { quoted } from "../sourceText.ts";

/** A layer of a network that was found in a file, as code names its parts. */
export interface LayerText {
  readonly inputs: number;
  readonly neurons: number;
  /** the tensors' names in quotes */
  readonly weight: string;
  readonly bias: string | null;
  /** whether the weights are [inputs, neurons] */
  readonly isTransposed: boolean;
  /** whether the biases have other dimensions than their one */
  readonly isBiasMatrix: boolean;
  /** null where the file does not say, or says one that Downhill does not have */
  readonly activation: ActivationName | null;
}

export function layerTexts(tensors: readonly TensorForm[], network: FoundNetwork): LayerText[] {
  return network.layers.map(({ weight, bias, isTransposed }, layer) => ({
    inputs: network.sizes[layer],
    neurons: network.sizes[layer + 1],
    weight: quoted(tensors[weight].name),
    bias: bias === null ? null : quoted(tensors[bias].name),
    isTransposed,
    isBiasMatrix: bias !== null && tensors[bias].shape.length !== 1,
    activation: network.activations[layer],
  }));
}

/** Said where a layer's activation is not known. */
export const unknownActivation = "which activation follows is not known";
