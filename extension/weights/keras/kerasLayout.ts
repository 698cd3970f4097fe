import type { Hdf5Attribute, Hdf5Dataset } from "../hdf5/hdf5File.ts";
import type { KerasDense } from "./kerasChain.ts";

/** What is needed of an HDF5 file that Keras may have written. */
export interface KerasContents {
  /** by path, in the file's order */
  readonly datasets: ReadonlyMap<string, Hdf5Dataset>;
  /** of a group; empty where there is none */
  attributes(path: string): ReadonlyMap<string, Hdf5Attribute>;
}

/** How a file keeps its layers' weights. */
export interface KerasLayout {
  /** of the layers that have weights, in the model's order; null where the file does not tell the order */
  readonly names: readonly string[] | null;
  /** How the file calls one of the model's layers. */
  nameOf(layer: KerasDense): string;
  /** Paths of a layer's datasets in Keras's order: the kernel, the bias. */
  weightsOf(name: string): readonly string[];
}

/** @returns null when it is not as Keras keeps weights */
export function findKerasLayout(contents: KerasContents): KerasLayout | null {
  return namedLayout(contents, "model_weights/") ?? namedLayout(contents, "") ?? countedLayout(contents);
}

/**
 * Of Keras 1 and 2, and of Keras 3's `.h5`: a group a layer, of which `weight_names` lists the datasets; the groups are
 * listed in `layer_names`.
 *
 * @param folder with a slash behind it: of a whole model, beside which its description stands; "" of weights alone
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/legacy/saving/legacy_h5_format.py
 */
function namedLayout(contents: KerasContents, folder: string): KerasLayout | null {
  const layers = contents.attributes(folder.slice(0, -1)).get("layer_names");
  if (layers === undefined) return null;
  const weightsOf = (name: string) => {
    const weights = contents.attributes(`${folder}${name}`).get("weight_names");
    return textsOf(weights).map((weight) => `${folder}${name}/${weight}`);
  };
  const names = textsOf(layers).filter((name) => weightsOf(name).length > 0);
  return { names, nameOf: ({ name }) => name, weightsOf };
}

/**
 * Of Keras 3's `.keras` and `.weights.h5`: `layers/dense_1/vars/0`, each layer by its class and by how many of that came
 * before. Where there are only dense ones, that is their order.
 *
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/saving/saving_lib.py, `_save_container_state`
 */
function countedLayout({ datasets }: KerasContents): KerasLayout | null {
  const pattern = /^(?<folder>layers|_layer_checkpoint_dependencies)\/(?<name>[^/]+)\/vars\/(?<place>\d{1,3})$/;
  const weights = new Map<string, string[]>();
  for (const path of datasets.keys()) {
    const groups = pattern.exec(path)?.groups;
    if (groups === undefined) continue;
    const paths = weights.get(groups.name) ?? [];
    weights.set(groups.name, paths);
    paths[Number(groups.place)] = path;
  }
  if (weights.size === 0) return null;
  const counts = [...weights.keys()].map((name) => /^dense(?:_(\d+))?$/.exec(name));
  const isAllDense = counts.every((count) => count !== null);
  const names = [...weights.keys()].sort((a, b) => countIn(a) - countIn(b));
  return {
    names: isAllDense ? names : null,
    nameOf: ({ savedName }) => savedName,
    weightsOf: (name) => weights.get(name) ?? [],
  };
}

function countIn(name: string): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
}

function textsOf(attribute: Hdf5Attribute | undefined): string[] {
  const values = Array.isArray(attribute) ? attribute : [attribute];
  return values.filter((value) => typeof value === "string");
}
