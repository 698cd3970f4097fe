import { type ByteSource, readBytes } from "../byteSource.ts";
import { mostDimensions } from "../tensors/mostDimensions.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { type NumpyType, numpyTypeOf } from "./numpyType.ts";
import { PythonLiteralError, type PythonValue, parsePythonLiteral } from "./pythonLiteral.ts";

/** What a `.npy` file says of its array before its numbers begin. */
export interface NpyHeader extends NumpyType {
  readonly shape: readonly number[];
  /** whether the first index runs fastest, as in Fortran; else the last, as in C */
  readonly isFortranOrder: boolean;
  /** of the first number, in bytes from the beginning */
  readonly start: number;
}

export function isNpy(firstBytes: Uint8Array): boolean {
  return magic.every((byte, index) => firstBytes[index] === byte);
}

/**
 * Reads the header, and checks it against the source's length.
 *
 * @param where the file and the place in it, for error messages
 * @throws {WeightsFileError}
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function readNpyHeader(source: ByteSource, where: string): NpyHeader {
  const { text, start } = readText(source, where);
  const { descr, fortranOrder, shape } = readDictionary(text, where);
  const type = numpyTypeOf(descr);
  if (type === undefined) {
    throw new WeightsFileError(where, `expected a descr such as '<f4', found ${inWords(descr)}.`);
  }
  const header = { ...type, shape, isFortranOrder: fortranOrder, start };
  const length = byteLength(header);
  const there = source.length - start;
  if (length !== undefined && !(length <= there)) {
    const expected = `expected ${length} bytes for ${type.dtype} of shape ${inWords(shape)}`;
    throw new WeightsFileError(where, `${expected}, found ${there} after the header.`);
  }
  return header;
}

/** Bytes of all numbers; undefined where that is not said: Python's objects. */
export function byteLength({ itemBytes, shape }: Pick<NpyHeader, "itemBytes" | "shape">): number | undefined {
  return itemBytes === undefined ? undefined : shape.reduce((product, size) => product * size, itemBytes);
}

/** \x93NUMPY */
const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59);
const versionBytes = 2;
/** A record of a thousand fields is described in less. */
const mostHeaderBytes = 2 ** 20;

function readText(source: ByteSource, where: string): { text: string; start: number } {
  const beginning = readBytes(source, 0, magic.length + versionBytes, where);
  if (!isNpy(beginning))
    throw new WeightsFileError(where, "expected a NumPy array, which begins with \\x93NUMPY, found other bytes.");
  const [major, minor] = beginning.subarray(magic.length);
  if (!(major >= 1 && major <= 3) || minor !== 0) {
    throw new WeightsFileError(where, `expected version 1.0, 2.0 or 3.0 of NumPy's format, found ${major}.${minor}.`);
  }
  const lengthStart = magic.length + versionBytes;
  const lengthBytes = major === 1 ? 2 : 4;
  const lengthField = readBytes(source, lengthStart, lengthBytes, where);
  const view = new DataView(lengthField.buffer, lengthField.byteOffset, lengthBytes);
  const length = major === 1 ? view.getUint16(0, true) : view.getUint32(0, true);
  if (length > mostHeaderBytes) {
    throw new WeightsFileError(
      where,
      `expected a header of at most ${mostHeaderBytes} bytes, found ${length} declared.`,
    );
  }
  const start = lengthStart + lengthBytes + length;
  const bytes = readBytes(source, start - length, length, where);
  return { text: new TextDecoder(major === 3 ? "utf-8" : "latin1").decode(bytes), start };
}

function readDictionary(text: string, where: string) {
  const header = parse(text, where);
  if (!(header instanceof Map)) {
    throw new WeightsFileError(where, `expected a header between { and }, found ${inWords(header)}.`);
  }
  const descr = header.get("descr");
  const fortranOrder = header.get("fortran_order");
  const shape = header.get("shape");
  if (header.size !== 3 || descr === undefined || shape === undefined) {
    const names = inWords([...header.keys()]);
    throw new WeightsFileError(where, `expected a header of descr, fortran_order and shape, found ${names}.`);
  }
  if (typeof fortranOrder !== "boolean") {
    throw new WeightsFileError(where, `expected fortran_order to be True or False, found ${inWords(fortranOrder)}.`);
  }
  if (!isShape(shape)) {
    throw new WeightsFileError(where, `expected a shape such as (16, 784), found ${inWords(shape)}.`);
  }
  return { descr, fortranOrder, shape };
}

function parse(text: string, where: string): PythonValue {
  try {
    return parsePythonLiteral(text);
  } catch (cause) {
    if (!(cause instanceof PythonLiteralError)) throw cause;
    const found = `found ${inWords(text.trim())}`;
    throw new WeightsFileError(where, `expected a header in Python's words, ${cause.message}, ${found}.`, { cause });
  }
}

function isShape(value: PythonValue): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.length <= mostDimensions &&
    value.every((size) => Number.isSafeInteger(size) && size >= 0)
  );
}
