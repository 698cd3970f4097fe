import { WeightsFileError } from "../weightsFileError.ts";
import {
  byteLength,
  lengthPrefixBytes,
  metadataName,
  mostHeaderBytes,
  readSafetensorsHeader,
  type SafetensorsForm,
} from "./safetensorsHeader.ts";

/** A tensor of a safetensors file, its numbers still bytes. */
export interface Tensor extends SafetensorsForm {
  /** its numbers, little-endian */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  /** in the order of their bytes */
  readonly tensors: readonly Tensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Reads a safetensors file. Nothing is copied: the tensors are views of the file's bytes.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError} when anything is not as the format defines it
 * @see https://github.com/huggingface/safetensors, "Format"
 */
export function readSafetensors(bytes: Uint8Array, file: string): Safetensors {
  const { tensors, metadata } = readSafetensorsHeader(bytes, bytes.length, file);
  return {
    tensors: tensors.map(({ name, dtype, shape, start, end }) => ({
      name,
      dtype,
      shape,
      bytes: bytes.subarray(start, end),
    })),
    metadata,
  };
}

/**
 * Writes a safetensors file: the length of the header in eight bytes, the header in JSON, padded with spaces so that
 * the numbers begin at a multiple of eight, the tensors' bytes. The same tensors and metadata, in the same order, give
 * the same bytes.
 *
 * @throws {WeightsFileError} when a name is taken twice, or a tensor's shape does not fit its bytes
 */
export function writeSafetensors({ tensors, metadata }: Safetensors): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(headerOf(tensors, metadata));
  const headerLength = Math.ceil(header.length / 8) * 8;
  if (headerLength > mostHeaderBytes) {
    const expected = `expected a header of at most ${mostHeaderBytes} bytes`;
    throw new WeightsFileError("safetensors", `${expected}, found ${headerLength}.`);
  }
  const headerEnd = lengthPrefixBytes + headerLength;
  const bytes = new Uint8Array(tensors.reduce((length, tensor) => length + tensor.bytes.length, headerEnd));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength), true);
  bytes.set(header, lengthPrefixBytes);
  bytes.fill(0x20, lengthPrefixBytes + header.length, headerEnd);
  let end = headerEnd;
  for (const tensor of tensors) {
    bytes.set(tensor.bytes, end);
    end += tensor.bytes.length;
  }
  return bytes;
}

/** Written by hand: an object's keys would come in another order when they look like numbers. */
function headerOf(tensors: readonly Tensor[], metadata: ReadonlyMap<string, string>): string {
  const names = new Set([metadataName]);
  const entries: string[] = [];
  if (metadata.size > 0) {
    const texts = [...metadata].map(([name, text]) => `${quoted(name)}:${quoted(text)}`);
    entries.push(`"${metadataName}":{${texts.join(",")}}`);
  }
  let end = 0;
  for (const tensor of tensors) {
    const { name, dtype, shape, bytes } = tensor;
    if (names.has(name)) throw new WeightsFileError(name, "expected every tensor's name once, found it twice.");
    names.add(name);
    const length = byteLength(tensor);
    if (length !== bytes.length) {
      const expected = `expected ${length} bytes for ${dtype} of shape ${JSON.stringify(shape)}`;
      throw new WeightsFileError(name, `${expected}, found ${bytes.length}.`);
    }
    const offsets = [end, end + bytes.length];
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: offsets })}`);
    end += bytes.length;
  }
  return `{${entries.join(",")}}`;
}

/** As JSON. A text of millions of characters, such as a descent's moments, is looked through faster than it is written anew. */
function quoted(text: string): string {
  return /[^ !#-[\]-~]/.test(text) ? JSON.stringify(text) : `"${text}"`;
}
