import { fileURLToPath } from "node:url";
import { findPython } from "../weights/writers/python.ts";
import type { ContestantCommand } from "./contestant.ts";
import { arePeersInstalled } from "./peerPackages.ts";

export const peerNames = ["numpy", "torch-module", "torch-tuned", "tfjs-wasm", "brain.js"] as const;
export type PeerName = (typeof peerNames)[number];

/** A library to compare with, as found on this machine. */
export interface Peer {
  readonly name: PeerName;
  /** ways to run it: the fastest counts */
  readonly variants: readonly ContestantCommand[];
}

/** brain.js learns from one example at a time, and knows no mini-batches. */
export const peersWithoutBatches: ReadonlySet<PeerName> = new Set<PeerName>(["brain.js"]);

const scriptOf = (name: string) => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** Our trainer, in a process of its own as all others. */
export const ourCommand: ContestantCommand = { command: process.execPath, words: [scriptOf("downhill.ts")] };

/** @returns the peer, or why it is skipped */
export async function findPeer(name: PeerName): Promise<Peer | string> {
  switch (name) {
    case "numpy":
      return inPython(name, "numpy", "numpy_peer.py", [[]]);
    case "torch-module":
      return inPython(name, "torch", "torch_peer.py", [
        ["module", "1"],
        ["module", "2"],
      ]);
    case "torch-tuned":
      return inPython(name, "torch", "torch_peer.py", [
        ["tuned", "1"],
        ["tuned", "2"],
      ]);
    case "tfjs-wasm":
      return onNode(name, "tfjs.ts", [["layers"], ["optimizer"], ["byHand"]]);
    case "brain.js":
      return onNode(name, "brain.ts", [[]]);
  }
}

async function inPython(
  name: PeerName,
  module: "numpy" | "torch",
  script: string,
  variants: readonly (readonly string[])[],
): Promise<Peer | string> {
  const python = await findPython([module]);
  if (python !== undefined) {
    const { command, environment } = python;
    return { name, variants: variants.map((words) => ({ command, words: [scriptOf(script), ...words], environment })) };
  }
  return `no Python with ${module === "numpy" ? "NumPy" : "PyTorch"} was found (see --help)`;
}

function onNode(name: PeerName, script: string, variants: readonly (readonly string[])[]): Peer | string {
  if (!arePeersInstalled()) return "not installed: npm run bench -- install";
  return {
    name,
    variants: variants.map((words) => ({ command: process.execPath, words: [scriptOf(script), ...words] })),
  };
}
