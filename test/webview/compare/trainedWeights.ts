import { plainSettings } from "../../../extension/protocol/settings.ts";
import { startLiveNetwork } from "../../liveNetwork/makeLiveNetwork.ts";

/** Weights files of networks 784–16–10: after one epoch, after three of the same run, and of another seed. */
export interface TrainedWeights {
  readonly early: Uint8Array<ArrayBuffer>;
  readonly late: Uint8Array<ArrayBuffer>;
  readonly otherSeed: Uint8Array<ArrayBuffer>;
}

/** Trains them on the built-in digits. */
export async function trainWeights(): Promise<TrainedWeights> {
  const { live } = startLiveNetwork();
  const train = async (epochs: number) => {
    await live.train(epochs);
    await live.whenTrainingEnds();
    return (await live.save()).bytes;
  };
  try {
    await live.create(plainSettings([784, 16, 10]), "built-in");
    const early = await train(1);
    const late = await train(2);
    await live.reseed(2);
    return { early, late, otherSeed: await train(1) };
  } finally {
    live.dispose();
  }
}
