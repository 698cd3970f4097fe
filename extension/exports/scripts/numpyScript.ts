import { numpy } from "./arrayLibrary.ts";
import { commandLineScript } from "./commandLineScript.ts";
import { numpyPieces } from "./numpyPieces.ts";
import type { ScriptedNetwork } from "./scriptedNetwork.ts";

/** A Python script that has the whole lesson in NumPy: it loads the weights beside it, runs, and goes on training. */
export function numpyScript(network: ScriptedNetwork): string {
  const { weights, forward, example, cost, backpropagation, descent, training } = numpyPieces(network);
  return commandLineScript(network, numpy, {
    network: [weights, forward],
    example,
    learning: [cost, backpropagation, descent, training],
    ending: "npz",
    save: (path) => `np.savez(${path}, **tensors)`,
  });
}
