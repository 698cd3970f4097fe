import { messageOf } from "../../protocol/messageOf.ts";
import { numberCount } from "../../protocol/numberCount.ts";
import { pictureSideOf } from "../../protocol/pictureSide.ts";
import type { DrawnNeurons, DrawnTensor, NeuronRows, PageShade } from "../../protocol/weightsPicture.ts";
import type { TensorStatistics, WeightsSummary } from "../../protocol/weightsSummary.ts";
import { isReadableDtype } from "../../weights/tensors/numbers.ts";
import type { OpenWeights } from "../../weightsReader/weightsReader.ts";
import type { WeightsPreview } from "./previewMarkdown.ts";

/** Neurons in the picture of a layer. */
const mostNeurons = 32;
/** Tensors whose statistics are shown, and how many first numbers of each are looked at: some milliseconds of reading. */
const mostTensors = 4;
const mostNumbers = 2 ** 16;

/** What the table of contents does not say. A file that does not keep what that promised is still told of. */
export async function lookInside(
  opened: OpenWeights,
  page: PageShade,
  signal: AbortSignal,
): Promise<Pick<WeightsPreview, "firstLayer" | "onlyTensor" | "statistics" | "problem">> {
  try {
    const firstLayer = await drawFirstLayer(opened, page, signal);
    const onlyTensor = await drawOnlyTensor(opened, page, signal);
    const statistics = firstLayer ? [] : await sampleTensors(opened, signal);
    return { firstLayer, onlyTensor, statistics, problem: null };
  } catch (error) {
    signal.throwIfAborted();
    return { firstLayer: null, onlyTensor: null, statistics: [], problem: messageOf(error) };
  }
}

/** A layer's weights as its neurons where these are pictures, else as the matrix that they are. */
export async function drawOne(
  opened: OpenWeights,
  tensor: number,
  page: PageShade,
  signal: AbortSignal,
): Promise<DrawnNeurons | DrawnTensor> {
  const { network } = opened.summary;
  const layer = 1 + (network?.layers.findIndex(({ weight }) => weight === tensor) ?? -1);
  const neurons = layer > 0 ? picturedNeurons(opened.summary, layer) : null;
  if (neurons === null) return opened.drawTensor(tensor, page, { signal });
  return opened.drawNeurons({ ...neurons, count: Math.min(mostNeurons, neurons.count) }, page, { signal });
}

/** The neurons of a found network's layer whose inputs are a picture; null where they are none. `layer` counts from 1. */
export function picturedNeurons({ network, tensors }: WeightsSummary, layer: number): NeuronRows | null {
  if (!network || layer >= network.sizes.length) return null;
  const { weight, isTransposed } = network.layers[layer - 1];
  const isPicture = pictureSideOf(network.sizes[layer - 1]) !== null && tensors[weight].shape.length === 2;
  return isPicture ? { tensor: weight, isTransposed, first: 0, count: network.sizes[layer] } : null;
}

async function drawFirstLayer(opened: OpenWeights, page: PageShade, signal: AbortSignal): Promise<DrawnNeurons | null> {
  const neurons = picturedNeurons(opened.summary, 1);
  if (neurons === null) return null;
  return opened.drawNeurons({ ...neurons, count: Math.min(mostNeurons, neurons.count) }, page, { signal });
}

async function drawOnlyTensor(opened: OpenWeights, page: PageShade, signal: AbortSignal): Promise<DrawnTensor | null> {
  const { network, tensors } = opened.summary;
  const [only] = tensors;
  if (network || tensors.length !== 1 || !isReadableDtype(only.dtype) || numberCount(only.shape) === 0) return null;
  return opened.drawTensor(0, page, { signal });
}

async function sampleTensors(
  opened: OpenWeights,
  signal: AbortSignal,
): Promise<{ tensor: number; statistics: TensorStatistics }[]> {
  const { tensors } = opened.summary;
  const readable = tensors.flatMap((form, tensor) => (isReadableDtype(form.dtype) ? [tensor] : []));
  return Promise.all(
    readable.slice(0, mostTensors).map(async (tensor) => {
      return { tensor, statistics: await opened.sampleStatistics(tensor, mostNumbers, { signal }) };
    }),
  );
}
