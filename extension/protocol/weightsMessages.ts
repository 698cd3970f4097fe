import type { ActivationName, HiddenActivationName } from "../network/networkShape.ts";
import type { DatasetSource } from "./trainerMessages.ts";
import type {
  ComparedReadings,
  ComparisonOutline,
  NeuronMatching,
  NeuronOrder,
  PairedTensors,
  TensorDifference,
} from "./weightsComparison.ts";
import type { DrawnNeurons, DrawnTensor, NeuronIcon, NeuronRows, PageShade } from "./weightsPicture.ts";
import type {
  SliceRequest,
  TensorForm,
  TensorSlice,
  TensorStatistics,
  WeightsFormatName,
  WeightsSummary,
} from "./weightsSummary.ts";

/** Where a weights file is: on this machine's disk, or in memory where only the editor can reach it. */
export type WeightsPlace =
  | { readonly kind: "path"; readonly path: string }
  /** `name` with its extension; the bytes are transferred */
  | { readonly kind: "bytes"; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> };

/** Names a file that the reader holds open: a number that the host chose, and uses once. */
export type OpenFileId = number;

/** Every request to the weights reader, and what it answers. */
export interface WeightsRequests {
  /** Reads the table of contents. The file stays open until it is closed. */
  open: { request: { file: OpenFileId; place: WeightsPlace }; reply: BegunSummary };
  /** The tensors from one on, as many as one message holds. */
  listTensors: { request: { file: OpenFileId; from: number }; reply: { tensors: readonly TensorForm[] } };
  close: { request: { file: OpenFileId }; reply: object };
  /** Goes through all of a tensor, telling how far it is and letting other requests in between. */
  takeStatistics: { request: { file: OpenFileId; tensor: number }; reply: TensorStatistics };
  /** The same of as many of its first numbers: `count` is fewer than it has where that is only a part. */
  sampleStatistics: { request: { file: OpenFileId; tensor: number; mostNumbers: number }; reply: TensorStatistics };
  readSlice: { request: { file: OpenFileId; tensor: number; slice: SliceRequest }; reply: TensorSlice };
  /** What some neurons look for, one beside the other on one scale. Their inputs are a square picture. */
  drawNeurons: { request: { file: OpenFileId; neurons: NeuronRows; page: PageShade }; reply: DrawnNeurons };
  /** The same, each for itself, as a small PNG on a scale of its own. */
  drawNeuronIcons: {
    request: { file: OpenFileId; neurons: NeuronRows };
    reply: { icons: readonly NeuronIcon[] };
  };
  /** A tensor's last two dimensions, or as many of their rows as are quickly read. */
  drawTensor: { request: { file: OpenFileId; tensor: number; page: PageShade }; reply: DrawnTensor };
  /** The dense network of the file as Downhill's own format has it, for the live network to open. */
  readNetwork: {
    request: {
      file: OpenFileId;
      /** of each layer after the input, where the file does not say */
      otherwise: readonly ActivationName[];
    };
    reply: { bytes: Uint8Array<ArrayBuffer> };
  };
  /**
   * With which activations the file's network reads most built-in digits right, the best first; empty where digits do not
   * fit its inputs or outputs.
   */
  tryActivations: { request: { file: OpenFileId }; reply: { tried: readonly TriedActivation[] } };
  /** How two files differ in form, and which tensors are held against each other. `file` is A, `other` is B. */
  outlineComparison: { request: TwoFiles; reply: BegunOutline };
  /** The outline's lists from one place on, as much of them as one message holds. */
  listPairs: { request: TwoFiles & { from: number }; reply: PairedTensors };
  /** Goes through a pair of tensors, telling how far it is and letting other requests in between. */
  compareTensors: { request: TwoFiles & PairRequest; reply: TensorDifference };
  /** A part of a pair's A, B or B − A, in the shape in which they are compared. */
  readComparedSlice: {
    request: TwoFiles & PairRequest & { which: ComparedWhich; slice: SliceRequest };
    reply: TensorSlice;
  };
  /** Which hidden neurons of B are most like A's, whatever their order. */
  matchNeurons: { request: TwoFiles; reply: NeuronMatching };
  /** What both networks read in a dataset's held-out examples. */
  compareReadings: { request: TwoFiles & { examples: ExamplesSource }; reply: ComparedReadings };
}

/** What an opened file holds, of its tensors only the first, as many as one message holds. */
export interface BegunSummary {
  readonly summary: WeightsSummary;
  /** of all of its tensors */
  readonly tensorCount: number;
  /** by which its files, where they are on disk, are known to be as they were: how long each is, and when it was written */
  readonly version: string;
}

/** How two files are compared, of its lists only as much as one message holds. */
export interface BegunOutline {
  readonly outline: ComparisonOutline;
  /** entries in the longest of its lists */
  readonly longest: number;
}

/** How well a network reads when its hidden neurons do this, where the file does not say what they do. */
export interface TriedActivation {
  readonly hidden: HiddenActivationName;
  readonly right: number;
  /** examples read */
  readonly examples: number;
}

interface TwoFiles {
  readonly file: OpenFileId;
  readonly other: OpenFileId;
}

interface PairRequest {
  /** its place in the outline */
  readonly pair: number;
  /** null to compare as the files have it */
  readonly order: NeuronOrder | null;
}

export const comparedWhichNames = ["a", "b", "change"] as const;
export type ComparedWhich = (typeof comparedWhichNames)[number];

/** Where examples come from. */
export type ExamplesSource = Exclude<DatasetSource, { kind: "same" }>;

/** The requests about two files. */
export type ComparisonRequestType = {
  [Type in WeightsRequestType]: WeightsRequests[Type]["request"] extends TwoFiles ? Type : never;
}[WeightsRequestType];

export type WeightsRequestType = keyof WeightsRequests;
export type WeightsRequest<Type extends WeightsRequestType> = WeightsRequests[Type]["request"];
export type WeightsReply<Type extends WeightsRequestType> = WeightsRequests[Type]["reply"];

/** From the extension host to the weights reader. */
export type HostToWeights =
  | {
      [Type in WeightsRequestType]: { readonly type: Type; readonly id: number } & WeightsRequest<Type>;
    }[WeightsRequestType]
  /** the answer to a request is wanted no longer: it is refused */
  | { readonly type: "cancel"; readonly id: number };

/** From the weights reader to the extension host. */
export type WeightsToHost =
  | { readonly type: "ready" }
  | { readonly type: "replied"; readonly id: number; readonly reply: unknown }
  | {
      readonly type: "refused";
      readonly id: number;
      readonly message: string;
      readonly stack: string;
      /** as what a file was recognised that could not be opened */
      readonly format: WeightsFormatName | null;
    }
  /** a request has begun, or `share` of it is done, 0…1 */
  | { readonly type: "progressed"; readonly id: number; readonly share: number };
