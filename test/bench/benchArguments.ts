import { type ParseArgsConfig, parseArgs } from "node:util";
import * as v from "valibot";
import { digitSizesSchema, mostExamplesInBatch } from "../../extension/protocol/settings.ts";
import { Refusal } from "../../scripts/refusal.ts";
import { type PeerName, peerNames } from "./peers.ts";
import { sizesOf } from "./sizesOf.ts";

const benchParts = ["speed", "product", "accuracy", "growth", "descents", "panel", "weights", "install"] as const;
export const dataNames = ["random", "mnist"] as const;
export type DataName = (typeof dataNames)[number];

export const benchHelp = `Measures the trainer, on one thread; close what else keeps the machine busy.

  npm run bench                     examples a second beside other libraries', on the same images, network and mini-batch
  npm run bench -- product          training, evaluation, loading and memory as a user has them, on MNIST
  npm run bench -- accuracy         the best held-out accuracies of seeded runs on MNIST
  npm run bench -- growth           examples a second by width, depth, mini-batch and density: test-output/bench/growth.svg
  npm run bench -- descents         examples a second with momentum, Adam, L2 and cross-entropy, as shares of plain descent's
  npm run bench -- panel            training in VS Code with the panel hidden and shown, and the extension host's waits
  npm run bench -- weights          opening weights files of 10 GB and 100 MB, their statistics and pictures: time and memory
  npm run bench -- install          installs the npm packages to compare with, in .vscode-test/peers

  --network SIZES   only this network, such as 784-30-10; may be given more than once
  --batch COUNT     only this mini-batch; with --network, networks and mini-batches that are not in the table too
  --data NAME       only ${dataNames.join(" or ")} images
  --peer NAME       only this one of ${peerNames.join(", ")}; may be given more than once
  --seconds TIME    measured for each side of a comparison, or each point of the plot; default 3, or 1 for the plot
  --json            one JSON object a row, on standard output
  --help            this text

MNIST is read from the folder that DOWNHILL_MNIST names, or from ../shared/mnist. NumPy and PyTorch are looked for in
every Python on PATH, or in the one that DOWNHILL_PYTHON names; TORCH_PATH adds a folder to look for PyTorch in. What
is not there is named and skipped. Where a library can be used in more than one way, on one thread or two, the fastest
counts. brain.js knows no mini-batches: it stands beside one mini-batch of each network of the table. The last line of
each network is what 128-bit multiply-adds allow here, black pixels left out, and the share of it that is reached. Exit code 2 and one sentence on bad arguments.
`;

/** What `npm run bench` was asked to do; undefined where nothing was chosen. */
export interface BenchArguments {
  readonly part: (typeof benchParts)[number];
  readonly networks: readonly string[] | undefined;
  readonly batches: readonly number[] | undefined;
  readonly data: readonly DataName[] | undefined;
  readonly peers: readonly PeerName[] | undefined;
  readonly seconds: number | undefined;
  readonly isJson: boolean;
}

const options = {
  network: { type: "string", multiple: true },
  batch: { type: "string", multiple: true },
  data: { type: "string", multiple: true },
  peer: { type: "string", multiple: true },
  seconds: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

/** @throws {Refusal} */
export function readBenchArguments(words: readonly string[]): BenchArguments | "help" {
  const { values, positionals } = parse(words);
  if (values.help) return "help";
  if (positionals.length > 1) {
    throw new Refusal(`bench: expected one of ${benchParts.join(", ")}, found ${positionals.join(" ")}.`);
  }
  return {
    part: oneOf("bench", benchParts, positionals[0] ?? "speed"),
    networks: values.network?.map((network) => networkOf(network)),
    batches: values.batch?.map((batch) => batchOf(batch)),
    data: values.data?.map((name) => oneOf("--data", dataNames, name)),
    peers: values.peer?.map((name) => oneOf("--peer", peerNames, name)),
    seconds: values.seconds === undefined ? undefined : secondsOf(values.seconds),
    isJson: values.json,
  };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true });
  } catch (cause) {
    throw new Refusal(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

function oneOf<Name extends string>(what: string, names: readonly Name[], found: string): Name {
  const name = names.find((candidate) => candidate === found);
  if (name === undefined) throw new Refusal(`${what}: expected one of ${names.join(", ")}, found ${found}.`);
  return name;
}

function networkOf(network: string): string {
  const sizes = v.safeParse(digitSizesSchema, sizesOf(network));
  if (!sizes.success) throw new Refusal(`--network ${network}: ${sizes.issues[0].message}`);
  return sizes.output.join("-");
}

function batchOf(text: string): number {
  const batch = Number(text);
  if (Number.isInteger(batch) && batch >= 1 && batch <= mostExamplesInBatch) return batch;
  throw new Refusal(`--batch: expected a whole number from 1 to ${mostExamplesInBatch}, found ${text}.`);
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds > 0) return seconds;
  throw new Refusal(`--seconds: expected a number above 0, found ${text}.`);
}
