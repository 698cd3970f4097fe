import { fittingOf } from "../protocol/fitting.ts";
import type { SavedNetwork } from "../protocol/savedNetwork.ts";
import { type NetworkSettings, settingsProblem } from "../protocol/settings.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";

/**
 * What a file says about the run, completed by `settings` where it is silent.
 *
 * @throws {WeightsFileError} when they do not go together: a network may be too large for a descent
 */
export function openedSettings(
  { shape, training }: SavedNetwork,
  settings: NetworkSettings,
  file: string,
): NetworkSettings {
  const { initialisation, learningRate, batchSize, seed, descent, momentum, l2, schedule, scheduleEpochs, augment } =
    training ?? settings;
  const whole = {
    ...shape,
    ...{ initialisation, learningRate, batchSize, seed, descent, momentum, l2, schedule, scheduleEpochs },
    // Only pictures can be bent.
    augment: augment && fittingOf(shape.sizes).kind === "whole",
  };
  const problem = settingsProblem(whole);
  if (problem !== undefined) throw new WeightsFileError(file, problem);
  return whole;
}
