import * as v from "valibot";
import { sliceExamples } from "../../extension/datasets/examples.ts";
import { readIdxDataset } from "../../extension/datasets/idx.ts";
import { networkSettingsSchema, plainSettings } from "../../extension/protocol/settings.ts";
import { PlacedDataset } from "../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../extension/trainer/trainingSession.ts";
import { readTrainingData } from "../../scripts/trainingData.ts";
import { kernelsModule } from "../trainer/randomExamples.ts";
import { mnistFolder } from "./images.ts";
import { median } from "./median.ts";
import { sizesOf } from "./sizesOf.ts";

const evaluations = 21;
/** Training examples of an epoch: few, so that evaluations follow each other soon. */
const trainingCount = 1000;
const heldOutCount = 10_000;

/** @returns median milliseconds of an evaluation of 10,000 of MNIST's examples */
export async function timeEvaluation(network: string): Promise<number> {
  const source = await readTrainingData(mnistFolder, undefined);
  if (source.kind !== "idx") throw new Error("mnist: expected IDX files.");
  const dataset = await readIdxDataset(source.files, source.folder);
  const settings = v.parse(networkSettingsSchema, plainSettings(sizesOf(network)));
  const session = TrainingSession.create(settings, {
    placed: new PlacedDataset(kernelsModule, {
      training: sliceExamples(dataset.training, 0, trainingCount),
      heldOut: sliceExamples(dataset.heldOut, 0, heldOutCount),
    }),
    label: "mnist",
    trainingFingerprint: "bench",
  });
  const times: number[] = [];
  while (times.length < evaluations) {
    while (!session.evaluations.isDue) session.work(Number.POSITIVE_INFINITY);
    const start = performance.now();
    while (session.evaluations.isDue) session.work(0);
    times.push(performance.now() - start);
  }
  return median(times);
}
