import type { DeclaredLayer } from "../weightsFile.ts";
import { readKerasChain } from "./kerasChain.ts";
import { findKerasLayout, type KerasContents } from "./kerasLayout.ts";

/** The dense layers that Keras's own words make of an HDF5 file. */
export interface KerasLayers {
  /** null where there are none, or others among them */
  readonly layers: readonly DeclaredLayer[] | null;
  /** a sentence each */
  readonly remarks: readonly string[];
}

/**
 * Finds the layers of the model's description where there is one, else those that the order and the names of the file's
 * groups tell of.
 *
 * @param config the model's description in JSON; undefined where there is none
 */
export function findKerasLayers(contents: KerasContents, config: string | undefined): KerasLayers {
  const layout = findKerasLayout(contents);
  if (layout === null) return { layers: null, remarks: [] };
  if (config === undefined) {
    const layers = layout.names?.map((name) => denseLayer(contents, layout.weightsOf(name), null));
    return { layers: layers?.length ? allOf(layers) : null, remarks: [] };
  }
  const chain = readKerasChain(config);
  if ("because" in chain) return { layers: null, remarks: [chain.because] };
  const layers = chain.layers.map((layer) =>
    denseLayer(contents, layout.weightsOf(layout.nameOf(layer)), layer.activation),
  );
  const missing = chain.layers.find((_, i) => layers[i] === null);
  if (missing === undefined) return { layers: allOf(layers), remarks: chain.remarks };
  const remark = `Its model has a dense layer ${missing.name}, the weights of which are not here.`;
  return { layers: null, remarks: [...chain.remarks, remark] };
}

/** @param paths of the layer's weights @returns null when they are not a matrix, or a matrix and a vector */
function denseLayer(
  { datasets }: KerasContents,
  paths: readonly string[],
  activation: string | null,
): DeclaredLayer | null {
  const [weight, bias] = paths;
  const ranks = paths.map((path) => datasets.get(path)?.shape.length).join();
  if (ranks !== "2" && ranks !== "2,1") return null;
  return { weight, bias: bias ?? null, isTransposed: true, activation };
}

function allOf(layers: readonly (DeclaredLayer | null)[]): DeclaredLayer[] | null {
  const there = layers.filter((layer) => layer !== null);
  return there.length === layers.length ? there : null;
}
