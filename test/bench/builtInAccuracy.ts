import { builtInDataset } from "../../extension/datasets/builtInDigits.ts";
import { readIdxDataset } from "../../extension/datasets/idx.ts";
import type { NetworkSettings } from "../../extension/protocol/settings.ts";
import { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { readTrainingData } from "../../scripts/trainingData.ts";
import { kernelsModule } from "../trainer/randomExamples.ts";
import { mnistFolder } from "./images.ts";

/**
 * Trains on the built-in digits alone, and reads MNIST's 50,000 training digits, which it never learns from.
 *
 * @returns the share read right after the last epoch
 */
export async function builtInAccuracy(settings: NetworkSettings, epochs: number): Promise<number> {
  const source = await readTrainingData(mnistFolder, undefined);
  if (source.kind !== "idx") throw new Error("mnist: expected IDX files.");
  const mnist = await readIdxDataset(source.files, source.folder);
  const session = TrainingSession.create(settings, {
    placed: new PlacedDataset(kernelsModule, { training: builtInDataset().training, heldOut: mnist.training }),
    label: "built-in digits",
    trainingFingerprint: "bench",
  });
  while (session.progress.epoch < epochs || session.evaluations.isDue) {
    const work = session.work(Number.POSITIVE_INFINITY);
    if (work.kind === "diverged") throw new Error(`The gradient of layer ${work.layer} was out of range.`);
  }
  const { accuracy } = session.progress;
  session.dispose();
  if (accuracy === null) throw new Error("The network's answers were out of range.");
  return accuracy;
}
