import { serialize } from "node:v8";
import { startNodeWeightsWorker } from "../../extension/weightsReader/nodeWeightsPort.ts";
import type { WeightsPort } from "../../extension/weightsReader/weightsPort.ts";
import { workerPath } from "./startReader.ts";

/** Real workers whose messages are measured on their way to the host. */
export class MeasuredWorkers {
  /** of the longest message, in bytes */
  longest = 0;
  latest: WeightsPort | undefined;

  readonly start = (): WeightsPort => {
    const port = startNodeWeightsWorker(workerPath);
    this.latest = port;
    const listen: WeightsPort["listen"] = (listener) =>
      port.listen((message) => {
        this.longest = Math.max(this.longest, serialize(message).length);
        listener(message);
      });
    return { ...port, listen };
  };
}
