import type { Checkpoint } from "../../extension/liveNetwork/checkpoint.ts";
import type { LiveNetwork } from "../../extension/liveNetwork/liveNetwork.ts";
import type { LiveState } from "../../extension/protocol/liveState.ts";
import type { SavedNetwork } from "../../extension/protocol/savedNetwork.ts";
import { readSavedNetwork } from "../../extension/weights/savedNetwork/savedNetworkFile.ts";

/** Resolves with the first state that fits. */
export function whenState(live: LiveNetwork, fits: (state: LiveState) => boolean): Promise<LiveState> {
  if (fits(live.state)) return Promise.resolve(live.state);
  return new Promise((resolve) => {
    const listening = live.onDidChangeState((state) => {
      if (!fits(state)) return;
      listening.dispose();
      resolve(state);
    });
  });
}

export async function trainFor(live: LiveNetwork, epochs: number): Promise<void> {
  await live.train(epochs);
  await live.whenTrainingEnds();
}

/** Resolves with the checkpoint of a step: it is taken after training has ended. */
export function checkpointAt(live: LiveNetwork, step: number): Promise<Checkpoint> {
  const { checkpoint } = live;
  if (checkpoint?.step === step) return Promise.resolve(checkpoint);
  return new Promise((resolve) => {
    const listening = live.onDidTakeCheckpoint((taken) => {
      if (taken.step !== step) return;
      listening.dispose();
      resolve(taken);
    });
  });
}

/** The weights file that it would save. */
export async function savedBytes(live: LiveNetwork): Promise<Uint8Array<ArrayBuffer>> {
  return (await live.save()).bytes;
}

/** The same, read again. */
export async function savedNetwork(live: LiveNetwork): Promise<SavedNetwork> {
  return readSavedNetwork(await savedBytes(live), "saved");
}
