import type { LiveState, Status } from "../../protocol/liveState.ts";

/** What `downhill.state` answers, and every command that ends well: plain values alone. Null stands for what is not. */
export interface CommandState {
  readonly status: Status;
  /** mini-batches applied since the initial weights */
  readonly step: number | null;
  /** when an earlier step is shown, all figures are of that one, and this is the step that training had come to */
  readonly presentStep: number | null;
  /** number of the run under way, 1 for the first */
  readonly run: number | null;
  /** whole passes over the training examples */
  readonly epoch: number | null;
  /** mean cost of the held-out examples at the last evaluation */
  readonly cost: number | null;
  /** share of the held-out examples read right at the last evaluation, 0…1 */
  readonly accuracy: number | null;
  /** mean cost of the training examples since the last point of the curve */
  readonly trainingCost: number | null;
  /** measured over the last second of training */
  readonly examplesPerSecond: number | null;
  /** neurons per layer, the input first */
  readonly sizes: readonly number[] | null;
  /** of all hidden layers; null too where they differ, or there are none */
  readonly activation: string | null;
  /** of each layer after the input */
  readonly activations: readonly string[] | null;
  /** what outputs are judged by: `quadratic`, `crossEntropy` */
  readonly costFunction: string | null;
  /** weights and biases */
  readonly parameterCount: number | null;
  readonly seed: number | null;
  /** η, before its schedule */
  readonly learningRate: number | null;
  readonly batchSize: number | null;
  readonly descent: string | null;
  /** μ; only the descent `momentum` uses it */
  readonly momentum: number | null;
  /** λ */
  readonly l2: number | null;
  readonly schedule: string | null;
  /** unused where the schedule is `constant` */
  readonly scheduleEpochs: number | null;
  readonly initialisation: string | null;
  readonly augment: boolean | null;
  readonly dataset: string | null;
  readonly trainingCount: number | null;
  readonly heldOutCount: number | null;
  /** the inspected neuron's address, such as `1.5` */
  readonly inspected: string | null;
  /** URI of the file the network was opened from or last saved to */
  readonly file: string | null;
  /** why training stopped, or what failed */
  readonly notice: string | null;
}

export function commandState(state: LiveState): CommandState {
  const { status, network, progress, inspected, notice } = state;
  return {
    status,
    step: progress?.step ?? null,
    presentStep: state.past?.present.step ?? null,
    run: network ? state.run : null,
    epoch: progress?.epoch ?? null,
    cost: progress?.cost ?? null,
    accuracy: progress?.accuracy ?? null,
    trainingCost: progress?.trainingCost ?? null,
    examplesPerSecond: progress?.examplesPerSecond ?? null,
    sizes: network ? [...network.settings.sizes] : null,
    activation: network ? sharedActivation(network.shape.activations.slice(0, -1)) : null,
    activations: network ? [...network.shape.activations] : null,
    costFunction: network?.shape.cost ?? null,
    parameterCount: network?.parameterCount ?? null,
    seed: network?.settings.seed ?? null,
    learningRate: network ? state.learningRate : null,
    batchSize: network?.settings.batchSize ?? null,
    descent: network?.settings.descent ?? null,
    momentum: network?.settings.momentum ?? null,
    l2: network?.settings.l2 ?? null,
    schedule: network?.settings.schedule ?? null,
    scheduleEpochs: network?.settings.scheduleEpochs ?? null,
    initialisation: network?.settings.initialisation ?? null,
    augment: network?.settings.augment ?? null,
    dataset: network?.dataset ?? null,
    trainingCount: network?.trainingCount ?? null,
    heldOutCount: network?.heldOutCount ?? null,
    inspected: inspected ? `${inspected.layer}.${inspected.neuron}` : null,
    file: network?.file ?? null,
    notice,
  };
}

function sharedActivation(hidden: readonly string[]): string | null {
  return hidden.every((name) => name === hidden[0]) ? (hidden[0] ?? null) : null;
}
