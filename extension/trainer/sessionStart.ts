import { initialParameters } from "../network/initialParameters.ts";
import type { NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import { type GeneratorState, SeededGenerator } from "../network/seededGenerator.ts";
import type { Arithmetic, Moments, SavedNetwork, SavedTraining } from "../protocol/savedNetwork.ts";
import type { NetworkSettings } from "../protocol/settings.ts";
import type { DescentPosition } from "./descent.ts";
import type { LabelledDataset } from "./labelledDataset.ts";

/** What a training session begins with. */
export interface SessionStart {
  readonly shape: NetworkShape;
  readonly parameters: Parameters;
  readonly position: DescentPosition;
  /** null for those of a start */
  readonly moments: Moments | null;
  /** the network as it was opened, where no seed can bring it back */
  readonly origin: SavedNetwork | null;
  /** what an opened network has learnt from other examples: at this step it has not learnt from these yet */
  readonly trainedElsewhere: SavedTraining | null;
  /** that the network was trained with so far; null for one that was not, or does not say */
  readonly arithmetic: Arithmetic | null;
  /** why training does not go on to the bit where it stood, in a sentence; null when it does, or is new */
  readonly notContinued: string | null;
}

/** With the weights that the settings' seed gives. */
export function startAnew(settings: NetworkSettings): SessionStart {
  const { sizes, activations, cost, seed, initialisation } = settings;
  const shape = { sizes, activations, cost };
  const generator = new SeededGenerator(seed);
  const parameters = initialParameters(shape, initialisation, generator);
  return { ...untrained, shape, parameters, position: firstPosition(generator.state) };
}

/** With a saved network: where its training stood if the dataset is the same, and from a new epoch if not. */
export function startFrom(saved: SavedNetwork, settings: NetworkSettings, dataset: LabelledDataset): SessionStart {
  const { shape, parameters, training } = saved;
  const fresh = firstPosition(new SeededGenerator(settings.seed).state);
  if (!training) return { ...untrained, shape, parameters, position: fresh, origin: saved };
  const { arithmetic, moments, step, epoch, batchInEpoch, generator } = training;
  const start = { ...untrained, shape, parameters, moments, arithmetic };
  if (training.trainingFingerprint === dataset.trainingFingerprint) {
    return { ...start, position: { step, epoch, batchInEpoch, generator } };
  }
  const notContinued =
    `This network was trained on ${training.dataset} (${training.trainingCount.toLocaleString("en")} examples); ` +
    `here it goes on with ${dataset.label} (${dataset.placed.training.count.toLocaleString("en")} examples), in a new order.`;
  return { ...start, position: { ...fresh, step, epoch }, trainedElsewhere: training, notContinued };
}

const untrained = {
  moments: null,
  origin: null,
  trainedElsewhere: null,
  arithmetic: null,
  notContinued: null,
} as const;

/** Before the first step. */
function firstPosition(generator: GeneratorState): DescentPosition {
  return { step: 0, epoch: 0, batchInEpoch: 0, generator };
}
