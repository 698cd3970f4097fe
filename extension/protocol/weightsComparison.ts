/** What of one weights file is held against what of another. */
export interface PairedTensors {
  /** tensors of A with their partners in B: a network's in the order of its layers, then the others in A's order */
  readonly pairs: readonly TensorPair[];
  /** tensors that are in one file alone, by their places in it */
  readonly onlyInA: readonly number[];
  readonly onlyInB: readonly number[];
}

/** What two weights files have in common and how they differ in form: no number of a tensor has been read. */
export interface ComparisonOutline extends PairedTensors {
  /** how they differ in form, a sentence each: layers, shapes, dtypes, tensors without a partner */
  readonly differences: readonly string[];
  /** how they were matched where that is not plain, a sentence each: other names, weights kept the other way round */
  readonly remarks: readonly string[];
  /** both are dense networks of the same sizes, so that neuron can be held against neuron */
  readonly haveSameSizes: boolean;
}

/** Two tensors that are held against each other. */
export interface TensorPair {
  /** its place in each file */
  readonly a: number;
  readonly b: number;
  /** what it is in the network, counted from layer 1; null for a tensor beside the network */
  readonly part: NetworkPart | null;
  /** whether it is turned for the comparison, so that both are [neurons, inputs] */
  readonly isTurnedInA: boolean;
  readonly isTurnedInB: boolean;
  /** as compared: [] for a single number */
  readonly shape: readonly number[];
  /** why their numbers cannot be compared, in one sentence; null where they can */
  readonly problem: string | null;
}

export interface NetworkPart {
  readonly layer: number;
  readonly role: "weights" | "biases";
}

/** How far B's numbers in a tensor are from A's. The change is B − A; lengths are √Σx². */
export interface TensorDifference {
  /** numbers in it */
  readonly count: number;
  /** places where both hold the same, zeros of either sign and two that are not a number taken as the same */
  readonly equal: number;
  /** places where either is no finite number: they are left out of all that follows */
  readonly notFinite: number;
  /** numbers of each that are none: NaN or infinite */
  readonly notFiniteInA: number;
  readonly notFiniteInB: number;
  readonly lengthA: number;
  readonly lengthB: number;
  readonly lengthOfChange: number;
  /** ‖B − A‖ / ‖A‖; null where A is zero, or the lengths are beyond what can be counted */
  readonly relativeChange: number | null;
  /** of the angle between A and B, −1…1; null where either is zero, or the lengths are beyond what can be counted */
  readonly cosine: number | null;
  /** where |B − A| is largest; null where nothing changed */
  readonly largest: LargestChange | null;
  /** null where there is no finite number */
  readonly histograms: ComparedHistograms | null;
}

export interface LargestChange {
  /** in each dimension of the shape as compared */
  readonly at: readonly number[];
  readonly a: number;
  readonly b: number;
}

/** Finite numbers counted in bins of one width, the same bins for all three. */
export interface ComparedHistograms {
  readonly least: number;
  readonly most: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly change: readonly number[];
}

/** Which neuron of B is most like each of A's, when the order of neurons is free. */
export interface NeuronMatching {
  /** of each hidden layer, layer 1 first */
  readonly layers: readonly LayerMatching[];
  /** ‖B − A‖ over all weights and biases of the network, as the files have them */
  readonly lengthOfChange: number;
  /** the same with B's neurons reordered, and their signs turned where that is said */
  readonly lengthReordered: number;
}

/** Of one hidden layer; all three lists have an entry for each neuron of A. */
export interface LayerMatching {
  /** its partner among B's neurons */
  readonly partners: readonly number[];
  /** whether the partner is the same with all signs turned, which tanh undoes in the next layer */
  readonly isFlipped: readonly boolean[];
  /** of its weights and bias with the partner's, reordered; null where either has none but zeros */
  readonly cosines: readonly (number | null)[];
}

/** How B's neurons are reordered in one tensor of the network; null where a dimension stays as it is. */
export interface NeuronOrder {
  /** for each row (neuron) of A the row of B, and whether its signs are turned */
  readonly rows: Pick<LayerMatching, "partners" | "isFlipped"> | null;
  readonly columns: Pick<LayerMatching, "partners" | "isFlipped"> | null;
}

/** What two networks read in the same examples. */
export interface ComparedReadings {
  readonly examples: number;
  readonly rightA: number;
  readonly rightB: number;
  /** examples in which they read different digits */
  readonly disagreements: number;
  /** of those, examples that A alone reads right */
  readonly onlyRightA: number;
  readonly onlyRightB: number;
  /** the disagreements in which both are surest, at most {@link mostListedDisagreements}, the surest first */
  readonly listed: readonly Disagreement[];
  /** of each picture */
  readonly pixels: number;
  /** of those listed, [listed, pixels], 0 black … 255 white */
  readonly pictures: Uint8Array<ArrayBuffer>;
  /** what was assumed of activations that the files do not say, a sentence each */
  readonly assumptions: readonly string[];
}

export const mostListedDisagreements = 500;

export interface Disagreement {
  /** its place among the held-out examples */
  readonly index: number;
  readonly label: number;
  readonly readByA: number;
  readonly readByB: number;
  /** how far each one's strongest output lies before its second, in activations */
  readonly leadOfA: number;
  readonly leadOfB: number;
}
