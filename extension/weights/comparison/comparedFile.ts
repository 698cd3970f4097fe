import type { FoundNetwork } from "../../protocol/weightsSummary.ts";
import type { WeightsFile } from "../weightsFile.ts";

/** One side of a comparison. */
export interface ComparedFile {
  readonly file: Pick<WeightsFile, "tensors">;
  /** null where its tensors make no dense network */
  readonly network: FoundNetwork | null;
}
