import { printFailure } from "../../scripts/printFailure.ts";
import { Refusal } from "../../scripts/refusal.ts";
import { measureAccuracy } from "./accuracy.ts";
import { type BenchArguments, benchHelp, readBenchArguments } from "./benchArguments.ts";
import { measureDescents } from "./descents.ts";
import { measureGrowth } from "./growth.ts";
import { measurePanelCost } from "./panelCost.ts";
import { installPeers } from "./peerPackages.ts";
import { measureProduct } from "./product.ts";
import { measureSpeed } from "./speed.ts";
import { measureWeightsReading } from "./weightsReading.ts";

const parts = {
  speed: measureSpeed,
  product: measureProduct,
  accuracy: measureAccuracy,
  growth: measureGrowth,
  descents: measureDescents,
  panel: measurePanelCost,
  weights: measureWeightsReading,
  install: installPeers,
} satisfies Record<BenchArguments["part"], (chosen: BenchArguments) => Promise<void>>;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
// A plot has many folders of images, each removed when this process ends.
process.setMaxListeners(50);

try {
  const chosen = readBenchArguments(process.argv.slice(2));
  if (chosen === "help") process.stdout.write(benchHelp);
  else await parts[chosen.part](chosen);
} catch (error) {
  process.exitCode = error instanceof Refusal ? 2 : 1;
  if (error instanceof Refusal) console.error(error.message);
  else printFailure(error);
}
