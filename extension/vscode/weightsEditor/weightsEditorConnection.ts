import { setImmediate as nextTurn } from "node:timers/promises";
import * as v from "valibot";
import type { Disposable } from "../../liveNetwork/emitter.ts";
import { assertNever } from "../../protocol/assertNever.ts";
import { partsOf } from "../../protocol/listParts.ts";
import { messageOf } from "../../protocol/messageOf.ts";
import {
  type HostToWeightsPage,
  type WeightsPageToHost,
  type WeightsPart,
  weightsPageMessageSchema,
} from "../../protocol/weightsEditorMessages.ts";
import type { RequestOptions } from "../../weightsReader/weightsClient.ts";
import { Cancelled } from "../cancelled.ts";
import type { FollowedWeights, WeightsReading } from "./followedWeights.ts";

/** What the page asks for beyond the file: the editor's part. */
export interface WeightsEditorActions {
  loadIntoPanel(): Promise<unknown>;
  compare(): Promise<unknown>;
  copyLoadingCode(): Promise<unknown>;
}

export interface WeightsEditorParts {
  readonly name: string;
  readonly followed: FollowedWeights;
  readonly actions: WeightsEditorActions;
  post(message: HostToWeightsPage): void;
  /** says an error to a person */
  report(error: unknown): void;
  /** one line for the output channel */
  log(line: string): void;
}

type Asked = Extract<WeightsPageToHost, { type: "readSlice" | "takeStatistics" }>;

/** The wires between a weights file and one page that shows it: changes are told, what the page asks is answered. */
export class WeightsEditorConnection implements Disposable {
  readonly #parts: WeightsEditorParts;
  readonly #listening: Disposable;
  /** by the page's numbers */
  readonly #asked = new Map<number, AbortController>();
  #isReady = false;
  /** what the page is sent, or has been: another makes it void */
  #sending: { readonly reading: WeightsReading; isWhole: boolean } | null = null;
  /** what somebody came for, until it is shown */
  #wanted: WeightsPart | null = null;

  constructor(parts: WeightsEditorParts) {
    this.#parts = parts;
    this.#listening = parts.followed.onDidChange(() => void this.#sendFile());
  }

  /** Takes a message of the page. Never throws: what fails is said in the page, or by the editor. */
  async receive(unparsed: unknown): Promise<void> {
    const parsed = v.safeParse(weightsPageMessageSchema, unparsed);
    if (!parsed.success) {
      this.#parts.log(
        `The weights editor sent what nobody understands, which was refused: ${v.summarize(parsed.issues)}`,
      );
      return;
    }
    try {
      await this.#perform(parsed.output);
    } catch (error) {
      if (!(error instanceof Cancelled)) this.#parts.report(error);
    }
  }

  /** Shows a part of the file, as soon as there is a page and the file is read. */
  showPart(part: WeightsPart): void {
    this.#wanted = part;
    this.#sendWanted();
  }

  /** The page is gone, or nobody sees it: nothing more is read for it. It will say `ready` again when it is back. */
  pageHidden(): void {
    this.#isReady = false;
    this.#sending = null;
    this.#cancelAll();
    this.#parts.followed.lookAway(this);
  }

  dispose(): void {
    this.pageHidden();
    this.#listening.dispose();
  }

  async #perform(message: WeightsPageToHost): Promise<unknown> {
    const { followed, actions, log } = this.#parts;
    switch (message.type) {
      case "ready":
        this.#cancelAll(); // an earlier page may have gone without a word
        this.#isReady = true;
        this.#sending = null;
        followed.look(this);
        return this.#sendFile();
      case "readSlice":
      case "takeStatistics":
        return this.#answer(message);
      case "cancel":
        this.#asked.get(message.id)?.abort();
        return this.#asked.delete(message.id);
      case "loadIntoPanel":
        return actions.loadIntoPanel();
      case "compare":
        return actions.compare();
      case "copyLoadingCode":
        return actions.copyLoadingCode();
      case "failed":
        return log(`The weights editor failed: ${message.stack || message.message}`);
      default:
        return assertNever(message);
    }
  }

  async #answer(message: Asked): Promise<void> {
    const { id } = message;
    const asked = new AbortController();
    this.#asked.set(id, asked);
    const options: RequestOptions = {
      signal: asked.signal,
      onProgress: (share) => this.#post({ type: "progressed", id, share }),
    };
    try {
      const reply = await this.#ask(message, options);
      if (!asked.signal.aborted) this.#post({ type: "replied", id, reply });
    } catch (error) {
      if (asked.signal.aborted) return;
      this.#post({ type: "refused", id, message: messageOf(error) });
      await this.#parts.followed.suspect();
    } finally {
      // A page that has loaded anew meanwhile counts from one again.
      if (this.#asked.get(id) === asked) this.#asked.delete(id);
    }
  }

  #ask(message: Asked, options: RequestOptions) {
    const { reading } = this.#parts.followed;
    if (reading?.number !== message.reading) {
      throw new Error(`${this.#parts.name}: expected a question about what is there now, found one about earlier.`);
    }
    return message.type === "readSlice"
      ? reading.opened.readSlice(message.tensor, message.slice, options)
      : reading.opened.takeStatistics(message.tensor, options);
  }

  /**
   * What the page has is not sent again. Very many tensors are sent one turn after the other: each message is made into a
   * text on this thread.
   */
  async #sendFile(): Promise<void> {
    if (!this.#isReady) return;
    const { name, followed } = this.#parts;
    const { reading, trouble } = followed;
    if (reading === null) {
      // Without trouble it is being read for the first time: there is nothing to show yet.
      if (trouble !== null) this.#post({ type: "fileChanged", file: null, trouble });
      return;
    }
    if (reading === this.#sending?.reading) {
      // What is not whole yet ends with the trouble that there is by then.
      if (this.#sending.isWhole) this.#post({ type: "troubleChanged", trouble });
      return;
    }
    const sending = { reading, isWhole: false };
    this.#sending = sending;
    const { number, modifiedMs, opened } = reading;
    for (const { from, part, isLast } of partsOf({ tensors: opened.summary.tensors })) {
      if (isLast) {
        const summary = { ...opened.summary, ...part };
        const file = { reading: number, name, modifiedMs, summary, tensorsBefore: from };
        this.#post({ type: "fileChanged", file, trouble: followed.trouble });
      } else {
        this.#post({ type: "tensorsListed", from, ...part });
        await nextTurn();
        if (sending !== this.#sending) return;
      }
    }
    sending.isWhole = true;
    this.#sendWanted();
  }

  #sendWanted(): void {
    if (this.#wanted === null || !this.#sending?.isWhole) return;
    this.#post({ type: "showPart", part: this.#wanted });
    this.#wanted = null;
  }

  #cancelAll(): void {
    for (const asked of this.#asked.values()) asked.abort();
    this.#asked.clear();
  }

  #post(message: HostToWeightsPage): void {
    if (this.#isReady) this.#parts.post(message);
  }
}
