import { counted } from "../protocol/counted.ts";
import type { DescribedTraining } from "../protocol/savedNetwork.ts";
import type { WeightsSummary } from "../protocol/weightsSummary.ts";
import { findDenseNetwork } from "./denseNetwork/denseNetwork.ts";
import { readNetworkMetadata } from "./savedNetwork/networkMetadata.ts";
import { sharedShapes } from "./tensors/sharedShapes.ts";
import type { WeightsFile } from "./weightsFile.ts";
import { plainSentence, WeightsFileError } from "./weightsFileError.ts";

/**
 * What a file's table of contents says. No number of a tensor is read.
 *
 * @param name the file's, for its sentences
 * @param byteLength of the file, or of all shards together
 */
export function summariseWeights(file: WeightsFile, name: string, byteLength: number): WeightsSummary {
  const { network, because } = findDenseNetwork(file, name);
  const { training, remark } = trainingOf(file, network?.sizes, name);
  const metadata = listedTexts(file.metadata);
  const sharedShape = sharedShapes();
  const unlisted = file.metadata.size - metadata.length;
  return {
    format: file.format,
    byteLength,
    tensors: file.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape: sharedShape(shape) })),
    metadata,
    stateDict: file.stateDict ?? null,
    isTorchScript: file.isTorchScript ?? false,
    network: network && { ...network, remarks: listedRemarks(network.remarks) },
    noNetworkBecause: because,
    training,
    remarks: listedRemarks([
      ...(unlisted === 0
        ? []
        : [`Of ${counted(file.metadata.size, "text")} of metadata ${unlisted.toLocaleString("en")} are not shown.`]),
      ...file.remarks,
      ...(remark === undefined ? [] : [remark]),
    ]),
  };
}

/** The first texts, as many as a person looks through: they go to the host and to a page in one message. */
function listedTexts(metadata: ReadonlyMap<string, string>): [name: string, text: string][] {
  const listed: [string, string][] = [];
  let length = 0;
  for (const [name, text] of metadata) {
    const texts: [string, string] = [cut(name), cut(text)];
    length += texts[0].length + texts[1].length;
    if (listed.length === mostTexts || length > mostTextsLength) break;
    listed.push(texts);
  }
  return listed;
}

/** Of one text, in characters: what a person reads. A descent's moments take millions. */
const mostTextLength = 2000;
const mostTexts = 1000;
/** of all that are listed and their names, in characters */
const mostTextsLength = 200_000;

/** They may be one a tensor, and name what the file holds, in whatever characters and at whatever length it has that. */
function listedRemarks(remarks: readonly string[]): string[] {
  const listed = remarks.slice(0, mostRemarks).map(plainSentence);
  const more = remarks.length - listed.length;
  return more === 0 ? listed : [...listed, `Further remarks are left out: ${more}.`];
}

/** More than anyone reads. */
const mostRemarks = 20;

function cut(text: string): string {
  return text.length <= mostTextLength ? text : `${text.slice(0, mostTextLength)}…`;
}

function trainingOf(
  { metadata }: WeightsFile,
  sizes: readonly number[] | undefined,
  name: string,
): { training: DescribedTraining | null; remark?: string } {
  if (sizes === undefined) return { training: null };
  try {
    return readNetworkMetadata(metadata, sizes, name);
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    return { training: null, remark: error.message };
  }
}
