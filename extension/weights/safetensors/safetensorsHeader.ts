import { numberCount } from "../../protocol/numberCount.ts";
import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { type ByteSource, readBytes, sourceWithin } from "../byteSource.ts";
import { parseJson } from "../json/parseJson.ts";
import { skimJson } from "../json/skimJson.ts";
import { mostDimensions } from "../tensors/mostDimensions.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";

/** Bits of one number of each kind, as the reference implementation defines them. */
export const bitsOfDtype = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  F64: 64,
  I64: 64,
  U64: 64,
  C64: 64,
} as const;
export type Dtype = keyof typeof bitsOfDtype;

/** A tensor of a kind that safetensors knows. */
export interface SafetensorsForm extends TensorForm {
  readonly dtype: Dtype;
}

/** Where a tensor lies in a file. */
export interface TensorPlace extends SafetensorsForm {
  /** in bytes from the start of the file */
  readonly start: number;
  /** in bytes from the start of the file; the tensor's last byte is the one before */
  readonly end: number;
}

/** What a safetensors file says of itself before its numbers begin. */
export interface SafetensorsHeader {
  /** in the order of their bytes */
  readonly tensors: readonly TensorPlace[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes before the header: its length as a 64-bit number. */
export const lengthPrefixBytes = 8;
/** As in the reference implementation: a header is a table of contents, not a place to hide things. */
export const mostHeaderBytes = 100_000_000;

/**
 * How many bytes from the start of the file {@link readSafetensorsHeader} needs.
 *
 * @param firstBytes the file's first eight bytes or more
 * @param fileLength in bytes
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function safetensorsHeaderEnd(firstBytes: Uint8Array, fileLength: number, file: string): number {
  if (firstBytes.length < lengthPrefixBytes || fileLength < lengthPrefixBytes) {
    const found = `found ${Math.min(firstBytes.length, fileLength)} bytes`;
    throw new WeightsFileError(file, `expected a safetensors file of at least ${lengthPrefixBytes} bytes, ${found}.`);
  }
  const length = new DataView(firstBytes.buffer, firstBytes.byteOffset).getBigUint64(0, true);
  const most = Math.min(mostHeaderBytes, fileLength - lengthPrefixBytes);
  if (length > most) {
    const expected = `expected a safetensors header of at most ${most} bytes`;
    throw new WeightsFileError(
      file,
      `${expected}, its first eight bytes declare ${length}: it is cut short, or no such file.`,
    );
  }
  return lengthPrefixBytes + Number(length);
}

/**
 * Reads the header and checks it against the length of the file: each tensor's shape, kind and bytes agree, and the
 * tensors' bytes follow one another from the header's end to the file's, without holes or overlaps.
 *
 * @param bytes the file's first {@link safetensorsHeaderEnd} bytes or more
 * @param fileLength in bytes
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export function readSafetensorsHeader(bytes: Uint8Array, fileLength: number, file: string): SafetensorsHeader {
  const headerEnd = safetensorsHeaderEnd(bytes, fileLength, file);
  if (bytes.length < headerEnd) {
    throw new WeightsFileError(file, `expected ${headerEnd} bytes of header, found ${bytes.length}.`);
  }
  return readHeaderJson(bytes.subarray(lengthPrefixBytes, headerEnd), headerEnd, fileLength, file);
}

/**
 * The same of a source, of which nothing but the header is read, and of long texts in that only the beginning.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function skimSafetensorsHeader(source: ByteSource, file: string): SafetensorsHeader {
  const headerEnd = headerEndOf(source, file);
  const json = skimJson(sourceWithin(source, lengthPrefixBytes, headerEnd - lengthPrefixBytes), "its header", file);
  return readHeaderJson(json, headerEnd, source.length, file);
}

/** Where the header of a source ends, in bytes from its start. @throws {WeightsFileError} */
export function headerEndOf(source: ByteSource, file: string): number {
  const prefix = readBytes(source, 0, Math.min(lengthPrefixBytes, source.length), file);
  return safetensorsHeaderEnd(prefix, source.length, file);
}

/** @param headerEnd in bytes from the start of the file: the first tensor's bytes begin there */
function readHeaderJson(json: Uint8Array, headerEnd: number, fileLength: number, file: string): SafetensorsHeader {
  const entries = Object.entries(parseHeader(json, file));
  const metadataEntry = entries.find(([name]) => name === metadataName);
  const metadata = metadataEntry === undefined ? new Map() : readMetadata(metadataEntry[1], file);
  const tensors = entries
    .filter(([name]) => name !== metadataName)
    .map(([name, entry]) => readTensorPlace(name, entry, headerEnd, fileLength, file))
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.name < b.name ? -1 : 1));
  let end = headerEnd;
  for (const tensor of tensors) {
    if (tensor.start !== end) {
      const expected = `expected its bytes to begin at ${end - headerEnd}, where the tensor before ends`;
      throw new WeightsFileError(`${file}, ${tensor.name}`, `${expected}, found ${tensor.start - headerEnd}.`);
    }
    end = tensor.end;
  }
  if (end !== fileLength) {
    const found = `found ${fileLength - end} bytes after it`;
    throw new WeightsFileError(file, `expected the last tensor to end with the file, ${found}.`);
  }
  return { tensors, metadata };
}

/** The one entry of a header that is not a tensor. */
export const metadataName = "__metadata__";

function parseHeader(headerBytes: Uint8Array, file: string): object {
  if (headerBytes[0] !== 0x7b) {
    const found = headerBytes.length === 0 ? "an empty one" : `the byte ${headerBytes[0]}`;
    throw new WeightsFileError(file, `expected a safetensors header to begin with {, found ${found}.`);
  }
  return parseJson(headerBytes, "its header", file) as object; // it begins with {
}

function readMetadata(entry: unknown, file: string): Map<string, string> {
  if (!isObject(entry)) {
    throw new WeightsFileError(`${file}, ${metadataName}`, `expected names and texts, found ${inWords(entry)}.`);
  }
  const metadata = new Map<string, string>();
  for (const [name, text] of Object.entries(entry)) {
    if (typeof text !== "string") {
      throw new WeightsFileError(`${file}, ${metadataName}, ${name}`, `expected a text, found ${inWords(text)}.`);
    }
    metadata.set(name, text);
  }
  return metadata;
}

function readTensorPlace(
  name: string,
  entry: unknown,
  headerEnd: number,
  fileLength: number,
  file: string,
): TensorPlace {
  const where = `${file}, ${name}`;
  if (!isObject(entry)) {
    throw new WeightsFileError(where, `expected dtype, shape and data_offsets, found ${inWords(entry)}.`);
  }
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(bitsOfDtype, dtype)) {
    throw new WeightsFileError(where, `expected a dtype such as F32, found ${inWords(dtype)}.`);
  }
  if (!isListOfWholeNumbers(shape)) {
    throw new WeightsFileError(where, `expected a shape such as [16, 784], found ${inWords(shape)}.`);
  }
  if (shape.length > mostDimensions) {
    throw new WeightsFileError(
      where,
      `expected a shape of at most ${mostDimensions} dimensions, found ${shape.length}.`,
    );
  }
  const dataLength = fileLength - headerEnd;
  if (!isListOfWholeNumbers(offsets) || offsets.length !== 2 || offsets[0] > offsets[1] || offsets[1] > dataLength) {
    const expected = `expected data_offsets [start, end] within the file's ${dataLength} bytes of numbers`;
    throw new WeightsFileError(where, `${expected}, found ${inWords(offsets)}.`);
  }
  const [start, end] = offsets;
  const form = { name, dtype: dtype as Dtype, shape };
  const expectedLength = byteLength(form);
  if (end - start !== expectedLength) {
    const expected = `expected ${expectedLength} bytes for ${dtype} of shape ${inWords(shape)}`;
    throw new WeightsFileError(where, `${expected}, its data_offsets span ${end - start}.`);
  }
  return { ...form, start: headerEnd + start, end: headerEnd + end };
}

/**
 * Bytes that a tensor takes: its numbers side by side. A shape of absurd size gives a number too large, or Infinity, or NaN, or a fraction: no
 * file is that long.
 */
export function byteLength({ dtype, shape }: Pick<SafetensorsForm, "dtype" | "shape">): number {
  return (numberCount(shape) * bitsOfDtype[dtype]) / 8;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isListOfWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
}
