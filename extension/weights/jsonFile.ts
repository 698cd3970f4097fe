import { type ByteSource, readBytes } from "./byteSource.ts";
import { findRepeatedKey } from "./jsonKeys.ts";
import { inWords, WeightsFileError } from "./weightsFileError.ts";

/** What an object of a JSON text holds. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The first key of the object that a JSON text is; undefined when it is no object or begins otherwise. */
export function firstKeyOf(firstBytes: Uint8Array): string | undefined {
  return /^[ \t\r\n]*\{[ \t\r\n]*"([^"\\]{1,100})"[ \t\r\n]*:/.exec(new TextDecoder().decode(firstBytes))?.[1];
}

/**
 * Reads a source that is one object in JSON, each key once. Like Python's writer, and unlike the standard, it knows
 * `NaN` and `Infinity`, which come as texts.
 *
 * @param file its name, for error messages
 * @throws {WeightsFileError}
 */
export function readJsonObject(source: ByteSource, file: string): JsonObject {
  if (source.length > mostJsonBytes) {
    const expected = `expected at most ${mostJsonBytes} bytes of JSON, which is read as a whole`;
    throw new WeightsFileError(file, `${expected}, found ${source.length}.`);
  }
  const bytes = readBytes(source, 0, source.length, file);
  const brackets = countBrackets(bytes);
  if (brackets > mostBrackets) {
    throw new WeightsFileError(file, `expected at most ${mostBrackets} lists and objects, found ${brackets}.`);
  }
  const json = decode(bytes, file);
  const { value, text } = parse(json, file);
  if (!isJsonObject(value)) throw new WeightsFileError(file, `expected an object in JSON, found ${inWords(value)}.`);
  const repeated = findRepeatedKey(text);
  if (repeated === null) return value;
  throw new WeightsFileError(file, `expected every name once, found ${repeated.slice(0, 60)} twice.`);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Twice what the largest index in use has, and the text of 1.6 million weights: a text takes several times its length. */
const mostJsonBytes = 32 * 2 ** 20;
/** Each takes many times the two bytes that it can be written in. */
const mostBrackets = 1_000_000;

function countBrackets(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if (byte === 0x5b || byte === 0x7b) count++;
  return count;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new WeightsFileError(file, "expected JSON in UTF-8, found other bytes.", { cause });
  }
}

function parse(json: string, file: string): { value: unknown; text: string } {
  try {
    return { value: JSON.parse(json), text: json };
  } catch (cause) {
    // Only now, since it copies the text: Python writes what a diverged network has in words of its own.
    const text = json.replace(/([[,:]\s*)(NaN|-?Infinity)(?=\s*[\],}])/g, '$1"$2"');
    try {
      return { value: JSON.parse(text), text };
    } catch {
      const problem = cause instanceof Error ? ` (${cause.message.slice(0, 80)})` : "";
      throw new WeightsFileError(file, `expected JSON, found other text${problem}.`, { cause });
    }
  }
}
