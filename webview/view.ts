import type { Run } from "../extension/protocol/curves.ts";
import type { LiveState } from "../extension/protocol/liveState.ts";
import type { Observation, Snapshot } from "../extension/protocol/snapshot.ts";
import type { WebviewToHost } from "../extension/protocol/webviewMessages.ts";

/** All that the panel knows, as the host last told it. */
export interface PanelState {
  readonly live: LiveState;
  /** null before the first, and when the network it was taken of is gone */
  readonly snapshot: Snapshot | null;
  /** the one under way last */
  readonly runs: readonly Run[];
}

/** What a view may do besides drawing. */
export interface PanelActions {
  send(message: WebviewToHost): void;
  /** to be called when {@link View.observes} would answer differently */
  observationChanged(): void;
  /** what was last remembered under `key`, before a reload of the window too; undefined if nothing was */
  recall(key: string): unknown;
  /** keeps a choice about how things are shown, such as a graph's log scale. @param value plain JSON */
  remember(key: string, value: unknown): void;
}

/** One region of the panel. It draws the state it is given and keeps none of the network's. */
export interface View {
  readonly element: HTMLElement;
  /** Draws `state`. `changed` says what is new in it, so that an untouched view costs nothing. */
  update(state: PanelState, changed: ReadonlySet<keyof PanelState>): void;
  /** What the view needs in snapshots while it is visible. Views' wishes are united. */
  observes(): Partial<Observation>;
  dispose(): void;
}
