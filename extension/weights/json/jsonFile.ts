import type { ByteSource } from "../byteSource.ts";
import { inWords, UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";
import { parseJson } from "./parseJson.ts";
import { mostSkimmedBytes, skimJson } from "./skimJson.ts";

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
  if (source.length > mostSkimmedBytes) {
    const expected = `expected at most ${mostSkimmedBytes} bytes of JSON, which is read as a whole`;
    throw new UnsupportedWeightsError(file, `${expected}, found ${source.length}.`);
  }
  const value = parseJson(skimJson(source, "the file", file), "the file", file, { acceptsPythonsNumbers: true });
  if (isJsonObject(value)) return value;
  throw new WeightsFileError(file, `expected an object in JSON, found ${inWords(value)}.`);
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
