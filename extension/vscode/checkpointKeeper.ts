import { randomUUID } from "node:crypto";
import type { Checkpoint } from "../liveNetwork/liveNetwork.ts";
import type { Run } from "../protocol/curves.ts";
import type { SavedNetwork } from "../protocol/savedNetwork.ts";
import { readSavedNetwork, writeSavedNetwork } from "../weights/savedNetworkFile.ts";
import { atomicWrite } from "./atomicWrite.ts";
import { CheckpointWriter, readCheckpointText } from "./checkpointText.ts";
import { type Files, isNotThere } from "./files.ts";

/** A checkpoint that cannot be read back. It was left aside under another name. */
export class BrokenCheckpoint extends Error {
  override readonly name = "BrokenCheckpoint";
}

const textName = "checkpoint.json";
const weightsNames = ["weights-a.safetensors", "weights-b.safetensors"] as const;

/**
 * Keeps the newest checkpoint on disk. The weights go to one of two files in turn, then the text that names that file is
 * replaced in one move: at every moment the text and the weights it names are of one checkpoint.
 */
export class CheckpointKeeper<Place> {
  readonly #files: Files<Place>;
  readonly #folder: Place;
  readonly #log: (line: string) => void;
  readonly #writer = new CheckpointWriter();
  /** the newest that has not been begun */
  #waiting: Checkpoint | undefined;
  /** ends when nothing waits any more */
  #writing: Promise<void> | undefined;
  /** which of the names the text on disk does not name; undefined until that is known */
  #freeName: 0 | 1 | undefined;

  /** @param folder this workspace's own; it need not be there yet */
  constructor(files: Files<Place>, folder: Place, log: (line: string) => void) {
    this.#files = files;
    this.#folder = folder;
    this.#log = log;
  }

  /** Has it written as soon as the one being written is; of several that wait the newest wins. */
  keep(checkpoint: Checkpoint): void {
    this.#waiting = checkpoint;
    this.#writing ??= this.#writeWaiting();
  }

  /** Resolves when all that was to be kept is on disk, or could not be written. */
  async whenKept(): Promise<void> {
    await this.#writing;
  }

  /** Whether there is something to read back. */
  async exists(): Promise<boolean> {
    return (await this.#read(textName)) !== undefined;
  }

  /**
   * @returns undefined when there is none
   * @throws {BrokenCheckpoint}
   */
  async read(): Promise<Checkpoint | undefined> {
    const text = await this.#read(textName);
    if (text === undefined) return undefined;
    try {
      const { weights, rest } = readCheckpointText(new TextDecoder().decode(text));
      const saved = await this.#readWeights(weights, rest.settings.sizes);
      this.#freeName = otherThan(weights);
      return { saved, ...rest, runs: runsUntil(saved, rest.runs) };
    } catch (cause) {
      const name = `broken-${randomUUID().slice(0, 8)}.json`;
      await this.#files.rename(this.#place(textName), this.#place(name));
      throw new BrokenCheckpoint(
        `The last run could not be brought back: its checkpoint was not whole. It was left aside as ${name}; begin with “Downhill: New Network”.`,
        { cause },
      );
    }
  }

  async #readWeights(name: string, sizes: readonly number[]): Promise<SavedNetwork> {
    const saved = readSavedNetwork(await this.#files.read(this.#place(name)), name);
    if (saved.shape.sizes.join() !== sizes.join()) {
      throw new Error(`${name}: expected a network ${sizes.join("–")}, found ${saved.shape.sizes.join("–")}.`);
    }
    return saved;
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting) {
      const checkpoint = this.#waiting;
      this.#waiting = undefined;
      try {
        await this.#write(checkpoint);
      } catch (error) {
        this.#log(`The checkpoint could not be written: ${error instanceof Error ? error.stack : error}`);
      }
    }
    this.#writing = undefined;
  }

  async #write(checkpoint: Checkpoint): Promise<void> {
    this.#freeName ??= await this.#findFreeName();
    const weightsName = weightsNames[this.#freeName];
    await atomicWrite(this.#files, this.#place(weightsName), writeSavedNetwork(checkpoint.saved));
    const text = await this.#writer.write(checkpoint, weightsName);
    await atomicWrite(this.#files, this.#place(textName), text);
    this.#freeName = otherThan(weightsName);
  }

  /** A checkpoint of an earlier session stays whole until the first of this one is. */
  async #findFreeName(): Promise<0 | 1> {
    const text = await this.#read(textName);
    if (text === undefined) return 0;
    try {
      return otherThan(readCheckpointText(new TextDecoder().decode(text)).weights);
    } catch {
      return 0; // it is broken whatever is written
    }
  }

  /** Undefined when there is no such file. */
  async #read(name: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#files.read(this.#place(name));
    } catch (error) {
      if (isNotThere(error)) return undefined;
      throw error;
    }
  }

  #place(name: string): Place {
    return this.#files.inside(this.#folder, name);
  }
}

/** @param name one of {@link weightsNames} */
function otherThan(name: string): 0 | 1 {
  return name === weightsNames[0] ? 1 : 0;
}

/** The runs without what the last one's curves gained after its weights were taken. */
function runsUntil({ training }: SavedNetwork, runs: readonly Run[]): readonly Run[] {
  const last = runs.at(-1);
  if (!last || !training) return runs;
  const isPast = ({ step }: { readonly step: number }) => step <= training.step;
  const trimmed = { ...last, training: last.training.filter(isPast), evaluations: last.evaluations.filter(isPast) };
  return [...runs.slice(0, -1), trimmed];
}
