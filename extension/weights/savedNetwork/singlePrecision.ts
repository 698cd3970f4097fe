import type { Floats } from "../../network/parameters.ts";
import { WeightsFileError } from "../weightsFileError.ts";

/**
 * Numbers as a weights file holds them: single precision, little-endian.
 *
 * @param shape of the tensor, to say where a number is that is refused
 * @param where the tensor's name, for error messages
 * @throws {WeightsFileError} when a number is not finite, or they are of double precision
 */
export function writeFloats(floats: Floats, shape: readonly number[], where: string): Uint8Array<ArrayBuffer> {
  if (!(floats instanceof Float32Array)) {
    throw new WeightsFileError(where, "expected single precision, found double: what would be read is not the same.");
  }
  const bytes = new Uint8Array(floats.length * bytesPerFloat);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < floats.length; i++) {
    if (!Number.isFinite(floats[i])) refuseNumber(where, shape, i, floats[i]);
    view.setFloat32(bytesPerFloat * i, floats[i], true);
  }
  return bytes;
}

/**
 * Reads what {@link writeFloats} wrote.
 *
 * @param bytes whole numbers of four
 * @throws {WeightsFileError} when a number is not finite
 */
export function readFloats(bytes: Uint8Array, shape: readonly number[], where: string): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const floats = new Float32Array(bytes.length / bytesPerFloat);
  for (let i = 0; i < floats.length; i++) {
    floats[i] = view.getFloat32(bytesPerFloat * i, true);
    if (!Number.isFinite(floats[i])) refuseNumber(where, shape, i, floats[i]);
  }
  return floats;
}

export const bytesPerFloat = 4;

function refuseNumber(where: string, shape: readonly number[], index: number, found: number): never {
  const columns = shape[1];
  const place =
    columns === undefined ? `entry ${index}` : `row ${Math.floor(index / columns)}, column ${index % columns}`;
  throw new WeightsFileError(where, `expected finite numbers, found ${found} in ${place}.`);
}
