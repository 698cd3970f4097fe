import { type ByteSource, bytesSource, readBytes } from "../byteSource.ts";
import { openHdf5 } from "../hdf5/openedHdf5.ts";
import { parseJson } from "../json/parseJson.ts";
import { findKerasLayers } from "../keras/kerasLayers.ts";
import type { WeightsFormat } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { isZipWith } from "../zip/isZip.ts";
import type { ZipEntry } from "../zip/zip.ts";

/**
 * A model of Keras 3: a zip archive of its description, `config.json`, and its weights in HDF5.
 *
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/saving/saving_lib.py, `_save_model_to_fileobj`
 */
export const keras: WeightsFormat = {
  name: "keras",
  title: "Keras model",
  recognises: (firstBytes, source) =>
    isZipWith(
      (name) => name === weightsName,
      firstBytes,
      source,
      (first) => first === "metadata.json",
    ),
  open: async (source, file) => {
    const { readZip } = await import("../zip/zip.ts");
    const entries = new Map(readZip(source, file).map((entry) => [entry.name, entry]));
    const config = textOf(entries.get("config.json"), file);
    const about = textOf(entries.get("metadata.json"), file);
    const opened = await openHdf5(weightsIn(entries, file), `${file}, ${weightsName}`);
    try {
      const { layers, remarks } = findKerasLayers(opened, config);
      const metadata = new Map(about === undefined ? [] : entriesOf(about));
      if (config !== undefined) metadata.set("config", config);
      const { tensors } = opened;
      return { format: "keras", tensors, metadata, declaredLayers: layers, remarks, dispose: () => opened.close() };
    } catch (error) {
      opened.close();
      throw error;
    }
  },
};

const weightsName = "model.weights.h5";
const mostTextBytes = 16 * 2 ** 20;
const mostInflatedBytes = 64 * 2 ** 20;

/** Keras stores its weights as they are. Where someone deflated them, they are inflated at once: HDF5 reads to and fro. */
function weightsIn(entries: ReadonlyMap<string, ZipEntry>, file: string): ByteSource {
  const entry = entries.get(weightsName);
  if (entry === undefined) throw new WeightsFileError(file, `expected ${weightsName} in it, found no such entry.`);
  return entry.isStored ? entry.open() : bytesSource(wholeOf(entry, mostInflatedBytes, file));
}

function textOf(entry: ZipEntry | undefined, file: string): string | undefined {
  return entry === undefined ? undefined : new TextDecoder().decode(wholeOf(entry, mostTextBytes, file));
}

function wholeOf(entry: ZipEntry, mostBytes: number, file: string): Uint8Array<ArrayBuffer> {
  const where = `${file}, ${entry.name}`;
  if (entry.length <= mostBytes) return readBytes(entry.open(), 0, entry.length, where);
  throw new WeightsFileError(where, `expected at most ${mostBytes} bytes to be read at once, found ${entry.length}.`);
}

/** Of a flat object in JSON, such as the version of Keras and the date; none where it is something else. */
function entriesOf(json: string): [name: string, text: string][] {
  try {
    const about: unknown = parseJson(new TextEncoder().encode(json), "it", "metadata.json");
    const entries = typeof about === "object" && about !== null ? Object.entries(about) : [];
    return entries.filter(([, value]) => typeof value !== "object").map(([name, value]) => [name, `${value}`]);
  } catch (error) {
    if (error instanceof WeightsFileError) return [];
    throw error;
  }
}
