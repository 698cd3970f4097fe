import * as v from "valibot";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { assertNever } from "../../protocol/assertNever.ts";
import type { NetworkSummary } from "../../protocol/liveState.ts";
import { messageOf } from "../../protocol/messageOf.ts";
import { nothingObserved } from "../../protocol/snapshot.ts";
import { type HostToWebview, type WebviewToHost, webviewMessageSchema } from "../../protocol/webviewMessages.ts";
import { Cancelled } from "../cancelled.ts";
import { Throttle } from "../throttle.ts";

/** What the panel asks for beyond the live network: the editor's part. */
export interface PanelRequests {
  /** @param choices null to ask for them */
  newNetwork(choices: NewNetworkMessage["choices"]): Promise<unknown>;
  saveWeights(): Promise<unknown>;
}
type NewNetworkMessage = Extract<WebviewToHost, { type: "newNetwork" }>;

export interface PanelConnectionParts {
  readonly liveNetwork: LiveNetwork;
  readonly requests: PanelRequests;
  post(message: HostToWebview): void;
  /** one line for the output channel */
  log(line: string): void;
}

/** The state is sent at most this often, as the eye can follow. */
const stateIntervalMs = 33;

/** The wires between the live network and one panel's page: what happens is told, what the page asks for is done. */
export class PanelConnection implements Disposable {
  readonly #parts: PanelConnectionParts;
  readonly #stateThrottle = new Throttle(stateIntervalMs, () => this.#sendState());
  readonly #listening: readonly Disposable[];
  /** whether a page is there that has said so */
  #isReady = false;
  /** a snapshot is with the page and the trainer waits to hear that it was drawn */
  #isDrawing = false;
  #snapshotsDrawn = 0;
  /** the network that the page last heard of */
  #sentNetwork: NetworkSummary | null = null;

  constructor(parts: PanelConnectionParts) {
    this.#parts = parts;
    const { liveNetwork } = parts;
    this.#listening = [
      liveNetwork.onDidChangeState(() => this.#isReady && this.#stateThrottle.request()),
      liveNetwork.onDidTakeSnapshot((snapshot) => {
        if (!this.#isReady) return liveNetwork.snapshotDrawn();
        this.#isDrawing = true;
        // Numbers never reach the page before the network that they are of.
        if (liveNetwork.state.network !== this.#sentNetwork) this.#sendState();
        parts.post({ type: "snapshotTaken", snapshot });
      }),
      liveNetwork.onDidReplaceRuns((runs) => this.#post({ type: "runsReplaced", runs })),
      liveNetwork.onDidAddPoints((points) => this.#post({ type: "pointsAdded", points })),
    ];
  }

  /** How many snapshots the page has drawn. */
  get snapshotsDrawn(): number {
    return this.#snapshotsDrawn;
  }

  /** Takes a message of the page. Never throws: what fails is said in the panel. */
  async receive(unparsed: unknown): Promise<void> {
    const parsed = v.safeParse(webviewMessageSchema, unparsed);
    if (!parsed.success) {
      this.#parts.log(`The panel sent what nobody understands, which was refused: ${v.summarize(parsed.issues)}`);
      return;
    }
    try {
      await this.#perform(parsed.output);
    } catch (error) {
      if (error instanceof Cancelled) return;
      this.#parts.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#parts.liveNetwork.notify(messageOf(error));
    }
  }

  /** The page is gone, or nobody sees it. It will say `ready` again when it is back. */
  async pageHidden(): Promise<void> {
    this.#isReady = false;
    this.#stateThrottle.cancel();
    this.#snapshotDrawn();
    await this.#parts.liveNetwork.observe(nothingObserved).catch((error: unknown) => this.#parts.log(String(error)));
  }

  dispose(): void {
    for (const listener of this.#listening) listener.dispose();
    this.#stateThrottle.dispose();
    void this.pageHidden();
  }

  async #perform(message: WebviewToHost): Promise<unknown> {
    const { liveNetwork, requests, log } = this.#parts;
    switch (message.type) {
      case "ready":
        this.#snapshotDrawn(); // an earlier page may have gone without a word
        this.#isReady = true;
        this.#sendState();
        return this.#post({ type: "runsReplaced", runs: liveNetwork.runs });
      case "snapshotDrawn":
        if (this.#isDrawing) this.#snapshotsDrawn++;
        return this.#snapshotDrawn();
      case "observe":
        // The last word of a page that has just been hidden would have the trainer send what nobody sees.
        return this.#isReady ? liveNetwork.observe(message.observation) : undefined;
      case "train":
        return liveNetwork.train();
      case "pause":
        return liveNetwork.pause();
      case "step":
        return liveNetwork.step(message.unit);
      case "showStep":
        return liveNetwork.showStep(message.step);
      case "stepBack":
        return liveNetwork.stepBack();
      case "reset":
        return liveNetwork.reset();
      case "reseed":
        return liveNetwork.reseed();
      case "newNetwork":
        return requests.newNetwork(message.choices);
      case "saveWeights":
        return requests.saveWeights();
      case "setLearningRate":
        return liveNetwork.setLearningRate(message.learningRate);
      case "setPace":
        return liveNetwork.setPace(message.pace);
      case "setFollowsTraining":
        return liveNetwork.setFollowsTraining(message.followsTraining);
      case "showExample":
        return liveNetwork.showExample(message.example);
      case "showNextWrong":
        if ((await liveNetwork.showNextWrong(message.set)) === null) {
          liveNetwork.notify("Every example of this set is read right.");
        }
        return;
      case "inspectNeuron":
        return liveNetwork.inspectNeuron(message.address);
      case "dismissNotice":
        return liveNetwork.dismissNotice();
      case "takeNoticeAction":
        return liveNetwork.takeNoticeAction();
      case "failed":
        return log(`The panel failed: ${message.stack || message.message}`);
      default:
        return assertNever(message);
    }
  }

  #snapshotDrawn(): void {
    if (!this.#isDrawing) return;
    this.#isDrawing = false;
    this.#parts.liveNetwork.snapshotDrawn();
  }

  #sendState(): void {
    this.#sentNetwork = this.#parts.liveNetwork.state.network;
    this.#post({ type: "stateChanged", state: this.#parts.liveNetwork.state });
  }

  #post(message: HostToWebview): void {
    if (this.#isReady) this.#parts.post(message);
  }
}
