import * as v from "valibot";
import type { CurvePoints, Run } from "./curves.ts";
import type { LiveState } from "./liveState.ts";
import {
  digitSizesSchema,
  learningRateSchema,
  networkSettingsEntries,
  paceSchema,
  stepNumberSchema,
  stepUnitSchema,
} from "./settings.ts";
import {
  exampleAddressSchema,
  exampleSetSchema,
  neuronAddressSchema,
  observationSchema,
  type Snapshot,
} from "./snapshot.ts";

/** From the extension host to the panel. Nothing is sent before the panel's `ready`. */
export type HostToWebview =
  | { readonly type: "stateChanged"; readonly state: LiveState }
  /** answered by `snapshotDrawn`: no further snapshot comes before */
  | { readonly type: "snapshotTaken"; readonly snapshot: Snapshot }
  /** all runs, the one under way last; after `ready` and whenever a run begins */
  | { readonly type: "runsReplaced"; readonly runs: readonly Run[] }
  /** the run under way grew */
  | { readonly type: "pointsAdded"; readonly points: CurvePoints }
  /** a command asked for a view */
  | { readonly type: "showView"; readonly view: ViewName };

export const viewNames = ["activations", "weights", "health"] as const;
export type ViewName = (typeof viewNames)[number];

const { seed: _drawn, ...otherEntries } = networkSettingsEntries;
const chosenEntries = { ...otherEntries, sizes: digitSizesSchema };

/** From the panel to the extension host. Unknown until parsed. */
export const webviewMessageSchema = v.variant("type", [
  v.object({ type: v.literal("ready") }),
  v.object({ type: v.literal("snapshotDrawn") }),
  /** what the visible views want to see from now on */
  v.object({ type: v.literal("observe"), observation: observationSchema }),
  v.object({ type: v.literal("train") }),
  v.object({ type: v.literal("pause") }),
  v.object({ type: v.literal("step"), unit: stepUnitSchema }),
  /** an earlier step of the run, or null for the present */
  v.object({ type: v.literal("showStep"), step: v.nullable(stepNumberSchema) }),
  /** one mini-batch back */
  v.object({ type: v.literal("stepBack") }),
  v.object({ type: v.literal("reset") }),
  v.object({ type: v.literal("reseed") }),
  /**
   * null opens the editor's questions; dataset "folder" asks for a folder of IDX files; what is left out is as the
   * settings say
   */
  v.object({
    type: v.literal("newNetwork"),
    choices: v.nullable(
      v.object({
        ...v.partial(v.object(chosenEntries)).entries,
        dataset: v.pipe(v.string(), v.maxLength(4096)),
      }),
    ),
  }),
  v.object({ type: v.literal("saveWeights") }),
  v.object({ type: v.literal("setLearningRate"), learningRate: learningRateSchema }),
  v.object({ type: v.literal("setPace"), pace: paceSchema }),
  v.object({ type: v.literal("setFollowsTraining"), followsTraining: v.boolean() }),
  v.object({ type: v.literal("showExample"), example: exampleAddressSchema }),
  /** the next example of a set, from the shown one on, that the network reads wrong */
  v.object({ type: v.literal("showNextWrong"), set: exampleSetSchema }),
  v.object({ type: v.literal("inspectNeuron"), address: v.nullable(neuronAddressSchema) }),
  v.object({ type: v.literal("dismissNotice") }),
  /** does what the notice offers */
  v.object({ type: v.literal("takeNoticeAction") }),
  /** an error in the panel, for the output channel */
  v.object({ type: v.literal("failed"), message: v.string(), stack: v.string() }),
]);
export type WebviewToHost = v.InferOutput<typeof webviewMessageSchema>;
