/** Ends of the names of files that hold weights and nothing else. */
export const weightsFileExtensions = [
  "safetensors",
  "safetensors.index.json",
  "npy",
  "npz",
  "onnx",
  "pt",
  "pth",
  "h5",
  "hdf5",
  "keras",
] as const;

/** Ends that weights files share with others: only what stands in such a file tells. */
const sharedExtensions = ["bin", "ckpt", "json"] as const;

/** What a file's name says of it. */
export type NameVerdict = "weights" | "perhaps" | "other";

/** Whether a file of this name or path holds weights. Case makes no difference: `DIGITS.NPZ` does. */
export function verdictOfName(path: string): NameVerdict {
  if (weightsName.test(path)) return "weights";
  return sharedName.test(path) ? "perhaps" : "other";
}

/**
 * Where in a text a weights file's name may end: after its extension, with nothing behind it that would make it another.
 * What stands before is not looked at.
 */
export function endsOfNames(text: string): number[] {
  return Array.from(text.matchAll(nameEnd), (match) => match.index + match[0].length);
}

/** Those of {@link endsOfNames} after which the file can hold nothing but weights. */
export function endsOfWeightsNames(text: string): number[] {
  return endsOfNames(text).filter((end) => verdictOfName(text.slice(Math.max(0, end - longestEnd), end)) === "weights");
}

/** Characters of the longest end with one before it. */
const longestEnd = 2 + Math.max(...weightsFileExtensions.map(({ length }) => length));

// The longest first: `.safetensors.index.json` ends as any `.json` does.
const alternatives = [...weightsFileExtensions, ...sharedExtensions]
  .sort((a, b) => b.length - a.length)
  .map((extension) => extension.replaceAll(".", "\\."))
  .join("|");
// A backslash goes on with the path, unless it belongs to a quote or a line's end that is itself written in a string.
const nameEnd = new RegExp(`\\.(?:${alternatives})(?![\\w/-]|\\.\\w|\\\\(?!["'nr]))`, "gi");
// `.npz` alone is a name without an extension.
const weightsName = namePattern(weightsFileExtensions);
const sharedName = namePattern(sharedExtensions);

function namePattern(extensions: readonly string[]): RegExp {
  return new RegExp(
    `[^/\\\\]\\.(?:${extensions.map((extension) => extension.replaceAll(".", "\\.")).join("|")})$`,
    "i",
  );
}
