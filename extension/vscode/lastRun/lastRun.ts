import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { BrokenCheckpoint, type CheckpointKeeper } from "./checkpointKeeper.ts";

/** The run that a reload or a crash would end: kept as it goes on, and given back afterwards. */
export class LastRun<Place> implements Disposable {
  readonly #liveNetwork: LiveNetwork;
  readonly #keeper: CheckpointKeeper<Place>;
  readonly #log: (line: string) => void;
  readonly #listening: Disposable;
  #bringingBack: Promise<void> | undefined;

  constructor(liveNetwork: LiveNetwork, keeper: CheckpointKeeper<Place>, log: (line: string) => void) {
    this.#liveNetwork = liveNetwork;
    this.#keeper = keeper;
    this.#log = log;
    this.#listening = liveNetwork.onDidTakeCheckpoint((checkpoint) => keeper.keep(checkpoint));
  }

  /** Whether an earlier session left a run that can still be brought back. */
  async isWaiting(): Promise<boolean> {
    return this.#bringingBack === undefined && this.#isEmpty && (await this.#keeper.exists());
  }

  /** Gives the last session's run back, unless there is a network already. What goes wrong is said, and not fatal. */
  async bringBack(): Promise<void> {
    if (!this.#isEmpty) return this.#bringingBack;
    this.#bringingBack ??= this.#restore();
    await this.#bringingBack;
  }

  /** Resolves when a run that is being brought back is there. */
  async whenSettled(): Promise<void> {
    await this.#bringingBack;
  }

  /** Stops training and has a last checkpoint written. */
  async end(): Promise<void> {
    try {
      // A pause takes one too; what was looked at since the last may be all that is new.
      if (this.#liveNetwork.state.status === "training") await this.#liveNetwork.pause();
      else await this.#liveNetwork.takeCheckpoint();
    } catch (error) {
      this.#log(`The last checkpoint could not be taken: ${error instanceof Error ? error.stack : error}`);
    }
    await this.#keeper.whenKept();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  get #isEmpty(): boolean {
    return this.#liveNetwork.state.status === "empty";
  }

  async #restore(): Promise<void> {
    try {
      const checkpoint = await this.#keeper.read();
      if (checkpoint && this.#isEmpty) await this.#liveNetwork.restore(checkpoint);
    } catch (error) {
      this.#log(error instanceof Error ? `${error.stack} ${error.cause ?? ""}` : String(error));
      this.#liveNetwork.notify(
        error instanceof BrokenCheckpoint
          ? error.message
          : `The last run could not be brought back: ${error instanceof Error ? error.message : error}`,
      );
    }
  }
}
