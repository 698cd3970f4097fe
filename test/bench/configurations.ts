import { Refusal } from "../../scripts/refusal.ts";
import type { BenchArguments } from "./benchArguments.ts";
import type { PeerName } from "./peers.ts";

/** A network and a mini-batch to compare on. */
export interface Configuration {
  /** neurons of every layer, such as 784-30-10 */
  readonly network: string;
  /** examples in a mini-batch */
  readonly batch: number;
  /** the ratio of our examples a second to the peer's that the project holds itself to, on random images */
  readonly leastRatios: Readonly<Partial<Record<PeerName, number>>>;
}

/** Peers that have no mini-batches stand beside one mini-batch of a network: the one with a least ratio of theirs. */
export const configurations: readonly Configuration[] = [
  {
    network: "784-16-16-10",
    batch: 10,
    leastRatios: { numpy: 8, "torch-module": 30, "torch-tuned": 5.5, "tfjs-wasm": 45, "brain.js": 100 },
  },
  {
    network: "784-16-16-10",
    batch: 32,
    leastRatios: { numpy: 4.5, "torch-module": 11, "torch-tuned": 2.5, "tfjs-wasm": 25 },
  },
  {
    network: "784-30-10",
    batch: 10,
    leastRatios: { numpy: 7, "torch-module": 20, "torch-tuned": 4, "tfjs-wasm": 35, "brain.js": 120 },
  },
  {
    network: "784-100-10",
    batch: 10,
    leastRatios: { numpy: 4.5, "torch-module": 6, "torch-tuned": 1.6, "tfjs-wasm": 30, "brain.js": 150 },
  },
  {
    network: "784-100-10",
    batch: 64,
    leastRatios: { numpy: 2.3, "torch-module": 2.8, "torch-tuned": 0.8, "tfjs-wasm": 18 },
  },
  {
    network: "784-512-512-10",
    batch: 128,
    leastRatios: { numpy: 1.4, "torch-module": 0.5, "torch-tuned": 0.25, "tfjs-wasm": 15, "brain.js": 50 },
  },
];

/**
 * The chosen rows of the table; where both a network and a mini-batch were chosen, each with each, in the table or not.
 *
 * @throws {Refusal} when none is left
 */
export function chooseConfigurations({
  networks,
  batches,
}: Pick<BenchArguments, "networks" | "batches">): Configuration[] {
  if (networks && batches) {
    return networks.flatMap((network) =>
      batches.map((batch) => {
        const known = configurations.find((row) => row.network === network && row.batch === batch);
        return known ?? { network, batch, leastRatios: {} };
      }),
    );
  }
  const chosen = configurations.filter(
    ({ network, batch }) => (networks?.includes(network) ?? true) && (batches?.includes(batch) ?? true),
  );
  if (chosen.length > 0) return chosen;
  const names = configurations.map(({ network, batch }) => `${network} with ${batch}`).join(", ");
  throw new Refusal(
    `bench: the table has ${names}; for another give both --network and --batch, found ${[...(networks ?? []), ...(batches ?? [])].join(", ")}.`,
  );
}
