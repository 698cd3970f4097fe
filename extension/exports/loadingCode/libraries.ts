import type { WeightsFormatName } from "../../protocol/weightsSummary.ts";

/** What weights can be loaded with. */
export const libraryNames = ["pytorch", "numpy", "jax", "tensorflowjs"] as const;
export type LibraryName = (typeof libraryNames)[number];

export const libraryTitles: Readonly<Record<LibraryName, string>> = {
  pytorch: "PyTorch",
  numpy: "NumPy",
  jax: "JAX",
  tensorflowjs: "TensorFlow.js",
};

/** Why there is no code for a format, in one sentence; undefined when there is. */
export function loadingProblem(library: LibraryName, format: WeightsFormatName): string | undefined {
  if (library !== "tensorflowjs" || format === "safetensors" || format === "nielsen") return undefined;
  return `TensorFlow.js: expected weights as safetensors, which a few lines read, found ${format}.`;
}
