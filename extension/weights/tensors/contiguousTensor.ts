import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { type ByteSource, readBytes } from "../byteSource.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { bytesOfNumber, isReadableDtype, readNumbers, requireReadable } from "./numbers.ts";

/**
 * A tensor whose numbers lie side by side in row-major order.
 *
 * @param start of its first number in the source, in bytes
 * @param file its name, for error messages
 */
export function contiguousTensor(
  { name, dtype, shape }: TensorForm,
  source: ByteSource,
  start: number,
  file: string,
  isLittleEndian = true,
): StoredTensor {
  const where = `${file}, ${name}`;
  return {
    name,
    dtype,
    shape,
    isReadable: isReadableDtype(dtype),
    read: (from, count) => {
      requireReadable(dtype, where);
      const length = bytesOfNumber(dtype);
      return readNumbers(dtype, readBytes(source, start + from * length, count * length, where), isLittleEndian, where);
    },
  };
}
