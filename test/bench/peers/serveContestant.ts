import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sizesOf } from "../sizesOf.ts";

/** Examples trained on in a turn, and the milliseconds it took. */
export interface Turn {
  readonly examples: number;
  readonly ms: number;
}

/** A contestant's own end of what contestant.ts says. */
export interface Served {
  readonly description: string;
  train(ms: number): Turn | Promise<Turn>;
  cost(): number | Promise<number>;
}

/** What contestants are given as arguments. */
export interface GivenTask {
  /** 0 black to 255 white, [count, 784] */
  readonly pixels: Uint8Array;
  /** [count] */
  readonly labels: Uint8Array;
  readonly sizes: readonly number[];
  readonly batch: number;
  readonly learningRate: number;
  readonly variant: string | undefined;
}

/** Examples whose mean cost shows whether there is learning. */
export const costCount = 1000;

export function givenTask(): GivenTask {
  const [folder, network, batch, learningRate, variant] = process.argv.slice(2);
  const pixels = new Uint8Array(readFileSync(join(folder, "pixels.u8")));
  const labels = new Uint8Array(readFileSync(join(folder, "labels.u8")));
  return { pixels, labels, sizes: sizesOf(network), batch: Number(batch), learningRate: Number(learningRate), variant };
}

/** Answers on standard output what is asked on standard input, until that ends. */
export async function serveContestant(served: Served): Promise<void> {
  const answer = (value: object) => process.stdout.write(`${JSON.stringify(value)}\n`);
  answer({ ready: served.description });
  for await (const line of createInterface(process.stdin)) {
    const [question, ms] = line.split(" ");
    if (question === "cost") answer({ cost: await served.cost() });
    else answer(await served.train(Number(ms)));
  }
}

/** A turn of a contestant that goes by steps of `examples` each. */
export async function trainBySteps(step: () => void | Promise<void>, examples: number, ms: number): Promise<Turn> {
  const start = performance.now();
  let trained = 0;
  for (;;) {
    const pending = step();
    if (pending) await pending;
    trained += examples;
    const elapsed = performance.now() - start;
    if (elapsed >= ms) return { examples: trained, ms: elapsed };
  }
}
