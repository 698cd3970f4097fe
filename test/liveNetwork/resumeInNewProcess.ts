import { createHash } from "node:crypto";
import { nodeFiles } from "../../extension/vscode/files/nodeFiles.ts";
import { CheckpointKeeper } from "../../extension/vscode/lastRun/checkpointKeeper.ts";
import { savedBytes, trainFor } from "./liveRuns.ts";
import { startLiveNetwork } from "./makeLiveNetwork.ts";

// Takes a checkpoint's folder and a number of epochs, trains on for as many, and prints the SHA-256 of the weights file.
const [folder, epochs] = process.argv.slice(2);
const { live } = startLiveNetwork();
try {
  const checkpoint = await new CheckpointKeeper(nodeFiles, folder, console.error).read();
  if (!checkpoint) throw new Error(`${folder}: expected a checkpoint, found none.`);
  await live.restore(checkpoint);
  await trainFor(live, Number(epochs));
  process.stdout.write(
    createHash("sha256")
      .update(await savedBytes(live))
      .digest("hex"),
  );
} finally {
  live.dispose();
}
