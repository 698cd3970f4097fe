import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { startNodeWeightsWorker } from "../../extension/weightsReader/nodeWeightsPort.ts";
import { type ReaderLimits, WeightsReader } from "../../extension/weightsReader/weightsReader.ts";

export const workerPath = fileURLToPath(new URL("../../extension/weightsReader/weightsWorker.ts", import.meta.url));

/** The reader with its real worker, ended with the test. */
export function startReader(t: TestContext, entry = workerPath, limits?: ReaderLimits): WeightsReader {
  const reader = new WeightsReader(() => startNodeWeightsWorker(entry), limits);
  t.after(() => reader.dispose());
  return reader;
}
