import type { Run } from "./curves.ts";

/**
 * The step at which epoch 0 of a run would have begun at its mini-batches per epoch: an epoch's place is this, and so many
 * mini-batches. It is not 0 for a network that had been trained on other examples before.
 */
export function epochStart({ evaluations, batchesPerEpoch }: Run): number {
  const last = evaluations.at(-1);
  return last ? last.step - last.epoch * batchesPerEpoch : 0;
}
