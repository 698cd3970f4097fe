import { numberCount } from "../../protocol/numberCount.ts";
import { bytesOfNumber, isReadableDtype, type Numbers, type ReadableDtype, readNumbers } from "../tensors/numbers.ts";
import { rowMajorBoxes } from "../tensors/rowMajorBoxes.ts";
import type { StoredTensor } from "../weightsFile.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import type { Hdf5Dataset, Hdf5File } from "./hdf5File.ts";

/** What was read last of a file's datasets that are kept in chunks. */
export interface RecentChunks {
  latest?: { readonly dataset: Hdf5Dataset; readonly from: number; readonly numbers: Numbers };
}

/**
 * A dataset as a tensor.
 *
 * @param recent of its file
 * @param file its name, for error messages
 */
export function hdf5Tensor(hdf5: Hdf5File, dataset: Hdf5Dataset, recent: RecentChunks, file: string): StoredTensor {
  const { path: name, dtype, shape, bytes, unknownFilter } = dataset;
  const where = `${file}, ${name}`;
  const count = numberCount(shape);
  const isNumber = isReadableDtype(dtype) && bytesOfNumber(dtype) === bytes;
  return {
    name,
    dtype,
    shape,
    isReadable: isNumber && unknownFilter === null,
    read: (from, length) => {
      if (unknownFilter !== null) {
        throw new WeightsFileError(
          where,
          `expected numbers that are deflated or plain, found the filter ${unknownFilter}.`,
        );
      }
      if (!isNumber) throw new WeightsFileError(where, `expected a dtype such as F32, found ${dtype}.`);
      if (from + length > count) {
        throw new WeightsFileError(where, `expected to read within its ${count} numbers, not to ${from + length}.`);
      }
      const chunkBytes = dataset.chunks?.reduce((product, size) => product * size, bytes) ?? 0;
      if (chunkBytes > mostChunkBytes) {
        const found = `found chunks of ${chunkBytes}, each of which is read as a whole`;
        throw new WeightsFileError(where, `expected chunks of at most ${mostChunkBytes} bytes, ${found}.`);
      }
      const place = { hdf5, dataset, dtype, count, where };
      const inBlock = numbersInBlock(dataset);
      return inBlock === null ? readPieces(place, from, length) : readBlocks(place, from, length, inBlock, recent);
    },
  };
}

interface DatasetPlace {
  readonly hdf5: Hdf5File;
  readonly dataset: Hdf5Dataset;
  readonly dtype: ReadableDtype;
  readonly count: number;
  readonly where: string;
}

const mostChunkBytes = 64 * 2 ** 20;
/** What is kept of what was read. */
const mostBlockBytes = 16 * 2 ** 20;
/** The library's memory holds one piece at a time. */
const numbersInPiece = 2 ** 20;

/** Numbers from one row of chunks to the next; null where the dataset has no chunks, or such a row is too large to keep. */
function numbersInBlock({ chunks, shape, bytes }: Hdf5Dataset): number | null {
  if (chunks === null) return null;
  const numbers = shape.slice(1).reduce((product, size) => product * size, chunks[0]);
  return numbers > 0 && numbers * bytes <= mostBlockBytes ? numbers : null;
}

/** To inflate a chunk anew for each of its rows would take their number times as long. */
function readBlocks(place: DatasetPlace, from: number, length: number, inBlock: number, recent: RecentChunks): Numbers {
  const numbers = emptyNumbers(place, length);
  const end = from + length;
  for (let at = from; at < end; ) {
    const blockStart = at - (at % inBlock);
    if (recent.latest?.dataset !== place.dataset || recent.latest.from !== blockStart) {
      const blockLength = Math.min(inBlock, place.count - blockStart);
      const read = readPieces(place, blockStart, blockLength);
      recent.latest = { dataset: place.dataset, from: blockStart, numbers: read };
    }
    const block = recent.latest.numbers;
    const part = block.subarray(at - blockStart, end - blockStart);
    numbers.set(part, at - from);
    at += part.length;
  }
  return numbers;
}

function readPieces(place: DatasetPlace, from: number, length: number): Numbers {
  const numbers = emptyNumbers(place, length);
  for (let done = 0; done < length; done += numbersInPiece) {
    const piece = Math.min(numbersInPiece, length - done);
    for (const box of rowMajorBoxes(place.dataset.shape, from + done, piece)) {
      const bytes = place.hdf5.read(place.dataset, box);
      numbers.set(readNumbers(place.dtype, bytes, true, place.where), done + box.first);
    }
  }
  return numbers;
}

function emptyNumbers({ dtype, where }: DatasetPlace, length: number): Numbers {
  return readNumbers(dtype, new Uint8Array(length * bytesOfNumber(dtype)), true, where);
}
