import type { NetworkShape } from "../network/networkShape.ts";
import type { Parameters } from "../network/parameters.ts";
import type { GeneratorState } from "../network/seededGenerator.ts";
import type { NetworkSettings } from "./settings.ts";

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

/**
 * What a descent remembers beside the weights: nothing when it is plain, a velocity with momentum, and with Adam the running
 * means of the gradient and of its squares.
 */
export interface Moments {
  /** steps since they were all zero */
  readonly steps: number;
  /**
   * In the form of the network's parameters, single precision: none; or μv, what the next step keeps of the last velocity;
   * or Adam's m and v.
   */
  readonly values: readonly Parameters[];
}

/** The settings that a file keeps with where training stood; its shape says the others. */
export type SavedSettings = Omit<NetworkSettings, "sizes" | "activations" | "cost">;

/** Where training stood. */
export interface SavedTraining extends SavedSettings {
  /** of the machine that trained it: another gives other bits from here on */
  readonly arithmetic: Arithmetic;
  readonly moments: Moments;
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
  readonly heldOutCost: number | null;
  readonly accuracy: number | null;
}

/** Where training stood, without the moments' numbers. */
export interface DescribedTraining extends Omit<SavedTraining, "moments"> {
  readonly moments: Pick<Moments, "steps">;
}
