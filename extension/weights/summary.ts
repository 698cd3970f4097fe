import type { DescribedTraining } from "../protocol/savedNetwork.ts";
import type { WeightsSummary } from "../protocol/weightsSummary.ts";
import { findDenseNetwork } from "./denseNetwork/denseNetwork.ts";
import { readNetworkMetadata } from "./savedNetwork/networkMetadata.ts";
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
  return {
    format: file.format,
    byteLength,
    tensors: file.tensors.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
    metadata: [...file.metadata].slice(0, mostTexts).map(([name, text]) => [cut(name), cut(text)]),
    network: network && { ...network, remarks: listedRemarks(network.remarks) },
    noNetworkBecause: because,
    training,
    remarks: listedRemarks([...file.remarks, ...(remark === undefined ? [] : [remark])]),
  };
}

/** Of one text, in characters: what a person reads. A descent's moments take millions. */
const mostTextLength = 2000;
const mostTexts = 10_000;

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
