import { type ByteSource, readBytes } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * Looks through the global heaps that begin in what the HDF5 library reads: there it keeps texts of any length. One whose
 * objects have false lengths sends the library round in a circle, from which nothing brings it back.
 *
 * @param bytes as they were read of the source
 * @param start where they begin in it
 * @param where the file, for error messages
 * @throws {WeightsFileError}
 * @see HDF5 File Format Specification Version 3.0, III.E, "Disk Format: Level 1E - Global Heap"
 * @see https://github.com/HDFGroup/hdf5/blob/hdf5_1_14_5/src/H5HGcache.c, `H5HG__cache_heap_deserialize`
 */
export function refuseEndlessHeaps(source: ByteSource, bytes: Uint8Array, start: number, where: string): void {
  for (let at = bytes.indexOf(signature[0]); at >= 0; at = bytes.indexOf(signature[0], at + 1)) {
    if (signature.every((byte, i) => bytes[at + i] === byte)) refuseEndlessHeap(source, start + at, where);
  }
}

/** "GCOL", version 1, three times 0. */
const signature = [0x47, 0x43, 0x4f, 0x4c, 1, 0, 0, 0];
/** Of the heap as well as of each object in it, where lengths take eight bytes, as all writers have it. */
const headerBytes = 16;

function refuseEndlessHeap(source: ByteSource, start: number, where: string): void {
  const header = viewOf(readBytes(source, start, headerBytes, where));
  const length = Number(header.getBigUint64(8, true));
  for (let place = headerBytes; place + headerBytes <= length; ) {
    const object = viewOf(readBytes(source, start + place, headerBytes, where));
    const isFree = object.getUint16(0, true) === 0;
    const content = Number(object.getBigUint64(8, true));
    // The rest that is free counts its own header, and is not filled up to eight bytes.
    const taken = isFree ? content : headerBytes + 8 * Math.ceil(content / 8);
    if (taken < headerBytes || place + taken > length) {
      const found = `found one of ${content} bytes at byte ${place}`;
      throw new WeightsFileError(where, `expected objects within a global heap of ${length} bytes, ${found}.`);
    }
    place += taken;
  }
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
