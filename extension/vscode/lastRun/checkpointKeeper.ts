import { randomUUID } from "node:crypto";
import type { Checkpoint } from "../../liveNetwork/checkpoint.ts";
import { describeSavedNetwork } from "../../weights/savedNetwork/savedNetworkFile.ts";
import { atomicWrite } from "../files/atomicWrite.ts";
import { type Files, isNotThere } from "../files/files.ts";
import { type CheckpointRest, CheckpointWriter, readCheckpointText } from "./checkpointText.ts";

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
      const bytes = await this.#readWeights(weights, rest);
      this.#freeName = otherThan(weights);
      return { weights: bytes, ...rest };
    } catch (cause) {
      const name = `broken-${randomUUID().slice(0, 8)}.json`;
      await this.#files.rename(this.#place(textName), this.#place(name));
      throw new BrokenCheckpoint(
        `The last run could not be brought back: its checkpoint was not whole. It was left aside as ${name}; begin with “Downhill: New Network”.`,
        { cause },
      );
    }
  }

  /** The weights' numbers are looked at when they are opened. */
  async #readWeights(name: string, { settings, step }: CheckpointRest): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#files.read(this.#place(name));
    const { shape, training } = describeSavedNetwork(bytes, name);
    if (shape.sizes.join() !== settings.sizes.join() || training?.step !== step) {
      throw new Error(
        `${name}: expected a network ${settings.sizes.join("–")} at step ${step}, found ${shape.sizes.join("–")} at step ${training?.step}.`,
      );
    }
    return bytes;
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
    await atomicWrite(this.#files, this.#place(weightsName), checkpoint.weights);
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
