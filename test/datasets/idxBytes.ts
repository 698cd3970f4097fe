import { gzipSync } from "node:zlib";
import type { NamedBytes } from "../../extension/protocol/trainerMessages.ts";

/** An IDX file of pictures: pixel p of picture i is (7 i + 3 p) mod 256 where p mod 3 is 0, else black. */
export function idxImages(count: number, rows = 28, columns = 28): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(16 + count * rows * columns);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, 0x0803);
  header.setUint32(4, count);
  header.setUint32(8, rows);
  header.setUint32(12, columns);
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < rows * columns; p += 3) bytes[16 + i * rows * columns + p] = 7 * i + 3 * p;
  }
  return bytes;
}

/** An IDX file of labels: label i is i mod 10. */
export function idxLabels(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(8 + count);
  const header = new DataView(bytes.buffer);
  header.setUint32(0, 0x0801);
  header.setUint32(4, count);
  for (let i = 0; i < count; i++) bytes[8 + i] = i % 10;
  return bytes;
}

export function gzipped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

export function file(name: string, bytes: Uint8Array<ArrayBuffer>): NamedBytes {
  return { name, bytes };
}
