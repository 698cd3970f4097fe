import { commands } from "vscode";
import type { Disposable } from "../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../liveNetwork/liveNetwork.ts";
import type { LastRun } from "./lastRun/lastRun.ts";

/**
 * Tells the editor what makes sense now, for `when` and `enablement` in the manifest: `downhill.status`,
 * `downhill.hasNetwork`, `downhill.isInPast` while an earlier step is shown, `downhill.hasReplaced` when the network before
 * can be brought back, and `downhill.hasLastRun` while an earlier session's run waits to be.
 */
export class ContextKeys<Place> implements Disposable {
  readonly #told = new Map<string, string | boolean>();
  readonly #listening: Disposable;

  constructor(liveNetwork: LiveNetwork, lastRun: LastRun<Place>, log: (line: string) => void) {
    const update = async () => {
      this.#tell("downhill.status", liveNetwork.state.status);
      this.#tell("downhill.hasNetwork", liveNetwork.state.network !== null);
      this.#tell("downhill.isInPast", liveNetwork.state.past !== null);
      this.#tell("downhill.hasReplaced", liveNetwork.hasReplaced);
      this.#tell("downhill.hasLastRun", await lastRun.isWaiting());
    };
    const updateOrLog = () => void update().catch((error: unknown) => log(String(error)));
    this.#listening = liveNetwork.onDidChangeState(updateOrLog);
    updateOrLog();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #tell(key: string, value: string | boolean): void {
    if (this.#told.get(key) === value) return;
    this.#told.set(key, value);
    void commands.executeCommand("setContext", key, value);
  }
}
