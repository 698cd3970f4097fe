import { type ByteSource, readBytes } from "../byteSource.ts";
import { UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";

/** What a zip archive's table of contents, its central directory, says of an entry. */
export interface ZipPlace {
  readonly name: string;
  /** the name as it is written */
  readonly nameBytes: Uint8Array;
  readonly isEncrypted: boolean;
  /** how it is compressed */
  readonly method: number;
  /** of its content */
  readonly crc32: number;
  /** of its content, in bytes; not yet checked */
  readonly length: number;
  /** bytes it takes in the archive, without its header */
  readonly storedLength: number;
  /** of its header, in bytes from the start of the archive; not yet checked */
  readonly start: number;
  /** of the directory itself: entries lie before it */
  readonly directoryStart: number;
}

/**
 * Reads the central directory, which the archive's end points to.
 *
 * @param file the archive's name, for error messages
 * @throws {WeightsFileError}
 * @see APPNOTE.TXT, 4.3.12 (directory), 4.3.14 to 4.3.16 (end), 4.5.3 (zip64)
 */
export function readZipDirectory(source: ByteSource, file: string): ZipPlace[] {
  const { start, length, entries, end } = findDirectory(source, file);
  if (start + length !== end) {
    const expected = `expected the table of contents to end at byte ${end}, where the archive's end begins`;
    throw new WeightsFileError(file, `${expected}; it declares ${length} bytes from byte ${start} on.`);
  }
  if (length > mostDirectoryBytes) {
    throw new UnsupportedWeightsError(file, `expected at most ${mostDirectoryBytes} bytes of names, found ${length}.`);
  }
  if (entries > mostEntries) {
    throw new UnsupportedWeightsError(file, `expected at most ${mostEntries} entries, found ${entries}.`);
  }
  if (entries * entryBytes > length) {
    const found = `${length} bytes of them`;
    throw new WeightsFileError(file, `expected a table of contents of ${entries} entries, found ${found}.`);
  }
  const bytes = readBytes(source, start, length, file);
  const places: ZipPlace[] = [];
  let place = 0;
  for (let i = 0; i < entries; i++) {
    const where = `${file}, entry ${i}`;
    const entry = takeEntry(bytes, place, start, where);
    places.push(entry.place);
    place = entry.end;
  }
  if (place === length) return places;
  throw new WeightsFileError(file, `expected ${entries} entries in ${length} bytes, found them in ${place}.`);
}

/** A table of contents, not a place to hide things: 16 MiB are some 100,000 long names. */
const mostDirectoryBytes = 16 * 2 ** 20;
/** One a tensor in PyTorch's checkpoints, of which the largest in use have some thousand. */
const mostEntries = 50_000;
/** Bytes of an entry in the directory before its name. */
const entryBytes = 46;
const entrySignature = 0x02014b50;
const endBytes = 22;
const endSignature = 0x06054b50;
const mostCommentBytes = 0xffff;
const zip64LocatorBytes = 20;
const zip64LocatorSignature = 0x07064b50;
const zip64EndBytes = 56;
const zip64EndSignature = 0x06064b50;
/** The extra field with those numbers of an entry that need 64 bits. */
const zip64Field = 1;
/** In place of a number that stands elsewhere, in 64 bits. */
const elsewhere16 = 0xffff;
const elsewhere32 = 0xffffffff;
const encryptedFlag = 1;
const utf8 = new TextDecoder();

/** Where the directory lies, as the archive's end says; `end` is where it must end. */
interface DirectoryPlace {
  readonly start: number;
  readonly length: number;
  readonly entries: number;
  readonly end: number;
}

function findDirectory(source: ByteSource, file: string): DirectoryPlace {
  const tailLength = Math.min(source.length, endBytes + mostCommentBytes);
  const tailStart = source.length - tailLength;
  const tail = viewOf(readBytes(source, tailStart, tailLength, file));
  // From the last byte back: what stands after the end record is the archive's comment, whose length it says.
  for (let place = tailLength - endBytes; place >= 0; place--) {
    if (tail.getUint32(place, true) !== endSignature) continue;
    if (place + endBytes + tail.getUint16(place + 20, true) !== tailLength) continue;
    const end = tailStart + place;
    const directory = {
      entries: tail.getUint16(place + 10, true),
      length: tail.getUint32(place + 12, true),
      start: tail.getUint32(place + 16, true),
      end,
    };
    refuseParts(tail.getUint16(place + 4, true), tail.getUint16(place + 8, true), directory.entries, file);
    const { entries, length, start } = directory;
    const isElsewhere = entries === elsewhere16 || length === elsewhere32 || start === elsewhere32;
    // PyTorch writes the 64-bit end always, also where the numbers fit into the other.
    const mayBeElsewhere = isElsewhere || start + length !== end;
    return (mayBeElsewhere ? findZip64Directory(source, end, file) : undefined) ?? directory;
  }
  throw new WeightsFileError(
    file,
    `expected a zip archive's end in its last ${tailLength} bytes, found none: it is cut short.`,
  );
}

/** @returns undefined where the numbers are those of the end record, however they look */
function findZip64Directory(source: ByteSource, end: number, file: string): DirectoryPlace | undefined {
  const locatorStart = end - zip64LocatorBytes;
  if (locatorStart < 0) return undefined;
  const locator = viewOf(readBytes(source, locatorStart, zip64LocatorBytes, file));
  if (locator.getUint32(0, true) !== zip64LocatorSignature) return undefined;
  const start = Number(locator.getBigUint64(8, true));
  if (start > locatorStart - zip64EndBytes) {
    const expected = `expected the archive's 64-bit end before byte ${locatorStart}`;
    throw new WeightsFileError(file, `${expected}, found it declared at byte ${start}.`);
  }
  const record = viewOf(readBytes(source, start, zip64EndBytes, file));
  if (record.getUint32(0, true) !== zip64EndSignature) {
    throw new WeightsFileError(file, `expected the archive's 64-bit end at byte ${start}, found other bytes.`);
  }
  const entries = Number(record.getBigUint64(32, true));
  refuseParts(record.getUint32(16, true), Number(record.getBigUint64(24, true)), entries, file);
  return {
    entries,
    length: Number(record.getBigUint64(40, true)),
    start: Number(record.getBigUint64(48, true)),
    end: start,
  };
}

/** An archive may be spread over several disks, of which this would be one. */
function refuseParts(disk: number, entriesHere: number, entries: number, file: string): void {
  if ((disk === 0 || disk === elsewhere16) && entriesHere === entries) return;
  const found = `found part ${disk} with ${entriesHere} of ${entries} entries`;
  throw new WeightsFileError(file, `expected a whole zip archive, ${found}.`);
}

/** @param directoryStart of the bytes, in the archive @param from where the entry begins in them */
function takeEntry(bytes: Uint8Array<ArrayBuffer>, from: number, directoryStart: number, where: string) {
  const there = bytes.length - from;
  const view = viewOf(bytes.subarray(from));
  if (there < entryBytes || view.getUint32(0, true) !== entrySignature) {
    const found = there < entryBytes ? `${there} bytes` : "other bytes";
    throw new WeightsFileError(where, `expected an entry at byte ${directoryStart + from}, found ${found}.`);
  }
  const nameEnd = entryBytes + view.getUint16(28, true);
  const extraEnd = nameEnd + view.getUint16(30, true);
  const end = extraEnd + view.getUint16(32, true);
  if (end > there) {
    throw new WeightsFileError(where, `expected ${end} bytes of entry, found ${there}.`);
  }
  const nameBytes = bytes.subarray(from + entryBytes, from + nameEnd);
  const wide = wideNumbers(bytes.subarray(from + nameEnd, from + extraEnd), where);
  // In this order, and only those that did not fit.
  const length = wide(view.getUint32(24, true));
  const storedLength = wide(view.getUint32(20, true));
  const start = wide(view.getUint32(42, true));
  const place: ZipPlace = {
    name: utf8.decode(nameBytes),
    nameBytes,
    isEncrypted: (view.getUint16(8, true) & encryptedFlag) !== 0,
    method: view.getUint16(10, true),
    crc32: view.getUint32(16, true),
    length,
    storedLength,
    start,
    directoryStart,
  };
  return { place, end: from + end };
}

/** @returns a number as it is, or, where it stands elsewhere, the next of the zip64 field's */
function wideNumbers(extra: Uint8Array<ArrayBuffer>, where: string): (narrow: number) => number {
  const field = findZip64Field(extra);
  let next = 0;
  return (narrow) => {
    if (narrow !== elsewhere32 || field === undefined) return narrow;
    if (next + 8 > field.byteLength) {
      throw new WeightsFileError(
        where,
        `expected a 64-bit number in its extra field, found ${field.byteLength} bytes.`,
      );
    }
    next += 8;
    return Number(field.getBigUint64(next - 8, true));
  };
}

function findZip64Field(extra: Uint8Array<ArrayBuffer>): DataView | undefined {
  const view = viewOf(extra);
  for (let place = 0; place + 4 <= extra.length; ) {
    const length = view.getUint16(place + 2, true);
    const end = place + 4 + length;
    if (view.getUint16(place, true) === zip64Field) return viewOf(extra.subarray(place + 4, end));
    place = end;
  }
  return undefined;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
