import { basename, dirname, join } from "node:path";
import { partFrom } from "../protocol/listParts.ts";
import type { ComparisonOutline } from "../protocol/weightsComparison.ts";
import type { BegunSummary, WeightsPlace } from "../protocol/weightsMessages.ts";
import type { FoundNetwork, TensorStatistics, WeightsSummary } from "../protocol/weightsSummary.ts";
import { type ByteSource, bytesSource } from "../weights/byteSource.ts";
import { openWeightsFile } from "../weights/openWeightsFile.ts";
import { summariseWeights } from "../weights/summary.ts";
import type { StoredTensor, WeightsFile } from "../weights/weightsFile.ts";
import { WeightsFileError } from "../weights/weightsFileError.ts";
import type { SourcesOnDisk } from "./sourcesOnDisk.ts";

/** A weights file that is held open, with the files it needs beside itself. */
export class OpenedFile {
  readonly name: string;
  readonly source: ByteSource;
  readonly file: WeightsFile;
  readonly summary: WeightsSummary;
  /** what was counted already, by the tensor's index */
  readonly statistics = new Map<number, TensorStatistics>();
  /** how it is compared as A with others as B: each is gone when either file is closed */
  readonly outlines = new WeakMap<OpenedFile, ComparisonOutline>();
  readonly #disk: SourcesOnDisk;

  /** @throws {WeightsFileError} */
  static async open(place: WeightsPlace, disk: SourcesOnDisk): Promise<OpenedFile> {
    let file: WeightsFile | undefined;
    try {
      const isOnDisk = place.kind === "path";
      const name = isOnDisk ? basename(place.path) : place.name;
      const source = isOnDisk ? disk.open(place.path) : bytesSource(place.bytes);
      const sibling = (other: string) => (isOnDisk ? disk.openIfThere(join(dirname(place.path), other)) : undefined);
      file = await openWeightsFile(source, name, { sibling });
      const opened = new OpenedFile(name, source, file, disk);
      opened.refuseIfChanged();
      return opened;
    } catch (error) {
      file?.dispose?.();
      disk.close();
      throw error;
    }
  }

  private constructor(name: string, source: ByteSource, file: WeightsFile, disk: SourcesOnDisk) {
    this.name = name;
    this.source = source;
    this.file = file;
    this.#disk = disk;
    this.summary = summariseWeights(file, name, disk.byteLength || source.length);
  }

  get network(): FoundNetwork | null {
    return this.summary.network;
  }

  /** @throws {WeightsFileError} when there is none of that index */
  tensor(index: number): StoredTensor {
    const tensor = this.file.tensors[index];
    if (tensor !== undefined) return tensor;
    throw new WeightsFileError(this.name, `expected one of its ${this.file.tensors.length} tensors, found ${index}.`);
  }

  /**
   * What was read of a file that is written to meanwhile may be half of the old and half of the new.
   *
   * @throws {WeightsFileError}
   */
  refuseIfChanged(): void {
    if (!this.#disk.haveChanged) return;
    throw new WeightsFileError(
      this.name,
      "expected the file as it was when it was opened, found that it was written to.",
    );
  }

  /** What is told of it at first. */
  get begunSummary(): BegunSummary {
    const { tensors } = this.summary;
    return {
      summary: { ...this.summary, ...partFrom({ tensors }, 0) },
      tensorCount: tensors.length,
      version: this.#disk.version,
    };
  }

  close(): void {
    this.file.dispose?.();
    this.#disk.close();
  }
}
