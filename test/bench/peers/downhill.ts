import * as v from "valibot";
import { sliceExamples } from "../../../extension/datasets/examples.ts";
import { networkSettingsSchema, plainSettings } from "../../../extension/protocol/settings.ts";
import { PlacedDataset } from "../../../extension/trainer/placedDataset.ts";
import { TrainingSession } from "../../../extension/trainer/trainingSession.ts";
import { packExamples } from "../../datasets/packExamples.ts";
import { kernelsModule } from "../../trainer/randomExamples.ts";
import { costCount, givenTask, serveContestant, type Turn } from "./serveContestant.ts";

const { pixels, labels, sizes, batch, learningRate } = givenTask();
const training = packExamples(pixels, labels);
const settings = v.parse(networkSettingsSchema, { ...plainSettings(sizes), learningRate, batchSize: batch });
const session = TrainingSession.create(settings, {
  placed: new PlacedDataset(kernelsModule, { training, heldOut: sliceExamples(training, 0, costCount) }),
  label: "bench",
  trainingFingerprint: "bench",
});

await serveContestant({
  description: "Downhill, 1 thread",
  train,
  cost: () => session.save().training?.heldOutCost ?? Number.NaN,
});

/** As the worker trains, the new order of each epoch included; evaluation is not timed, as it is not at the peers'. */
function train(ms: number): Turn {
  let examples = 0;
  let elapsed = 0;
  let start = performance.now();
  while (elapsed < ms) {
    const isTraining = !session.evaluations.isDue;
    const work = session.work(Number.POSITIVE_INFINITY);
    const end = performance.now();
    if (work.kind === "diverged") throw new Error(`Layer ${work.layer} diverged at learning rate ${learningRate}.`);
    if (work.kind === "carriedBack") examples += work.examples;
    if (isTraining) elapsed += end - start;
    start = end;
  }
  // Points of the curve are kept until they are taken.
  session.takePoints();
  return { examples, ms: elapsed };
}
