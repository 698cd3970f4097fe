import type { NeuronOrder, TensorPair } from "../../protocol/weightsComparison.ts";
import { turnedTensor } from "../tensors/turnedTensor.ts";
import type { StoredTensor } from "../weightsFile.ts";
import type { ComparedFile } from "./comparedFile.ts";

/**
 * A pair's two tensors in one shape, as they are compared: turned where a file keeps them the other way round, B's in
 * another order of neurons where one is given.
 */
export function comparedTensors(
  a: ComparedFile,
  b: ComparedFile,
  pair: TensorPair,
  order: NeuronOrder | null,
): { readonly a: StoredTensor; readonly b: StoredTensor } {
  const inShape = (tensor: StoredTensor, isTurned: boolean) =>
    isTurned ? turnedTensor(tensor) : viewOf(tensor, pair.shape, (from, count) => tensor.read(from, count));
  const ofB = inShape(b.file.tensors[pair.b], pair.isTurnedInB);
  return {
    a: inShape(a.file.tensors[pair.a], pair.isTurnedInA),
    b: order === null ? ofB : reorderedTensor(ofB, order),
  };
}

/** B − A, number by number. */
export function changeTensor(a: StoredTensor, b: StoredTensor): StoredTensor {
  return viewOf(a, a.shape, (from, count) => {
    const ofA = a.read(from, count);
    return Float64Array.from(b.read(from, count), (number, place) => number - ofA[place]);
  });
}

/** A matrix or list with its rows, and a matrix's columns, in another order. All of it is read once, when first asked. */
function reorderedTensor(tensor: StoredTensor, { rows, columns }: NeuronOrder): StoredTensor {
  const [rowCount, columnCount = 1] = tensor.shape;
  let numbers: ArrayLike<number> | undefined;
  return viewOf(tensor, tensor.shape, (from, count) => {
    numbers ??= tensor.read(0, rowCount * columnCount);
    const read = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      const row = Math.floor((from + k) / columnCount);
      const column = (from + k) % columnCount;
      const fromRow = rows?.partners[row] ?? row;
      const fromColumn = columns?.partners[column] ?? column;
      const isFlipped = (rows?.isFlipped[row] ?? false) !== (columns?.isFlipped[column] ?? false);
      const number = numbers[fromRow * columnCount + fromColumn];
      read[k] = isFlipped ? -number : number;
    }
    return read;
  });
}

function viewOf({ name, dtype, isReadable }: StoredTensor, shape: readonly number[], read: StoredTensor["read"]) {
  return { name, dtype, isReadable, shape, read } satisfies StoredTensor;
}
