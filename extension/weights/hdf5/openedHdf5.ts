import type { ByteSource } from "../byteSource.ts";
import type { KerasContents } from "../keras/kerasLayout.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { listHdf5Contents } from "./hdf5Contents.ts";
import { type Hdf5Attribute, Hdf5File } from "./hdf5File.ts";
import { hdf5Instances } from "./hdf5Instances.ts";
import { hdf5Tensor, type RecentChunks } from "./hdf5Tensor.ts";

/** An HDF5 file as a weights file needs it, whether it stands by itself or in an archive. */
export interface OpenedHdf5 extends KerasContents {
  readonly tensors: readonly StoredTensor[];
  close(): void;
}

/**
 * Opens an HDF5 file and finds all its datasets; the library is loaded if it is not yet.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export async function openHdf5(source: ByteSource, file: string): Promise<OpenedHdf5> {
  const hdf5 = new Hdf5File(await hdf5Instances.latest(), source, file);
  try {
    const { datasets, groups } = listHdf5Contents(hdf5, file);
    const recent: RecentChunks = {};
    /** by path: a list of layers may name one of them any number of times */
    const known = new Map<string, ReadonlyMap<string, Hdf5Attribute>>();
    const attributes = (path: string) => {
      const there = known.get(path) ?? (groups.has(path) ? hdf5.attributes(path) : none);
      known.set(path, there);
      return there;
    };
    return {
      datasets,
      tensors: [...datasets.values()].map((dataset) => hdf5Tensor(hdf5, dataset, recent, file)),
      attributes,
      close: () => hdf5.close(),
    };
  } catch (error) {
    hdf5.close();
    throw error;
  }
}

const none: ReadonlyMap<string, Hdf5Attribute> = new Map();
