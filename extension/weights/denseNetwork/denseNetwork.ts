import type { ActivationName } from "../../network/networkShape.ts";
import { numberCount } from "../../protocol/numberCount.ts";
import { shapeText } from "../../protocol/weightsInWords.ts";
import type { FoundLayer, FoundNetwork, TensorForm } from "../../protocol/weightsSummary.ts";
import { isDownhills, readNetworkMetadata } from "../savedNetwork/networkMetadata.ts";
import { requireReadable } from "../tensors/numbers.ts";
import type { DeclaredLayer, WeightsFile } from "../weightsFile.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { activationOf } from "./activationOf.ts";
import { chainFault, chainLayers, type DenseChain, type LayerTensors, mostDenseLayers } from "./denseChain.ts";
import { foreignLayer, inCountedOrder, isOptimisers, type NamedLayer, pairByName } from "./denseLayerNames.ts";
import { layersByShape } from "./denseLayerShapes.ts";

/** What is known of a file from its table of contents. */
export type ContentsOfFile = Pick<WeightsFile, "format" | "metadata" | "declaredLayers" | "isPartial"> & {
  readonly tensors: readonly TensorForm[];
};

/** The dense network of a file, or why there is none in one sentence. */
export type DenseNetworkFinding =
  | { readonly network: FoundNetwork; readonly because: null }
  | { readonly network: null; readonly because: string };

/**
 * Recognises dense layers that make a chain, each taking what the one before gives: as the file itself declares them, or by
 * pairs of names, or by the shapes alone. An optimiser's state and single numbers are left aside; a file with other kinds of
 * layers has no dense network.
 *
 * @param file its name, for the sentence
 */
export function findDenseNetwork(contents: ContentsOfFile, file: string): DenseNetworkFinding {
  try {
    return { network: requireDenseNetwork(contents, file), because: null };
  } catch (error) {
    if (!(error instanceof WeightsFileError)) throw error;
    return { network: null, because: error.message };
  }
}

/**
 * The same for those who cannot do without.
 *
 * @throws {WeightsFileError} when there is none, and why
 */
export function requireDenseNetwork(contents: ContentsOfFile, file: string): FoundNetwork {
  const { declaredLayers, isPartial } = contents;
  // Layers that fit each other may have had others between them.
  if (isPartial) {
    throw new WeightsFileError(file, "expected the weights and biases of dense layers, found only some of its files.");
  }
  const found = declaredLayers ? declaredChain(contents, declaredLayers, file) : foundChain(contents, file);
  return networkOf(contents, found, file);
}

/** Layers in their order, and what is known of them. */
interface FoundChain {
  readonly layers: readonly LayerTensors[];
  readonly chain: DenseChain;
  /** as the file calls each, where it says */
  readonly activations?: readonly (string | null)[];
  readonly remarks?: readonly string[];
}

/** @throws {WeightsFileError} when the file contradicts itself */
function declaredChain({ tensors }: ContentsOfFile, declared: readonly DeclaredLayer[], file: string): FoundChain {
  if (declared.length === 0) throw new WeightsFileError(file, "expected a chain of dense layers, found none.");
  if (declared.length > mostDenseLayers) {
    throw new WeightsFileError(file, `expected at most ${mostDenseLayers} dense layers, found ${declared.length}.`);
  }
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  const named = (name: string) => {
    const tensor = byName.get(name);
    if (tensor) return tensor;
    throw new WeightsFileError(file, `expected the tensor ${inWords(name)} of a layer, found no such tensor.`);
  };
  const layers = declared.map(({ weight, bias, isTransposed }) => ({
    weight: named(weight),
    bias: bias === null ? null : named(bias),
    habit: { isTransposed, isSure: true },
  }));
  const chain = chainLayers(layers);
  const isAsDeclared = chain?.isTransposed.every((way, index) => way === declared[index].isTransposed);
  if (!chain || !isAsDeclared) refuseChain(layers, file);
  return { layers, chain, activations: declared.map(({ activation }) => activation) };
}

/** @throws {WeightsFileError} when there is no such chain */
function foundChain({ tensors, format }: ContentsOfFile, file: string): FoundChain {
  const candidates = tensors.filter((tensor) => !isOptimisers(tensor) && tensor.shape.length > 0);
  const foreign = foreignLayer(candidates);
  if (foreign !== undefined) {
    throw new WeightsFileError(file, `expected only weights and biases of dense layers, found ${foreign}.`);
  }
  if (candidates.length === 0) {
    throw new WeightsFileError(file, "expected the weights and biases of dense layers, found no tensors.");
  }
  if (candidates.length > 2 * mostDenseLayers) {
    const expected = `expected the weights and biases of at most ${mostDenseLayers} dense layers`;
    throw new WeightsFileError(file, `${expected}, found ${candidates.length} tensors.`);
  }
  const { layers, lonelyBiases } = pairByName(candidates, format);
  const byName = lonelyBiases.length === 0 ? chainInSomeOrder(layers) : undefined;
  const found = byName ?? layersByShape(candidates, format);
  if (found) return found;
  const [lonely] = lonelyBiases;
  if (lonely) {
    throw new WeightsFileError(
      file,
      `expected the weights of ${inWords(lonely.name)} beside it, found no such tensor.`,
    );
  }
  if (layers.length > 0) refuseChain(inCountedOrder(layers), file);
  const [first] = candidates;
  const words = `found ${inWords(first.name)} of the shape ${shapeText(first.shape)}`;
  throw new WeightsFileError(
    file,
    `expected weights and biases of dense layers that follow from one another, ${words}.`,
  );
}

/** In the order that the numbers in their names count, or in the file's, or in the only one that their shapes allow. */
function chainInSomeOrder(layers: readonly NamedLayer[]): FoundChain | undefined {
  if (layers.length === 0) return undefined;
  const counted = inCountedOrder(layers);
  const isCounted = layers.every(({ name }) => /\d/.test(name));
  for (const ordered of isCounted ? [counted, layers] : [layers, counted]) {
    const chain = chainLayers(ordered);
    if (chain) return { layers: ordered, chain };
  }
  return firstOfCopies(counted) ?? onlyOrder(layers);
}

/** A network that a file holds more than once, as with the running mean of its weights beside them. */
function firstOfCopies(layers: readonly NamedLayer[]): FoundChain | undefined {
  const start = commonStart(layers.map(({ name }) => name));
  const copies = new Map<string, NamedLayer[]>();
  for (const layer of layers) {
    const [owner] = layer.name.slice(start).split(/[./]/, 1);
    const own = copies.get(owner);
    if (own) own.push(layer);
    else copies.set(owner, [layer]);
  }
  const chains = [...copies].map(([owner, own]) => ({ owner, layers: own, chain: chainLayers(own) }));
  const sizes = new Set(chains.map(({ chain }) => chain?.sizes.join()));
  if (chains.length < 2 || sizes.size > 1) return undefined;
  const plain = chains.find(({ owner }) => !/ema|average|swa|shadow|target|teacher/i.test(owner)) ?? chains[0];
  if (!plain.chain) return undefined;
  const remark = `The file holds ${chains.length} such networks: this is ${inWords(plain.owner)}.`;
  return { layers: plain.layers, chain: plain.chain, remarks: [remark] };
}

/** The only order in which the layers follow from one another; undefined when there is none, or more than one. */
function onlyOrder(layers: readonly NamedLayer[]): FoundChain | undefined {
  if (layers.length > mostReordered) return undefined;
  const found: FoundChain[] = [];
  const extend = (begun: readonly NamedLayer[], left: readonly NamedLayer[]) => {
    const chain = begun.length > 0 ? chainLayers(begun) : undefined;
    if (begun.length > 0 && !chain) return;
    if (chain && left.length === 0) found.push({ layers: begun, chain });
    for (const next of left) {
      if (found.length > 1) return;
      extend(
        [...begun, next],
        left.filter((layer) => layer !== next),
      );
    }
  };
  extend([], layers);
  return found.length === 1 ? found[0] : undefined;
}

/** Layers whose order is looked for by trying: 7! = 5040 at most. */
const mostReordered = 7;

function networkOf(contents: ContentsOfFile, found: FoundChain, file: string): FoundNetwork {
  const { tensors } = contents;
  const { layers, chain } = found;
  for (const { name, dtype } of layers.flatMap(({ weight, bias }) => [weight, bias ?? []].flat())) {
    requireReadable(dtype, `${file}, ${name}`);
  }
  const places = new Map(tensors.map((tensor, index) => [tensor, index]));
  const placeOf = (tensor: TensorForm) => places.get(tensor) as number;
  const used = new Set(layers.flatMap(({ weight, bias }) => [weight, bias]));
  const { activations, remarks } = activationsOf(contents, found, file);
  return {
    sizes: chain.sizes,
    activations,
    layers: layers.map(({ weight, bias }, layer): FoundLayer => {
      const isTransposed = chain.isTransposed[layer];
      return { weight: placeOf(weight), bias: bias && placeOf(bias), isTransposed };
    }),
    parameters: [...used].reduce((sum, tensor) => sum + (tensor ? numberCount(tensor.shape) : 0), 0),
    remarks: [
      ...(found.remarks ?? []),
      ...(chain.isGuessed ? [guessInWords(chain, layers)] : []),
      ...withoutBiases(layers),
      ...remarks,
      ...leftOver(tensors.filter((tensor) => !used.has(tensor))),
    ],
  };
}

function guessInWords({ isTransposed: [isTransposed] }: DenseChain, [{ weight }]: readonly LayerTensors[]): string {
  const way = isTransposed ? "[inputs, neurons]" : "[neurons, inputs]";
  return `The shapes allow the weights to be read either way round: ${inWords(weight.name)} is taken as ${way}.`;
}

function withoutBiases(layers: readonly LayerTensors[]): string[] {
  const without = layers.flatMap(({ bias }, index) => (bias === null ? [index + 1] : []));
  if (without.length === 0) return [];
  if (without.length === layers.length) return ["There are no biases: they are taken as 0."];
  return [`Layer ${without.join(", ")} has no biases: they are taken as 0.`];
}

function leftOver(tensors: readonly TensorForm[]): string[] {
  if (tensors.length === 0) return [];
  const [{ name }] = tensors;
  const such =
    tensors.length === 1 ? `the tensor ${inWords(name)}` : `${tensors.length} tensors such as ${inWords(name)}`;
  return [tensors.every(isOptimisers) ? `An optimiser's state is left aside: ${such}.` : `Left aside: ${such}.`];
}

/** What each layer does with its weighted sums, as far as the file says and Downhill knows it. */
function activationsOf(
  { metadata }: ContentsOfFile,
  { chain: { sizes }, activations }: FoundChain,
  file: string,
): { readonly activations: (ActivationName | null)[]; readonly remarks: string[] } {
  if (isDownhills({ metadata })) {
    try {
      return { activations: [...readNetworkMetadata(metadata, sizes, file).shape.activations], remarks: [] };
    } catch (error) {
      // The summary says what is wrong with what Downhill wrote; the tensors are a network nevertheless.
      if (!(error instanceof WeightsFileError)) throw error;
    }
  }
  const said = sizes.slice(1).map((_, layer) => activations?.[layer] ?? null);
  const known = said.map((words) => (words === null ? null : activationOf(words)));
  const remarks = said.flatMap((words, layer) => {
    if (words === null || known[layer] !== null) return [];
    return [`Layer ${layer + 1} has the activation ${inWords(words)}, which Downhill does not have.`];
  });
  return { activations: known, remarks };
}

function refuseChain(layers: readonly LayerTensors[], file: string): never {
  const { tensor, words } = chainFault(layers);
  throw new WeightsFileError(`${file}, ${tensor}`, words);
}

/** How many characters names begin with that they have in common, up to a separator. */
function commonStart(names: readonly string[]): number {
  const [first, ...rest] = names;
  let length = 0;
  for (let place = 0; place < first.length; place++) {
    if (rest.some((name) => name[place] !== first[place])) break;
    if (first[place] === "." || first[place] === "/") length = place + 1;
  }
  return length;
}
