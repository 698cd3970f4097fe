import { setImmediate } from "node:timers/promises";
import * as v from "valibot";
import type { Checkpoint } from "../../liveNetwork/checkpoint.ts";
import { layerActivations } from "../../network/networkShape.ts";
import type { Run } from "../../protocol/curves.ts";
import {
  type NetworkSettings,
  networkSettingsEntries,
  networkSettingsSchema,
  paceSchema,
  plainChoices,
} from "../../protocol/settings.ts";
import { exampleAddressSchema, neuronAddressSchema } from "../../protocol/snapshot.ts";

/** A checkpoint but for its weights, which have a file of their own. */
export type CheckpointRest = Omit<Checkpoint, "weights">;

/** Format 1 knew fewer settings. */
const writtenFormat = 2;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
/** JSON has no word for what is not finite and writes null. */
const anyNumber = v.pipe(
  v.nullable(v.number()),
  v.transform((value) => value ?? Number.NaN),
);

const { sizes, initialisation, learningRate, batchSize, seed } = networkSettingsEntries;
/** Settings as format 1 had them, brought up to now's: what they do not say was the plain choice. */
const settingsOfFormat1 = v.pipe(
  v.object({ sizes, activation: v.picklist(["sigmoid", "relu"]), initialisation, learningRate, batchSize, seed }),
  v.transform(({ activation, ...others }): NetworkSettings => {
    return { ...plainChoices, ...others, activations: layerActivations(others.sizes, activation, "sigmoid") };
  }),
);
const settingsSchema = v.union([networkSettingsSchema, settingsOfFormat1]);

const runSchema = v.object({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  settings: settingsSchema,
  dataset: v.string(),
  batchesPerEpoch: whole,
  /** checkpoints did not always say it; 0 is that of all runs but those of weights that were opened */
  epochStart: v.optional(v.pipe(v.number(), v.safeInteger()), 0),
  /** the training curve in columns, a third of the length of points */
  training: v.pipe(
    v.object({ step: v.array(whole), trainingCost: v.array(anyNumber), gradientLength: v.array(anyNumber) }),
    v.check(
      ({ step, trainingCost, gradientLength }) =>
        step.length === trainingCost.length && step.length === gradientLength.length,
      "expected columns of one length",
    ),
    v.transform(({ step, trainingCost, gradientLength }) =>
      step.map((_, i) => ({ step: step[i], trainingCost: trainingCost[i], gradientLength: gradientLength[i] })),
    ),
  ),
  evaluations: v.array(
    v.object({
      step: whole,
      epoch: whole,
      cost: anyNumber,
      accuracy: anyNumber,
      trainingCost: v.nullable(v.number()),
      examplesPerSecond: v.nullable(v.number()),
      /** format 1 did not count them */
      idleNeurons: v.optional(v.array(v.object({ dead: whole, alwaysLow: whole, alwaysHigh: whole })), []),
    }),
  ),
});

const checkpointSchema = v.object({
  format: v.picklist([1, writtenFormat]),
  /** name of the file in the same folder that holds the weights */
  weights: v.pipe(v.string(), v.regex(/^[\w-]+\.safetensors$/)),
  step: whole,
  settings: settingsSchema,
  dataset: v.string(),
  file: v.nullable(v.string()),
  shown: exampleAddressSchema,
  inspected: v.nullable(neuronAddressSchema),
  pace: paceSchema,
  followsTraining: v.boolean(),
  runs: v.array(runSchema),
});

/**
 * Reads what {@link CheckpointWriter} wrote.
 *
 * @returns the checkpoint but for its weights, and the name of the file that holds them
 * @throws {Error} when it is not a checkpoint's text
 */
export function readCheckpointText(text: string): { weights: string; rest: CheckpointRest } {
  const { format: _, weights, ...rest } = v.parse(checkpointSchema, JSON.parse(text));
  return { weights, rest };
}

/**
 * Writes checkpoints as JSON. It remembers the text of the runs that have ended, which do not change any more, and lets
 * the host do other things between two runs: all of them together take longer than it may be kept waiting.
 */
export class CheckpointWriter {
  readonly #endedRuns = new WeakMap<Run, Uint8Array>();

  /**
   * @param weights name of the file that holds the weights
   * @returns the text in UTF-8
   */
  async write({ runs, ...rest }: CheckpointRest, weights: string): Promise<Uint8Array> {
    const head = JSON.stringify({ format: writtenFormat, ...rest, weights });
    const pieces: Uint8Array[] = [Buffer.from(`${head.slice(0, -1)},"runs":[`)];
    for (const [index, run] of runs.entries()) {
      const isEnded = index < runs.length - 1;
      const text = this.#endedRuns.get(run) ?? Buffer.from(runText(run));
      if (isEnded) this.#endedRuns.set(run, text);
      pieces.push(text, Buffer.from(isEnded ? "," : ""));
      await setImmediate();
    }
    return Buffer.concat([...pieces, Buffer.from("]}")]);
  }
}

function runText(run: Run): string {
  const training = {
    step: run.training.map((point) => point.step),
    trainingCost: run.training.map((point) => point.trainingCost),
    gradientLength: run.training.map((point) => point.gradientLength),
  };
  return JSON.stringify({ ...run, training });
}
