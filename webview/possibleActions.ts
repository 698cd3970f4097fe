import type { LiveState } from "../extension/protocol/liveState.ts";

/** What a person can ask for in a state: what makes no sense has its control disabled. */
export interface PossibleActions {
  readonly train: boolean;
  readonly pause: boolean;
  readonly step: boolean;
  readonly stepBack: boolean;
  readonly reset: boolean;
  readonly reseed: boolean;
  readonly saveWeights: boolean;
  readonly setLearningRate: boolean;
  readonly newNetwork: boolean;
}

export function possibleActions(live: LiveState): PossibleActions {
  const isPreparing = live.status === "preparing";
  const hasNetwork = live.network !== null && !isPreparing;
  // What nobody knows the truth of can be looked at, but not learnt.
  const isLabelled = live.network?.isLabelled ?? false;
  const waits = hasNetwork && live.status !== "training";
  const { step = 0, examplesInBatch = 0 } = live.progress ?? {};
  const shownStep = live.past?.step ?? step;
  // Opened weights differ from the seed's initial ones even at step 0.
  const isInitial = live.past === null && step === 0 && examplesInBatch === 0 && live.network?.file === null;
  return {
    train: waits && isLabelled,
    pause: live.status === "training",
    step: waits && isLabelled,
    stepBack: waits && live.firstStep !== null && shownStep > live.firstStep,
    reset: hasNetwork && !isInitial,
    reseed: hasNetwork,
    saveWeights: hasNetwork,
    setLearningRate: hasNetwork,
    newNetwork: !isPreparing,
  };
}
