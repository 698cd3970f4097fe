import { WeightsFileError } from "../weightsFileError.ts";
import { findRepeatedKey } from "./jsonKeys.ts";
import { quotePythonsNumbers } from "./pythonsNumbers.ts";

/**
 * Reads a JSON text in which every key of an object stands once, when what it comes to takes no more memory than
 * {@link mostParsedBytes} beside its texts: a few bytes of text can come to a hundred times as many.
 *
 * @param title what it should be, for error messages: "its header"
 * @throws {WeightsFileError}
 */
export function parseJson(
  bytes: Uint8Array,
  title: string,
  where: string,
  { acceptsPythonsNumbers = false } = {},
): unknown {
  refuseBomb(bytes, title, where);
  const { value, text } = parse(bytes, acceptsPythonsNumbers, title, where);
  const repeated = findRepeatedKey(text);
  if (repeated === null) return value;
  throw new WeightsFileError(where, `expected every name in ${title} once, found ${repeated.slice(0, 60)} twice.`);
}

/** Of a safetensors header: some 90,000 tensors. */
const mostParsedBytes = 64_000_000;
/** What V8 takes, about: an empty object, half a text (a quote), one more entry, its key. */
const costs: ReadonlyMap<string, number> = new Map([
  ["{", 64],
  ["[", 40],
  ['"', 16],
  [",", 24],
  [":", 64],
]);

function refuseBomb(bytes: Uint8Array, title: string, where: string): void {
  const costOfByte = new Uint8Array(256);
  for (const [character, cost] of costs) costOfByte[character.charCodeAt(0)] = cost;
  let parsedBytes = 0;
  for (let i = 0; i < bytes.length; i++) parsedBytes += costOfByte[bytes[i]];
  if (parsedBytes <= mostParsedBytes) return;
  const megabytes = (count: number) => `${Math.ceil(count / 1e6)} MB`;
  const found = `found what comes to about ${megabytes(parsedBytes)}`;
  throw new WeightsFileError(
    where,
    `expected ${title} to take at most ${megabytes(mostParsedBytes)} in memory, ${found}.`,
  );
}

function decode(bytes: Uint8Array, title: string, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new WeightsFileError(where, `expected ${title} in JSON, found bytes that are not UTF-8.`, { cause });
  }
}

function parse(
  bytes: Uint8Array,
  acceptsPythonsNumbers: boolean,
  title: string,
  where: string,
): { value: unknown; text: string } {
  try {
    const text = decode(bytes, title, where);
    return { value: JSON.parse(text), text };
  } catch (cause) {
    if (cause instanceof WeightsFileError) throw cause;
    if (acceptsPythonsNumbers) return parse(quotePythonsNumbers(bytes), false, title, where);
    throw new WeightsFileError(where, `expected ${title} in JSON, found other text.`, { cause });
  }
}
