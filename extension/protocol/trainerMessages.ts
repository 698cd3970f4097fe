import type { NetworkShape } from "../network/networkShape.ts";
import type { CurvePoints } from "./curves.ts";
import type { NetworkSettings, Pace, StepUnit } from "./settings.ts";
import type { ExampleAddress, ExampleSet, Observation, Progress, Snapshot } from "./snapshot.ts";

/** A dataset as it reaches the trainer: bytes, not paths. The bytes are transferred. */
export type DatasetSource =
  | { readonly kind: "builtIn" }
  /** IDX files of one folder, gzipped or not, by their file names */
  | { readonly kind: "idx"; readonly folder: string; readonly files: readonly NamedBytes[] }
  /** the dataset that the trainer already holds */
  | { readonly kind: "same" };

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What a new or opened network is made from. */
export interface NetworkMade {
  /** as asked for; of an opened network, what its file says comes first */
  readonly settings: NetworkSettings;
  readonly shape: NetworkShape;
  readonly trainingCount: number;
  readonly heldOutCount: number;
  /** the earliest step that can be shown again; null when the network's states are too large to be kept */
  readonly firstStep: number | null;
  readonly progress: Progress;
  /** the held-out evaluation of the weights as they are */
  readonly points: CurvePoints;
  /** why an opened network's training cannot go on to the bit where it stopped; null if it can, or is new */
  readonly notContinued: string | null;
}

/** A network as a `.safetensors` file. */
export interface SavedWeights {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** mini-batches applied */
  readonly step: number;
  /** the example that is shown, which the file does not hold */
  readonly shown: ExampleAddress;
}

/** Where training stands after a request that moved it or stopped it. */
export interface Standing {
  readonly progress: Progress;
  /** what the curves gained since they were last told of */
  readonly points: CurvePoints;
}

/** Which network there is to look at now. */
export interface ShownStep {
  /** false when another step was asked for before this one was reached */
  readonly isShown: boolean;
  /** of the step, as it was then */
  readonly progress: Progress;
  /** η at that step */
  readonly learningRate: number;
}

/** Every request to the trainer, and what it answers. A request that fails leaves everything as it was. */
export interface TrainerRequests {
  createNetwork: {
    request: { settings: NetworkSettings; datasetLabel: string; source: DatasetSource };
    reply: NetworkMade;
  };
  openNetwork: {
    request: { weights: NamedBytes; settings: NetworkSettings; datasetLabel: string; source: DatasetSource };
    reply: NetworkMade;
  };
  /**
   * Trains until paused, or until `epochs` more epochs have ended; the reply says that it began. What is not paced goes as
   * fast as it can.
   */
  train: { request: { epochs: number | null; isPaced: boolean }; reply: Standing };
  pause: { request: object; reply: Standing };
  /** as fast as it goes, whatever the pace; an epoch is trained, for it may take long */
  step: { request: { unit: BriefStepUnit }; reply: Standing };
  /** back to the initial weights of the seed, and to the generator's state then */
  reset: { request: { seed: number }; reply: NetworkMade };
  /**
   * Brings an earlier step back to be looked at, null the present, which waits for it. Training has to have been paused.
   * `replayed` tells how far it is; the newest request wins.
   */
  showStep: { request: { step: number | null }; reply: ShownStep };
  /** the earlier step that is shown becomes the present; what came after it is forgotten */
  trainOnFromPast: { request: object; reply: Standing };
  /** of what is shown, as is the reply's progress: in the past it is what training on from there begins with */
  setLearningRate: { request: { learningRate: number }; reply: Standing };
  setPace: { request: { pace: Pace }; reply: object };
  setFollowsTraining: { request: { followsTraining: boolean }; reply: object };
  showExample: { request: { example: ExampleAddress }; reply: object };
  /** the next example after the shown one that is read wrong becomes the shown one; null when there is none */
  showNextWrong: { request: { set: ExampleSet }; reply: { example: ExampleAddress | null } };
  /** what snapshots hold from now on */
  observe: { request: { observation: Observation }; reply: object };
  /** one snapshot of what is asked, out of turn */
  takeSnapshot: { request: { observation: Observation }; reply: Snapshot };
  /**
   * The present weights, or those that are shown, and all it takes to go on from them, as a file: encoding it would hold up
   * the host.
   */
  save: { request: { which: "present" | "shown" }; reply: SavedWeights };
}

/** A step that is over before a person has to wait for it. */
export type BriefStepUnit = Exclude<StepUnit, "epoch">;

export type TrainerRequestType = keyof TrainerRequests;
export type TrainerRequest<Type extends TrainerRequestType> = TrainerRequests[Type]["request"];
export type TrainerReply<Type extends TrainerRequestType> = TrainerRequests[Type]["reply"];

/** From the extension host to the trainer's worker. */
export type HostToTrainer =
  | {
      [Type in TrainerRequestType]: { readonly type: Type; readonly id: number } & TrainerRequest<Type>;
    }[TrainerRequestType]
  /** the last snapshot was drawn: the next may come */
  | { readonly type: "snapshotTaken" };

/** Why training ended by itself or was ended. */
export type TrainingEnd =
  | { readonly reason: "paused" | "goalReached" }
  /** a gradient was not finite in this layer (1…); the weights before it are kept */
  | { readonly reason: "diverged"; readonly layer: number };

/** From the trainer's worker to the extension host. */
export type TrainerToHost =
  | { readonly type: "ready" }
  | { readonly type: "replied"; readonly id: number; readonly reply: unknown }
  | { readonly type: "refused"; readonly id: number; readonly message: string; readonly stack: string }
  /** `share` of preparing a dataset or a network is done, 0…1 */
  | { readonly type: "preparing"; readonly what: string; readonly share: number }
  /** while training: a few times a second, whether anybody watches or not */
  | { readonly type: "progressed"; readonly progress: Progress; readonly points: CurvePoints }
  /** `share` of the way to the earlier step asked for is replayed, 0…1 */
  | { readonly type: "replayed"; readonly step: number; readonly share: number }
  /** answered by `snapshotTaken` */
  | { readonly type: "snapshot"; readonly snapshot: Snapshot }
  | {
      readonly type: "trainingEnded";
      readonly end: TrainingEnd;
      readonly progress: Progress;
      readonly points: CurvePoints;
    };
