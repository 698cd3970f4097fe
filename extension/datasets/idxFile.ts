import type { NamedBytes } from "../protocol/trainerMessages.ts";
import { mostInflation } from "../weights/zip/mostInflation.ts";
import { labelCount, pictureSide, pixelCount } from "./examples.ts";
import { GzipError, gunzip, gunzipStart, isGzipped } from "./gunzip.ts";
import { IdxError } from "./idxError.ts";

/** The most examples a file may hold: ten times the largest digit collection in use, and 784 MB. */
const mostIdxExamples = 1_000_000;

/** What an IDX file holds: pictures or labels, as many as its header declares, its length checked against that. */
export interface IdxFile {
  readonly source: NamedBytes;
  readonly kind: "images" | "labels";
  readonly count: number;
}

/**
 * Reads the header of a file and checks all that can be checked without inflating the rest.
 *
 * The format: a magic number (two zeros, 8 for unsigned bytes, the number of dimensions), the dimensions as
 * big-endian 32-bit numbers, the values.
 *
 * @throws {IdxError}
 * @see http://yann.lecun.com/exdb/mnist, "THE IDX FILE FORMAT"
 */
export async function openIdxFile(source: NamedBytes, kind: IdxFile["kind"]): Promise<IdxFile> {
  const { name, bytes } = source;
  const length = headerLength[kind];
  const header = isGzipped(bytes) ? await intoIdxError(name, length, gunzipStart(bytes, length)) : bytes;
  if (header.length < length) {
    throw new IdxError(name, `expected a header of ${length} bytes, found ${header.length} bytes.`, {
      problem: "truncated",
    });
  }
  const view = new DataView(header.buffer, header.byteOffset, length);
  const magicNumber = view.getUint32(0);
  if (magicNumber !== expectedMagicNumber[kind]) {
    const expected = `expected the magic number ${expectedMagicNumber[kind]} of IDX ${kind}`;
    throw new IdxError(name, `${expected}, found ${magicNumber}.`, { problem: "magicNumber" });
  }
  if (kind === "images") {
    const rows = view.getUint32(8);
    const columns = view.getUint32(12);
    if (rows !== pictureSide || columns !== pictureSide) {
      throw new IdxError(name, `expected pictures of 28×28 pixels, found ${rows}×${columns}.`, {
        problem: "pictureSize",
      });
    }
  }
  const count = view.getUint32(4);
  if (count === 0 || count > mostIdxExamples) {
    throw new IdxError(name, `expected 1 to ${mostIdxExamples} ${kind}, the header declares ${count}.`, {
      problem: "count",
    });
  }
  const opened = { source, kind, count };
  const expectedLength = contentLength(opened);
  if (!isGzipped(bytes)) checkLength(name, expectedLength, bytes.length, `${bytes.length}`);
  else if (expectedLength > bytes.length * mostInflation) {
    const found = `${bytes.length} gzipped bytes, which hold at most ${bytes.length * mostInflation}`;
    checkLength(name, expectedLength, bytes.length * mostInflation, found);
  }
  return opened;
}

/**
 * The values after the header, piece by piece: pictures [count, 784], 0 black to 255 white; or labels [count].
 *
 * @throws {IdxError}
 */
export async function readIdxValues(file: IdxFile, take: (values: Uint8Array) => void): Promise<void> {
  const { name, bytes } = file.source;
  let headerLeft: number = headerLength[file.kind];
  const takeValues = (piece: Uint8Array) => {
    take(piece.subarray(headerLeft));
    headerLeft -= Math.min(headerLeft, piece.length);
  };
  const length = contentLength(file);
  if (isGzipped(bytes)) await intoIdxError(name, length, gunzip(bytes, length, takeValues));
  else takeValues(bytes);
}

/**
 * @returns 0…9, [count]
 * @throws {IdxError}
 */
export async function readIdxLabels(file: IdxFile): Promise<Uint8Array> {
  const labels = new Uint8Array(file.count);
  let filled = 0;
  await readIdxValues(file, (values) => {
    labels.set(values, filled);
    filled += values.length;
  });
  const wrong = labels.findIndex((label) => label >= labelCount);
  if (wrong >= 0) {
    const found = `label ${wrong}, counted from 0, is ${labels[wrong]}`;
    throw new IdxError(file.source.name, `expected labels from 0 to 9, ${found}.`, { problem: "label" });
  }
  return labels;
}

const headerLength = { images: 16, labels: 8 } as const;
const expectedMagicNumber = { images: 0x0803, labels: 0x0801 } as const;

/** Bytes that the header promises, its own included. */
function contentLength({ kind, count }: Pick<IdxFile, "kind" | "count">): number {
  return headerLength[kind] + count * (kind === "images" ? pixelCount : 1);
}

function checkLength(name: string, expected: number, found: number, foundInWords: string): void {
  if (found === expected) return;
  const problem = found < expected ? "truncated" : "extraBytes";
  throw new IdxError(name, `expected ${expected} bytes as the header promises, found ${foundInWords}.`, { problem });
}

/** Says in the words of the IDX file what is wrong with its gzip content. */
async function intoIdxError<Content>(name: string, length: number, inflating: Promise<Content>): Promise<Content> {
  try {
    return await inflating;
  } catch (error) {
    if (!(error instanceof GzipError)) throw error;
    if (error.problem === "damaged") {
      const found = `found it damaged or cut off after ${error.found} inflated bytes: get it again.`;
      throw new IdxError(name, `expected a whole gzip file, ${found}`, { problem: "gzip", cause: error });
    }
    const problem = error.problem === "short" ? "truncated" : "extraBytes";
    const found = error.problem === "short" ? `${error.found}` : "more";
    const expected = `expected ${length} inflated bytes as the header promises`;
    throw new IdxError(name, `${expected}, found ${found}.`, { problem, cause: error });
  }
}
