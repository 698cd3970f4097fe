import type { LayerDiagnostics } from "../../extension/protocol/snapshot.ts";

/** The bar of a gradient so many powers of ten shorter than the longest has no length any more. */
const decades = 6;

/** The longest of the layers' gradients; not a number when the network overflows. */
export function longestGradient(layers: readonly LayerDiagnostics[]): number {
  return Math.max(...layers.map((layer) => layer.gradientLength));
}

/** Length of a gradient's bar on a log scale, 0…1: the longest layer's is 1, a tenth of that is one of {@link decades} less. */
export function gradientBar(length: number, longest: number): number {
  if (!(length > 0) || !(longest > 0)) return 0;
  return Math.max(0, 1 + Math.log10(length / longest) / decades);
}
