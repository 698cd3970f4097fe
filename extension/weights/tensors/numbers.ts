import { WeightsFileError } from "../weightsFileError.ts";

/** Numbers as the reader gives them on. */
export type Numbers = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** How one number of a dtype is kept. */
interface NumberKind {
  readonly bytes: number;
  /** the precision that holds every value exactly; of 64-bit whole numbers the nearest */
  readonly Array: Float32ArrayConstructor | Float64ArrayConstructor;
  at(view: DataView, offset: number, isLittleEndian: boolean): number;
}

const numberKinds = {
  F64: { bytes: 8, Array: Float64Array, at: (view, offset, isLittle) => view.getFloat64(offset, isLittle) },
  F32: { bytes: 4, Array: Float32Array, at: (view, offset, isLittle) => view.getFloat32(offset, isLittle) },
  F16: { bytes: 2, Array: Float32Array, at: (view, offset, isLittle) => view.getFloat16(offset, isLittle) },
  BF16: { bytes: 2, Array: Float32Array, at: readBrainFloat },
  I64: { bytes: 8, Array: Float64Array, at: (view, offset, isLittle) => Number(view.getBigInt64(offset, isLittle)) },
  U64: { bytes: 8, Array: Float64Array, at: (view, offset, isLittle) => Number(view.getBigUint64(offset, isLittle)) },
  I32: { bytes: 4, Array: Float64Array, at: (view, offset, isLittle) => view.getInt32(offset, isLittle) },
  U32: { bytes: 4, Array: Float64Array, at: (view, offset, isLittle) => view.getUint32(offset, isLittle) },
  I16: { bytes: 2, Array: Float32Array, at: (view, offset, isLittle) => view.getInt16(offset, isLittle) },
  U16: { bytes: 2, Array: Float32Array, at: (view, offset, isLittle) => view.getUint16(offset, isLittle) },
  I8: { bytes: 1, Array: Float32Array, at: (view, offset) => view.getInt8(offset) },
  U8: { bytes: 1, Array: Float32Array, at: (view, offset) => view.getUint8(offset) },
  BOOL: { bytes: 1, Array: Float32Array, at: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
} satisfies Record<string, NumberKind>;

/** The dtypes whose numbers can be read. */
export type ReadableDtype = keyof typeof numberKinds;

export function isReadableDtype(dtype: string): dtype is ReadableDtype {
  return Object.hasOwn(numberKinds, dtype);
}

/** @param where the tensor, for the message @throws {WeightsFileError} */
export function requireReadable(dtype: string, where: string): asserts dtype is ReadableDtype {
  if (!isReadableDtype(dtype)) throw new WeightsFileError(where, `expected a dtype such as F32, found ${dtype}.`);
}

export function bytesOfNumber(dtype: ReadableDtype): number {
  return numberKinds[dtype].bytes;
}

/**
 * Reads numbers that lie side by side.
 *
 * @param bytes whole numbers of the dtype
 * @param where the tensor's name, for error messages
 * @throws {WeightsFileError} when the bytes are not whole numbers
 */
export function readNumbers(
  dtype: ReadableDtype,
  bytes: Uint8Array<ArrayBuffer>,
  isLittleEndian: boolean,
  where: string,
): Numbers {
  const kind: NumberKind = numberKinds[dtype];
  if (bytes.length % kind.bytes !== 0) {
    throw new WeightsFileError(where, `expected whole numbers of ${kind.bytes} bytes, found ${bytes.length} bytes.`);
  }
  const count = bytes.length / kind.bytes;
  if (dtype === "F32" && isLittleEndian && isLittleEndianMachine) {
    // The most frequent kind, as fast as it can be copied.
    const isAligned = bytes.byteOffset % kind.bytes === 0;
    const own = isAligned ? bytes : bytes.slice();
    return new Float32Array(own.buffer, own.byteOffset, count);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const numbers = new kind.Array(count);
  for (let i = 0; i < count; i++) numbers[i] = kind.at(view, i * kind.bytes, isLittleEndian);
  return numbers;
}

const isLittleEndianMachine = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The upper half of a single-precision number. */
function readBrainFloat(view: DataView, offset: number, isLittleEndian: boolean): number {
  single.setUint16(0, view.getUint16(offset, isLittleEndian));
  return single.getFloat32(0);
}

const single = new DataView(new ArrayBuffer(4));
