import type { SeededGenerator } from "../../../extension/network/seededGenerator.ts";

/**
 * Makes a file a bad one: one to four changes, each at a place where formats keep what matters, more often than not.
 *
 * @param others files to take pieces from
 */
export function changeAtRandom(
  bytes: Uint8Array<ArrayBuffer>,
  others: readonly Uint8Array<ArrayBuffer>[],
  generator: SeededGenerator,
): Uint8Array<ArrayBuffer> {
  let changed = bytes.slice();
  const count = pick([1, 1, 1, 1, 2, 4], generator);
  for (let i = 0; i < count; i++) changed = pick(changes, generator)(changed, others, generator);
  return changed;
}

type Change = (
  bytes: Uint8Array<ArrayBuffer>,
  others: readonly Uint8Array<ArrayBuffer>[],
  generator: SeededGenerator,
) => Uint8Array<ArrayBuffer>;

const changes: readonly Change[] = [
  flipBits,
  flipBits,
  setBytes,
  setNumber,
  setNumber,
  setDigits,
  truncate,
  repeatStretch,
  removeStretch,
  splice,
];

function flipBits(bytes: Uint8Array<ArrayBuffer>, _: unknown, generator: SeededGenerator): Uint8Array<ArrayBuffer> {
  const count = 1 + generator.nextBelow(4);
  for (let i = 0; i < count && bytes.length > 0; i++) bytes[placeIn(bytes, generator)] ^= 1 << generator.nextBelow(8);
  return bytes;
}

function setBytes(bytes: Uint8Array<ArrayBuffer>, _: unknown, generator: SeededGenerator): Uint8Array<ArrayBuffer> {
  const place = placeIn(bytes, generator);
  return bytes.fill(pick([0, 1, 0x7f, 0x80, 0xff, 0x5b, 0x7b], generator), place, place + 1 + generator.nextBelow(8));
}

/** Writes a number where a length, an offset or a count may stand. */
function setNumber(bytes: Uint8Array<ArrayBuffer>, _: unknown, generator: SeededGenerator): Uint8Array<ArrayBuffer> {
  const width = pick([2, 4, 8], generator);
  const length = BigInt(bytes.length);
  const numbers = [
    0n,
    1n,
    length,
    length - 1n,
    length + 1n,
    2n ** 16n - 1n,
    2n ** 31n,
    2n ** 32n - 1n,
    2n ** 53n,
    2n ** 63n,
    -1n,
  ];
  const number = BigInt.asUintN(8 * width, pick(numbers, generator));
  const place = placeIn(bytes, generator);
  const isLittleEndian = generator.nextBelow(4) > 0;
  for (let i = 0; i < width && place + i < bytes.length; i++) {
    const shift = BigInt(8 * (isLittleEndian ? i : width - 1 - i));
    bytes[place + i] = Number((number >> shift) & 255n);
  }
  return bytes;
}

/** Makes another number of one that is written out: in a header of text. */
function setDigits(bytes: Uint8Array<ArrayBuffer>, _: unknown, generator: SeededGenerator): Uint8Array<ArrayBuffer> {
  const start = placeIn(bytes, generator);
  const isDigit = (place: number) => bytes[place] >= 0x30 && bytes[place] <= 0x39;
  let place = start;
  while (place < bytes.length && place < start + 200 && !isDigit(place)) place++;
  let end = place;
  while (end < bytes.length && isDigit(end)) end++;
  if (end === place) return bytes;
  const numbers = ["0", "-1", "1", "4294967296", "9007199254740991", "99999999999999999999", "1e999", "1.5", ""];
  return joined(bytes.subarray(0, place), Buffer.from(pick(numbers, generator)), bytes.subarray(end));
}

function truncate(bytes: Uint8Array<ArrayBuffer>, _: unknown, generator: SeededGenerator): Uint8Array<ArrayBuffer> {
  return bytes.slice(0, placeIn(bytes, generator));
}

function repeatStretch(
  bytes: Uint8Array<ArrayBuffer>,
  _: unknown,
  generator: SeededGenerator,
): Uint8Array<ArrayBuffer> {
  const [start, end] = stretchOf(bytes, generator);
  const times = Math.min(pick([1, 2, 10, 1000], generator), Math.floor(mostRepeatedBytes / Math.max(1, end - start)));
  const stretch = bytes.subarray(start, end);
  return joined(bytes.subarray(0, end), ...new Array<Uint8Array>(times).fill(stretch), bytes.subarray(end));
}

const mostRepeatedBytes = 65_536;

function removeStretch(
  bytes: Uint8Array<ArrayBuffer>,
  _: unknown,
  generator: SeededGenerator,
): Uint8Array<ArrayBuffer> {
  const [start, end] = stretchOf(bytes, generator);
  return joined(bytes.subarray(0, start), bytes.subarray(end));
}

/** Puts a stretch of a file, another one or the same, over this one or into it. */
function splice(
  bytes: Uint8Array<ArrayBuffer>,
  others: readonly Uint8Array<ArrayBuffer>[],
  generator: SeededGenerator,
): Uint8Array<ArrayBuffer> {
  const other = generator.nextBelow(2) === 0 ? bytes : pick(others, generator);
  const stretch = other.slice(...stretchOf(other, generator));
  const place = placeIn(bytes, generator);
  const end = generator.nextBelow(2) === 0 ? place : place + stretch.length;
  return joined(bytes.subarray(0, place), stretch, bytes.subarray(end));
}

/** Headers stand at the beginning, tables of contents at the end as well. */
function placeIn(bytes: Uint8Array, generator: SeededGenerator): number {
  const near = Math.min(bytes.length, 256);
  const where = generator.nextBelow(4);
  if (where === 0) return generator.nextBelow(near);
  if (where === 1) return bytes.length - near + generator.nextBelow(near);
  return generator.nextBelow(bytes.length);
}

function stretchOf(bytes: Uint8Array, generator: SeededGenerator): [start: number, end: number] {
  const start = placeIn(bytes, generator);
  return [start, Math.min(bytes.length, start + 1 + generator.nextBelow(pick([4, 32, 512], generator)))];
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}

function pick<Item>(items: readonly Item[], generator: SeededGenerator): Item {
  return items[generator.nextBelow(items.length)];
}
