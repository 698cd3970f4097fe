import * as v from "valibot";

/** A neuron's place: layer 0 is the input, neurons are counted from 0. Written `1.5`. */
export const neuronAddressSchema = v.object({
  layer: v.pipe(v.number(), v.integer(), v.minValue(0)),
  neuron: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type NeuronAddress = Readonly<v.InferOutput<typeof neuronAddressSchema>>;

/** Which half of the dataset an example is from. */
export const exampleSets = ["training", "heldOut"] as const;
export const exampleSetSchema = v.picklist(exampleSets);
export type ExampleSet = (typeof exampleSets)[number];

export const exampleAddressSchema = v.object({
  set: exampleSetSchema,
  index: v.pipe(v.number(), v.integer(), v.minValue(0)),
});
export type ExampleAddress = Readonly<v.InferOutput<typeof exampleAddressSchema>>;

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What visible views want to see. A snapshot holds that and no more. */
export const observationSchema = v.object({
  /** every layer's weighted sums and activations for the shown example */
  activations: v.boolean(),
  /** the strongest connections between each two neighbouring layers, at most so many a pair; 0 for none */
  connections: v.pipe(whole, v.maxValue(2000)),
  /** neurons whose weights and biases are wanted: `count` neurons of layer `layer` (1…) from neuron `from` on */
  rows: v.pipe(
    v.array(v.object({ layer: v.pipe(whole, v.minValue(1)), from: whole, count: v.pipe(whole, v.maxValue(256)) })),
    v.maxLength(16),
  ),
  /** the neuron being inspected; its layer is 1 or more */
  neuron: v.nullable(neuronAddressSchema),
  /** whether every layer learns: gradients, idle neurons and weights, from a sample of training examples */
  diagnostics: v.boolean(),
});
export type Observation = Readonly<v.InferOutput<typeof observationSchema>>;
export const nothingObserved: Observation = {
  activations: false,
  connections: 0,
  rows: [],
  neuron: null,
  diagnostics: false,
};

/** How far training has come. */
export interface Progress {
  /** mini-batches applied since the initial weights */
  readonly step: number;
  /** whole passes over the training examples */
  readonly epoch: number;
  /** mini-batches applied in the epoch under way */
  readonly batchInEpoch: number;
  readonly batchesPerEpoch: number;
  /** examples of the mini-batch under way already carried back; the weights move when the batch is full */
  readonly examplesInBatch: number;
  /** η of the next mini-batch, after its schedule */
  readonly learningRate: number;
  /** mean cost of the training examples since the last point of the curve; null before the first */
  readonly trainingCost: number | null;
  /** mean cost of the held-out examples at the last evaluation; null before the first */
  readonly cost: number | null;
  /** share of the held-out examples read right at the last evaluation, 0…1; null before the first */
  readonly accuracy: number | null;
  /** measured over the last second of training; null while paused */
  readonly examplesPerSecond: number | null;
}

/** The shown example. */
export interface ShownExample extends ExampleAddress {
  /** examples in its set */
  readonly count: number;
  /** the truth, 0…9; null where nobody knows it */
  readonly label: number | null;
  /** [inputs], 0 black … 255 white; divided by 255 they are the input layer's activations */
  readonly pixels: Uint8Array;
  /** whether they are as an epoch learnt from them: shifted, turned and bent; else they are as the dataset has them */
  readonly isBent: boolean;
}

/** A layer's answer to the shown example. */
export interface LayerActivations {
  /** z, [size] */
  readonly weightedSums: Float32Array;
  /** a, [size] */
  readonly activations: Float32Array;
}

/** The connections between two neighbouring layers that carry most to the shown example's answer, strongest first. */
export interface LayerConnections {
  /** neuron of the previous layer, [count] */
  readonly from: Uint32Array;
  /** neuron of this layer, [count] */
  readonly to: Uint32Array;
  /** w, [count] */
  readonly weights: Float32Array;
  /** w · a of the previous neuron, [count] */
  readonly carried: Float32Array;
}

/** Some neurons' incoming weights and biases. */
export interface WeightRows {
  readonly layer: number;
  readonly from: number;
  readonly count: number;
  /** neurons of the previous layer */
  readonly inputs: number;
  /** row-major, [count, inputs] */
  readonly weights: Float32Array;
  /** [count] */
  readonly biases: Float32Array;
  /** largest absolute weight and bias of the whole layer, so that all of its pictures share one scale */
  readonly weightLimit: number;
  readonly biasLimit: number;
}

/** Everything about one neuron, for the shown example. */
export interface NeuronSnapshot extends NeuronAddress {
  readonly bias: number;
  /** z = Σ w a + b */
  readonly weightedSum: number;
  readonly activation: number;
  /** incoming weights, [previousSize] */
  readonly weights: Float32Array;
  /** activations of the previous layer, [previousSize] */
  readonly previousActivations: Float32Array;
  /** the weights by which the next layer's neurons listen to this one, [nextSize]; empty in the output layer */
  readonly outgoingWeights: Float32Array;
  /** the next layer's activations, [nextSize]; empty in the output layer */
  readonly nextActivations: Float32Array;
  /** ∂C₀/∂z of this neuron for the shown example; null where its truth is not known */
  readonly delta: number | null;
}

/**
 * What a neuron does on a sample of examples:
 * - `lively`: none of the below
 * - `dead`: a ReLU or leaky ReLU that is active on none of them, so that next to nothing is carried back through it
 * - `alwaysLow`, `alwaysHigh`: a sigmoid or tanh that is at its lower, or upper, end on nearly all of them
 * - `switching`: one that is at one of its ends or at the other on nearly all of them
 */
export const neuronConditions = ["lively", "dead", "alwaysLow", "alwaysHigh", "switching"] as const;
export type NeuronCondition = (typeof neuronConditions)[number];

/** How many of a layer's weights are about how large. */
export interface WeightHistogram {
  /** the bars reach from −limit to +limit, which hold all weights; 0 when all weights are 0 */
  readonly limit: number;
  /** weights in each bar, of those looked at; all bars are equally wide */
  readonly counts: Uint32Array;
}

/** How well a layer learns. */
export interface LayerDiagnostics {
  /** length of its part of ∇C: the mean over the sample, the L2 penalty's included; not a number when the network overflows */
  readonly gradientLength: number;
  /** length of its weights and biases: √(Σw² + Σb²) */
  readonly parameterLength: number;
  /** what each neuron does on the sample, as entries of {@link neuronConditions}, [size] */
  readonly conditions: Uint8Array;
  readonly histogram: WeightHistogram;
}

/** Whether every layer learns, seen on a sample of the training examples. */
export interface DiagnosticsSnapshot {
  /** mini-batches applied when it was measured: while training, about a second ago at most */
  readonly step: number;
  /** examples in the sample */
  readonly sampleCount: number;
  /** layer 1 first */
  readonly layers: readonly LayerDiagnostics[];
}

/** The network at one moment, as far as an {@link Observation} asked. Null stands for what was not asked. */
export interface Snapshot {
  readonly progress: Progress;
  readonly example: ShownExample | null;
  /** C₀ of the shown example; null too where its truth is not known */
  readonly exampleCost: number | null;
  /** layer 1 first */
  readonly layers: readonly LayerActivations[] | null;
  /** into layer 1 first */
  readonly connections: readonly LayerConnections[] | null;
  readonly rows: readonly WeightRows[];
  readonly neuron: NeuronSnapshot | null;
  /** null, too, while it is measured, and in training when nothing was measured since the last snapshot that told of it */
  readonly diagnostics: DiagnosticsSnapshot | null;
}
