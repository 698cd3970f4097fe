import { writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { commands, extensions, window, workspace } from "vscode";
import type { Progress } from "../../../extension/protocol/snapshot.ts";
import type { DownhillApi } from "../../../extension/vscode/downhillApi.ts";
import { type Look, looks, type Watched, type WatchOrder } from "./looks.ts";
import { LoopWatch } from "./loopWatch.ts";
import { machineMs, threadMs } from "./threadTime.ts";

/** What Node calls the trainer's thread; Linux keeps fifteen letters. */
const trainerThread = "downhill-traine";

/** Called in the extension host: trains without a pause, shows and hides the panel, and writes down how fast it went. */
export async function run(): Promise<void> {
  const { DOWNHILL_WATCH, DOWNHILL_WATCHED } = process.env;
  if (!DOWNHILL_WATCH || !DOWNHILL_WATCHED)
    throw new Error("Expected DOWNHILL_WATCH and DOWNHILL_WATCHED, found neither or one.");
  const { sizes, dataset, rounds, ms }: WatchOrder = JSON.parse(DOWNHILL_WATCH);
  const downhill = await extensions.getExtension<DownhillApi>("downhill.downhill")?.activate();
  if (!downhill) throw new Error("Expected the extension, found none.");
  await commands.executeCommand("downhill.newNetwork", { sizes, dataset, seed: 1 });
  await downhill.liveNetwork.setPace(null);
  // The tree of neurons is open beside the panel all the time.
  await commands.executeCommand("downhill.network.focus");
  await commands.executeCommand("downhill.train", {});
  const loop = new LoopWatch();
  const watched: Watched[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const look of looks) {
      await lookAt(look, downhill);
      loop.report();
      watched.push(await watch(look, downhill, loop, ms));
    }
  }
  loop.dispose();
  await commands.executeCommand("downhill.pause");
  writeFileSync(DOWNHILL_WATCHED, JSON.stringify(watched));
}

/** Resolves when the panel draws what is trained, or is out of sight. */
async function lookAt(look: Look, { panel, liveNetwork }: DownhillApi): Promise<void> {
  liveNetwork.inspectNeuron(look === "inspected" ? { layer: 1, neuron: 5 } : null);
  if (look === "hidden") {
    await window.showTextDocument(await workspace.openTextDocument({ content: "In front of the panel." }));
  } else {
    await commands.executeCommand("downhill.openPanel");
    const drawnBefore = panel.snapshotsDrawn;
    while (panel.snapshotsDrawn < drawnBefore + 3) await setTimeout(50);
  }
  // What the editor does to change what is in sight is over.
  await setTimeout(1000);
}

async function watch(look: Look, { liveNetwork, panel }: DownhillApi, loop: LoopWatch, ms: number): Promise<Watched> {
  const examplesOf = ({ epoch, batchInEpoch }: Progress) => {
    const { trainingCount = 0, settings } = liveNetwork.state.network ?? {};
    return epoch * trainingCount + batchInEpoch * (settings?.batchSize ?? 0);
  };
  /** A moment at which it is known how far training was. */
  const reported = () =>
    new Promise<{ atMs: number; examples: number; threadMs: number | undefined; machineMs: number; drawn: number }>(
      (resolve) => {
        const listening = liveNetwork.onDidChangeState(({ progress }) => {
          if (!progress) return;
          listening.dispose();
          const examples = examplesOf(progress);
          resolve({
            atMs: performance.now(),
            examples,
            threadMs: threadMs(trainerThread),
            machineMs: machineMs(),
            drawn: panel.snapshotsDrawn,
          });
        });
      },
    );
  const start = await reported();
  await setTimeout(ms);
  const end = await reported();
  const seconds = (end.atMs - start.atMs) / 1000;
  const examples = end.examples - start.examples;
  const threadSeconds =
    start.threadMs === undefined || end.threadMs === undefined ? null : (end.threadMs - start.threadMs) / 1000;
  return {
    look,
    examplesPerSecond: examples / seconds,
    examplesPerThreadSecond: threadSeconds && examples / threadSeconds,
    snapshotsPerSecond: (end.drawn - start.drawn) / seconds,
    otherCores: threadSeconds && (end.machineMs - start.machineMs) / 1000 / seconds - threadSeconds / seconds,
    ...loop.report(),
  };
}
