import { openNpyArray } from "../numpy/npyArray.ts";
import { isNpy } from "../numpy/npyHeader.ts";
import type { WeightsFormat } from "../weightsFile.ts";

/**
 * One NumPy array: a header in Python's words, and its numbers in C's or in Fortran's order.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export const npy: WeightsFormat = {
  name: "npy",
  title: "NumPy array",
  recognises: isNpy,
  open: async (source, file) => {
    const { tensor, remarks } = openNpyArray(source, nameOfArray(file), file);
    return { format: "npy", tensors: [tensor], metadata: new Map(), declaredLayers: null, remarks };
  },
};

/** A lone array has no name but the file's. */
function nameOfArray(file: string): string {
  return file.replace(/^.*[/\\]/s, "").replace(/\.npy$/i, "");
}
