import { type ByteSource, readBytes } from "./byteSource.ts";
import { hdf5 } from "./formats/hdf5.ts";
import { keras } from "./formats/keras.ts";
import { nielsen } from "./formats/nielsen.ts";
import { npy } from "./formats/npy.ts";
import { npz } from "./formats/npz.ts";
import { onnx } from "./formats/onnx.ts";
import { pytorch } from "./formats/pytorch.ts";
import { safetensors } from "./formats/safetensors.ts";
import { safetensorsIndex } from "./formats/safetensorsIndex.ts";
import { mostNameCharacters, mostNameLength } from "./tensors/mostNameLength.ts";
import { recognisedBytes, type Surroundings, type WeightsFile, type WeightsFormat } from "./weightsFile.ts";
import { UnsupportedWeightsError, WeightsFileError } from "./weightsFileError.ts";

/**
 * In the order in which they are tried: what is known by a signature comes before what is known by its look, and
 * of zip archives the one that any may be last.
 */
const weightsFormats: readonly WeightsFormat[] = [
  npy,
  pytorch,
  keras,
  npz,
  safetensors,
  safetensorsIndex,
  nielsen,
  hdf5,
  onnx,
];

/**
 * Opens a weights file of any format, recognised by what stands in it: reads its table of contents and no number.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError} one sentence: what, where, expected, found
 */
export async function openWeightsFile(
  source: ByteSource,
  file: string,
  surroundings: Surroundings = { sibling: () => undefined },
): Promise<WeightsFile> {
  const firstBytes = readBytes(source, 0, Math.min(recognisedBytes, source.length), file);
  const format = weightsFormats.find((candidate) => candidate.recognises(firstBytes, source));
  if (format === undefined) {
    const instead = whatIsThere(firstBytes);
    if (instead !== null) throw new WeightsFileError(file, `expected a weights file, found ${instead}.`);
    const titles = weightsFormats.map(({ title }) => title).join(", ");
    const bytes = [...firstBytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    throw new WeightsFileError(
      file,
      `expected a weights file (${titles}), found one that begins with the bytes ${bytes}.`,
    );
  }
  const opened = await format.open(source, file, surroundings).catch((error: unknown) => {
    const isDamage = error instanceof WeightsFileError && !(error instanceof UnsupportedWeightsError);
    if (isDamage) error.format = format.name;
    throw error;
  });
  try {
    refuseLongNames(opened, file);
    return opened;
  } catch (error) {
    opened.dispose?.();
    throw error;
  }
}

/** Names are searched for what they mean, and handed on: what takes no time for each may take minutes for all. */
function refuseLongNames({ tensors }: WeightsFile, file: string): void {
  let characters = 0;
  for (const { name } of tensors) {
    if (name.length > mostNameLength) {
      const expected = `expected tensors' names of at most ${mostNameLength} characters`;
      throw new WeightsFileError(file, `${expected}, found one of ${name.length}.`);
    }
    characters += name.length;
  }
  if (characters > mostNameCharacters) {
    const expected = `expected tensors' names of at most ${mostNameCharacters} characters together`;
    throw new WeightsFileError(file, `${expected}, found ${characters}.`);
  }
}

/** What is known for something else, whatever kind of file was meant to be there; null where that is not known. */
function whatIsThere(firstBytes: Uint8Array): string | null {
  if (firstBytes.length === 0) return "an empty file: it was perhaps not downloaded or written to its end";
  const text = new TextDecoder().decode(firstBytes);
  if (/^\s*<(!doctype html|html)/i.test(text))
    return "a web page: the download was perhaps refused, or asked to sign in";
  if (text.startsWith(largeFilePointer)) {
    return "a pointer of Git LFS, which stands for a file that was not fetched: run “git lfs pull”";
  }
  return null;
}

/** @see https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md, "The Pointer" */
const largeFilePointer = "version https://git-lfs.github.com/spec/";
