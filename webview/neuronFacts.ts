import { numberText, signedText } from "../extension/protocol/numberText.ts";
import type { NeuronAddress, Snapshot } from "../extension/protocol/snapshot.ts";

/** A neuron's numbers for the shown example, a line each, as far as a snapshot holds them: `activation 0.83`. */
export function neuronFacts({ layer, neuron }: NeuronAddress, snapshot: Snapshot): readonly string[] {
  if (layer === 0) {
    const pixel = snapshot.example?.pixels[neuron];
    return pixel === undefined ? [] : [`activation ${numberText(pixel / 255)}`];
  }
  const answers = snapshot.layers?.[layer - 1];
  const rows = snapshot.rows.find(
    (range) => range.layer === layer && range.from <= neuron && neuron < range.from + range.count,
  );
  return [
    ...(answers ? [`activation ${numberText(answers.activations[neuron])}`] : []),
    ...(answers ? [`weighted sum ${signedText(answers.weightedSums[neuron])}`] : []),
    ...(rows ? [`bias ${signedText(rows.biases[neuron - rows.from])}`] : []),
  ];
}
