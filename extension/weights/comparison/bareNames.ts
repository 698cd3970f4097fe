import type { TensorForm } from "../../protocol/weightsSummary.ts";

/**
 * Tensors' names without what a framework puts around them: a wrapper's name before (`module.` of data parallelism,
 * `_orig_mod.` of a compiled model), the folder that all of a file's names begin with, and the `:0` after a variable's.
 */
export function bareNames(tensors: readonly TensorForm[]): string[] {
  const names = tensors.map(({ name }) => name.replace(/^(?:(?:module|model|_orig_mod)\.)+/, "").replace(/:0$/, ""));
  const shared = sharedFolder(names);
  return names.map((name) => name.slice(shared));
}

/** How long the part is, up to a dot or slash, with which every name begins. */
function sharedFolder(names: readonly string[]): number {
  if (names.length < 2) return 0;
  const [first] = names;
  let length = 0;
  while (length < first.length && names.every((name) => name[length] === first[length])) length++;
  return Math.max(first.lastIndexOf(".", length - 1), first.lastIndexOf("/", length - 1)) + 1;
}
