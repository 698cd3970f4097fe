import type { NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import type { GeneratorState } from "../network/seededGenerator.ts";
import type { InitialisationName } from "./settings.ts";

/**
 * A network as a weights file holds it. `training` is what it takes to go on training where it stopped, to the bit;
 * null in a file that does not say.
 */
export interface SavedNetwork {
  readonly shape: NetworkShape;
  /** single precision */
  readonly parameters: Parameters;
  readonly training: SavedTraining | null;
}

/**
 * How the kernels add up products: `fused`, each product added unrounded, or `standard`, each rounded first. Either is the
 * same on every machine that can do it.
 */
export const arithmeticNames = ["fused", "standard"] as const;
export type Arithmetic = (typeof arithmeticNames)[number];

/** Where training stood. */
export interface SavedTraining {
  readonly seed: number;
  readonly initialisation: InitialisationName;
  readonly learningRate: number;
  readonly batchSize: number;
  /** of the machine that trained it: another gives other bits from here on */
  readonly arithmetic: Arithmetic;
  /** mini-batches applied since the initial weights */
  readonly step: number;
  /** whole passes over the training examples */
  readonly epoch: number;
  /** mini-batches applied in the epoch under way */
  readonly batchInEpoch: number;
  /** the generator's state at the start of the epoch under way, from which its order of examples follows */
  readonly generator: GeneratorState;
  /** what it was trained on, for people: "MNIST" */
  readonly dataset: string;
  /** by which the same training examples are known again, whatever their name: see `fingerprintOf` in datasets/ */
  readonly trainingFingerprint: string;
  readonly trainingCount: number;
  /** held-out cost and accuracy at the last evaluation; null before the first */
  readonly cost: number | null;
  readonly accuracy: number | null;
}
