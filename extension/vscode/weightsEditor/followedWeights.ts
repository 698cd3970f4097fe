import { type Disposable, Emitter } from "../../liveNetwork/emitter.ts";
import type { FileTrouble } from "../../protocol/weightsEditorMessages.ts";
import type { OpenWeights } from "../../weightsReader/weightsReader.ts";
import { fileProblem } from "../files/fileProblem.ts";
import { type FileFacts, versionOf } from "../files/fileVersion.ts";

/** How a weights file is reached: on disk, or by the editor's file systems. */
export interface FollowedFile {
  /** @throws with one sentence to show when it cannot be read */
  open(): Promise<OpenWeights>;
  /** undefined when there is no such file */
  facts(): Promise<FileFacts | undefined>;
}

/** The file as it was when it was last read. */
export interface WeightsReading {
  /** 1 for the first */
  readonly number: number;
  readonly opened: Pick<OpenWeights, "summary" | "readSlice" | "takeStatistics">;
  readonly modifiedMs: number;
}

/** Has something done later. @returns undoes that */
export type DoLater = (delayMs: number, action: () => void) => () => void;

/** Waits between one attempt to read a file that changed and the next: who writes it may not be done. */
const settlingMs = [80, 120, 200, 400, 800, 1600];

/**
 * A weights file that is read again whenever it changes, as long as somebody looks. A file that is being written is no
 * error: what was read before stays, and it is tried again shortly.
 */
export class FollowedWeights implements Disposable {
  readonly #file: FollowedFile;
  readonly #doLater: DoLater;
  readonly #changed = new Emitter<void>();
  /** Something of {@link reading} or {@link trouble} is different. */
  readonly onDidChange = this.#changed.event;
  readonly #lookers = new Set<object>();
  #reading: (WeightsReading & { readonly opened: OpenWeights; readonly facts: FileFacts | undefined }) | null = null;
  #trouble: FileTrouble | null = null;
  /** what is on disk is, or may be, other than what was read */
  #isStale = true;
  #attempts = 0;
  #isReading = false;
  #undoReading: (() => void) | undefined;
  #isDisposed = false;

  constructor(file: FollowedFile, doLater: DoLater = afterTimeout) {
    this.#file = file;
    this.#doLater = doLater;
  }

  /** What was read last, whole; null before the first. */
  get reading(): WeightsReading | null {
    return this.#reading;
  }

  get trouble(): FileTrouble | null {
    return this.#trouble;
  }

  /** Somebody looks from now on: what has changed is read at once. */
  look(looker: object): void {
    this.#lookers.add(looker);
    if (this.#isStale) this.#readIn(0);
  }

  /** Nobody reads for who has looked away. */
  lookAway(looker: object): void {
    this.#lookers.delete(looker);
    if (this.#lookers.size === 0) this.#putOff();
  }

  /** The file was written, replaced or deleted, or part of that. */
  changedOnDisk(): void {
    this.#isStale = true;
    this.#attempts = 0;
    // Not put off by the next change: a script that writes all the time is read all the time.
    if (this.#undoReading === undefined) this.#readIn(settlingMs[0]);
  }

  /** Something that was asked of the reading failed: perhaps the file is another by now, and nobody has told. */
  async suspect(): Promise<void> {
    const reading = this.#reading;
    if (reading === null) return;
    const facts = await this.#file.facts();
    // It is known by now, and is or will be read.
    if (this.#isStale || this.#isReading || reading !== this.#reading) return;
    if (versionOf(facts) !== versionOf(reading.facts)) this.changedOnDisk();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#putOff();
    this.#reading?.opened.dispose();
    this.#changed.dispose();
  }

  #readIn(delayMs: number): void {
    this.#putOff();
    if (this.#lookers.size === 0 || this.#isReading || this.#isDisposed) return;
    this.#undoReading = this.#doLater(delayMs, () => {
      this.#undoReading = undefined;
      void this.#read();
    });
  }

  #putOff(): void {
    this.#undoReading?.();
    this.#undoReading = undefined;
  }

  async #read(): Promise<void> {
    this.#isReading = true;
    this.#isStale = false;
    try {
      const facts = await this.#file.facts();
      const opened = await this.#file.open();
      this.#readWell(opened, facts);
    } catch (error) {
      this.#readInVain(error);
    }
    this.#isReading = false;
    // Changed while it was read.
    if (this.#isStale) this.#readIn(settlingMs[Math.min(this.#attempts, settlingMs.length - 1)]);
  }

  #readWell(opened: OpenWeights, facts: FileFacts | undefined): void {
    if (this.#isDisposed) {
      opened.dispose();
      return;
    }
    const before = this.#reading;
    const number = (before?.number ?? 0) + 1;
    this.#reading = { number, opened, facts, modifiedMs: facts?.modifiedMs ?? Date.now() };
    this.#trouble = null;
    this.#attempts = 0;
    this.#changed.fire();
    before?.opened.dispose();
  }

  #readInVain(error: unknown): void {
    if (this.#isDisposed) return;
    this.#attempts++;
    // What was never read well may be no weights file at all: that is said at once.
    const mayBeWritten = this.#reading !== null && this.#attempts < settlingMs.length;
    const sinceMs = this.#trouble?.type === "unreadable" ? this.#trouble.sinceMs : Date.now();
    this.#trouble = mayBeWritten ? { type: "settling" } : { type: "unreadable", problem: fileProblem(error), sinceMs };
    if (mayBeWritten) this.#isStale = true;
    this.#changed.fire();
  }
}

function afterTimeout(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, delayMs);
  return () => clearTimeout(timer);
}
