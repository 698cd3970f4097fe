import { numberCount } from "../../protocol/numberCount.ts";
import type { TensorForm } from "../../protocol/weightsSummary.ts";
import { type ByteSource, readBytes } from "../byteSource.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { contiguousTensor } from "./contiguousTensor.ts";
import { bytesOfNumber, isReadableDtype, type Numbers, type ReadableDtype, readNumbers } from "./numbers.ts";
import { readingAhead } from "./readingAhead.ts";
import { rowMajorBoxes, type TensorBox } from "./rowMajorBoxes.ts";

/** Where a tensor's numbers lie in a storage that other tensors may share. */
export interface StridedPlace {
  /** of its first number, in numbers */
  readonly offset: number;
  /** in each dimension, numbers from one index to the next; 0 where all indices share one number; none is negative */
  readonly strides: readonly number[];
}

/**
 * A tensor whose numbers lie at regular distances, as those of a transposed or an expanded one do.
 *
 * @param storage begins with its first number and holds all that the strides reach
 * @param file its name, for error messages
 */
export function stridedTensor(
  form: TensorForm,
  storage: ByteSource,
  place: StridedPlace,
  file: string,
  isLittleEndian: boolean,
): StoredTensor {
  const { name, dtype, shape } = form;
  if (!isReadableDtype(dtype)) return contiguousTensor(form, storage, 0, file, isLittleEndian);
  if (isRowMajor(shape, place.strides)) {
    return contiguousTensor(form, storage, place.offset * bytesOfNumber(dtype), file, isLittleEndian);
  }
  const reader = { storage, dtype, isLittleEndian, where: `${file}, ${name}` };
  return readingAhead({
    name,
    dtype,
    shape,
    isReadable: true,
    read: (from, count) => {
      const length = numberCount(shape);
      if (from + count > length) {
        throw new WeightsFileError(
          reader.where,
          `expected to read within its ${length} numbers, not to ${from + count}.`,
        );
      }
      const numbers = readNumbers(dtype, new Uint8Array(count * bytesOfNumber(dtype)), isLittleEndian, reader.where);
      for (const box of rowMajorBoxes(shape, from, count)) readBox(reader, place, box, numbers);
      return numbers;
    },
  });
}

interface StorageReader {
  readonly storage: ByteSource;
  readonly dtype: ReadableDtype;
  readonly isLittleEndian: boolean;
  readonly where: string;
}

/** A dimension of a box. */
interface Walk {
  readonly size: number;
  readonly stride: number;
  /** numbers from one index to the next among those asked for */
  readonly step: number;
}

/** What is read at once at most, when that reads what lies between the numbers as well. */
const windowBytes = 1_048_576;

/** Reads in the storage's order, so that what lies together is read together. @param numbers receives the box's */
function readBox(reader: StorageReader, place: StridedPlace, box: TensorBox, numbers: Numbers): void {
  let step = 1;
  const steps = box.sizes.map(() => 1);
  for (let i = box.sizes.length - 1; i >= 0; i--) {
    steps[i] = step;
    step *= box.sizes[i];
  }
  const start = box.starts.reduce((sum, index, i) => sum + index * place.strides[i], place.offset);
  const walks = box.sizes
    .map((size, i): Walk => ({ size, stride: place.strides[i], step: steps[i] }))
    .filter(({ size }) => size > 1)
    .sort((a, b) => b.stride - a.stride);
  const most = windowBytes / bytesOfNumber(reader.dtype);
  // The outer dimensions are walked; all numbers of the inner ones lie within one window.
  let outer = 0;
  while (reach(walks.slice(outer)) > most) outer++;
  const inner = walks.slice(outer);
  const length = reach(inner);
  forEachPlace(walks.slice(0, outer), start, box.first, (offset, index) => {
    const bytes = bytesOfNumber(reader.dtype);
    const window = readBytes(reader.storage, offset * bytes, length * bytes, reader.where);
    const found = readNumbers(reader.dtype, window, reader.isLittleEndian, reader.where);
    forEachPlace(inner, 0, index, (innerOffset, innerIndex) => {
      numbers[innerIndex] = found[innerOffset];
    });
  });
}

/** Numbers from the first to the last. */
function reach(walks: readonly Walk[]): number {
  return walks.reduce((sum, { size, stride }) => sum + (size - 1) * stride, 1);
}

/** Calls for every combination of indices. @param visit takes the place in the storage, and among the numbers asked for */
function forEachPlace(
  walks: readonly Walk[],
  offset: number,
  index: number,
  visit: (offset: number, index: number) => void,
): void {
  if (walks.length === 0) {
    visit(offset, index);
    return;
  }
  const [{ size, stride, step }, ...rest] = walks;
  for (let i = 0; i < size; i++) {
    if (rest.length === 0) visit(offset + i * stride, index + i * step);
    else forEachPlace(rest, offset + i * stride, index + i * step, visit);
  }
}

function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== expected) return false;
    expected *= shape[i];
  }
  return true;
}
