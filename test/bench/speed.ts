import { alternate } from "./alternate.ts";
import type { BenchArguments, DataName } from "./benchArguments.ts";
import { dataNames } from "./benchArguments.ts";
import { type Configuration, chooseConfigurations, configurations } from "./configurations.ts";
import { ContestantProcess, type Task } from "./contestant.ts";
import { hasMnist, mnistImages, randomImages, usualDensity } from "./images.ts";
import { median } from "./median.ts";
import { multiplications } from "./multiplications.ts";
import { multiplyAddPeak } from "./multiplyAddPeak.ts";
import { findPeer, ourCommand, type Peer, peerNames, peersWithoutBatches } from "./peers.ts";
import { sizesOf } from "./sizesOf.ts";
import { limitLine, type SpeedRow, speedHeader, speedLine, speedRow } from "./speedRow.ts";
import { warmUp } from "./warmUp.ts";

const usualSeconds = 3;

/**
 * Prints our examples a second beside each peer's. Both train the same network on the same images in the same run, in
 * turns of a quarter second; every peer takes its images in the order they lie in memory, ours in a new order each epoch.
 */
export async function measureSpeed(chosen: BenchArguments): Promise<void> {
  const wanted = chooseConfigurations(chosen);
  const peers = await findPeers(chosen);
  if (!chosen.isJson) console.log(speedHeader);
  const print = (row: SpeedRow, description: string, configuration: Configuration) => {
    const least = row.data === "random" ? configuration.leastRatios[row.peer] : undefined;
    console.log(chosen.isJson ? JSON.stringify(row) : speedLine(row, least, description));
  };
  for (const data of chosen.data ?? dataNames) {
    if (data === "mnist" && !hasMnist()) continue;
    const images = await (data === "mnist" ? mnistImages() : randomImages(usualDensity));
    try {
      for (const configuration of wanted) {
        const compared = peers.filter((peer) => isCompared(peer, configuration));
        const task = { ...configuration, imagesFolder: images.folder };
        const seconds = chosen.seconds ?? usualSeconds;
        const rates: number[] = [];
        await compareAll(task, data, compared, seconds, (row, description) => {
          rates.push(row.ours);
          print(row, description, configuration);
        });
        if (!chosen.isJson && rates.length > 0) {
          const work = multiplications(sizesOf(task.network), images.density);
          console.log(limitLine(task, data, median(rates), multiplyAddPeak() / work));
        }
      }
    } finally {
      await images.remove();
    }
  }
}

async function findPeers({ peers }: BenchArguments): Promise<Peer[]> {
  const found: Peer[] = [];
  for (const name of peers ?? peerNames) {
    const peer = await findPeer(name);
    if (typeof peer === "string") console.error(`${name}: skipped, ${peer}.`);
    else found.push(peer);
  }
  return found;
}

/** A peer without mini-batches is compared once a network, with any network that is not in the table. */
function isCompared({ name }: Peer, configuration: Configuration): boolean {
  if (!peersWithoutBatches.has(name) || !configurations.includes(configuration)) return true;
  return configuration.leastRatios[name] !== undefined;
}

async function compareAll(
  task: Task,
  data: DataName,
  peers: readonly Peer[],
  seconds: number,
  print: (row: SpeedRow, description: string) => void,
): Promise<void> {
  if (peers.length === 0) return;
  const ours = await ContestantProcess.start("downhill", ourCommand, task);
  try {
    await warmUp(ours);
    for (const peer of peers) {
      const { ourRate, theirRate, description } = await compare(ours, peer, task, seconds);
      print(speedRow(task, data, peer.name, ourRate, theirRate), description);
    }
  } finally {
    ours.end();
  }
}

/** @returns median examples a second, and what the peer's fastest variant is */
async function compare(ours: ContestantProcess, peer: Peer, task: Task, seconds: number) {
  const theirs: ContestantProcess[] = [];
  try {
    for (const variant of peer.variants) {
      const contestant = await ContestantProcess.start(peer.name, variant, task);
      theirs.push(contestant);
      await warmUp(contestant);
    }
    const [ourRate, ...theirRates] = await alternate([ours, ...theirs], seconds);
    const theirRate = Math.max(...theirRates);
    return { ourRate, theirRate, description: theirs[theirRates.indexOf(theirRate)].description };
  } finally {
    for (const contestant of theirs) contestant.end();
  }
}
