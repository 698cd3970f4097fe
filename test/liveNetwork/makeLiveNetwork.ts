import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { DatasetShelf } from "../../extension/liveNetwork/datasetShelf.ts";
import { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import { plainSettings } from "../../extension/protocol/settings.ts";
import type { Observation } from "../../extension/protocol/snapshot.ts";
import { startNodeTrainer } from "../../extension/trainer/nodeTrainerPort.ts";
import type { TrainerPort } from "../../extension/trainer/trainerPort.ts";
import { file, idxImages, idxLabels } from "../datasets/idxBytes.ts";
import { kernelsPath } from "../trainer/randomExamples.ts";

const workerPath = fileURLToPath(new URL("../../extension/trainer/trainerWorker.ts", import.meta.url));

export const smallSettings = plainSettings([784, 16, 16, 10]);

export const everything: Observation = {
  activations: true,
  connections: 50,
  rows: [{ layer: 1, from: 0, count: 16 }],
  neuron: { layer: 1, neuron: 5 },
  diagnostics: true,
};

/** `built-in`, and any other name as 600 stripes of which the last 100 are held out; `broken` has labels missing. */
const shelf: DatasetShelf = {
  find: async (name) => {
    const outputNames = [..."0123456789"];
    if (name === "built-in") return { source: { kind: "builtIn" }, label: "built-in digits", outputNames };
    const labelCount = name === "broken" ? 599 : 600;
    const files = [
      file("train-images-idx3-ubyte", idxImages(600)),
      file("train-labels-idx1-ubyte", idxLabels(labelCount)),
    ];
    return { source: { kind: "idx", folder: name, files }, label: name, outputNames };
  },
};

interface StartedLiveNetwork {
  readonly live: LiveNetwork;
  /** of each trainer that was started */
  readonly ports: TrainerPort[];
  /** for the output channel */
  readonly lines: string[];
}

/** A live network with a real trainer in a real worker. */
export function startLiveNetwork(): StartedLiveNetwork {
  const ports: TrainerPort[] = [];
  const lines: string[] = [];
  const live = new LiveNetwork(
    () => {
      const port = startNodeTrainer(workerPath, kernelsPath);
      ports.push(port);
      return port;
    },
    shelf,
    (line) => lines.push(line),
  );
  return { live, ports, lines };
}

/** As {@link startLiveNetwork}, until the test ends. */
export function makeLiveNetwork(test: TestContext): StartedLiveNetwork {
  const started = startLiveNetwork();
  test.after(() => started.live.dispose());
  return started;
}
