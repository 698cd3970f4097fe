import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { type ByteSource, sourceWithin } from "../byteSource.ts";
import { contiguousTensor } from "../tensors/contiguousTensor.ts";
import { stridedTensor } from "../tensors/stridedTensor.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { inWords } from "../weightsFileError.ts";
import { byteLength, readNpyHeader } from "./npyHeader.ts";

/**
 * The array that a `.npy` file holds.
 *
 * @param name of the array
 * @param file the file's name, for error messages
 * @param numbersSource the same bytes again, where numbers are read from another source than the header
 * @returns the tensor, how long its header is, and what is odd about it
 * @throws {WeightsFileError}
 */
export function openNpyArray(
  source: ByteSource,
  name: string,
  file: string,
  numbersSource = source,
): { readonly tensor: StoredTensor; readonly headerBytes: number; readonly remarks: readonly string[] } {
  const { dtype, shape, isFortranOrder, isLittleEndian, itemBytes, start } = readNpyHeader(source, `${file}, ${name}`);
  const form: TensorForm = { name, dtype, shape };
  const length = byteLength({ itemBytes, shape });
  if (length === undefined) {
    const remark = `${inWords(name)} holds Python's own objects as a pickle, which is not read: it may run code.`;
    return { tensor: contiguousTensor(form, numbersSource, start, file), headerBytes: start, remarks: [remark] };
  }
  const numbers = sourceWithin(numbersSource, start, length);
  const tensor = isFortranOrder
    ? stridedTensor(form, numbers, { offset: 0, strides: fortranStrides(shape) }, file, isLittleEndian)
    : contiguousTensor(form, numbers, 0, file, isLittleEndian);
  const surplus = source.length - start - length;
  const remarks = surplus > 0 ? [`${surplus} bytes follow the numbers of ${inWords(name)}: they are not shown.`] : [];
  return { tensor, headerBytes: start, remarks };
}

/** In numbers: each column lies in one piece. */
function fortranStrides(shape: readonly number[]): number[] {
  let stride = 1;
  return shape.map((size) => {
    const own = stride;
    stride *= size;
    return own;
  });
}
