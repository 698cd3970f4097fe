/**
 * What can be wrong with IDX files:
 * - `noPair`: the folder has no images with their labels to train on, or more than one such pair
 * - `missingLabels`, `missingImages`: one half of a pair is not there
 * - `magicNumber`: not an IDX file, or not of that kind
 * - `gzip`: the compressed bytes are damaged
 * - `truncated`, `extraBytes`: the file's length is not what its header promises
 * - `pictureSize`: pictures that are not 28×28
 * - `count`: no examples, too many, or images and labels that do not match
 * - `label`: a label over 9
 */
export type IdxProblem =
  | "noPair"
  | "missingLabels"
  | "missingImages"
  | "magicNumber"
  | "gzip"
  | "truncated"
  | "extraBytes"
  | "pictureSize"
  | "count"
  | "label";

/** A folder of IDX files that cannot be learnt from. The message is one sentence: file or folder, expected, found. */
export class IdxError extends Error {
  readonly problem: IdxProblem;
  /** the file's name; the folder's if the problem is not in one file */
  readonly file: string;

  constructor(file: string, expectedAndFound: string, options: { problem: IdxProblem; cause?: unknown }) {
    super(`${file}: ${expectedAndFound}`, "cause" in options ? { cause: options.cause } : {});
    this.name = "IdxError";
    this.problem = options.problem;
    this.file = file;
  }
}
