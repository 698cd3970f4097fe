import type { Examples } from "./examples.ts";

/**
 * Tells whether two sets of examples are the same, whatever they are called: the first 16 hexadecimal digits of a SHA-256 of the
 * labels and of how many pixels of each example are not black. Two sets that agree in that but not in the pixels would
 * have to be made on purpose.
 */
export async function fingerprintOf({ labels, pixelStarts }: Examples): Promise<string> {
  const bytes = new Uint8Array(labels.byteLength + pixelStarts.byteLength);
  bytes.set(labels);
  bytes.set(new Uint8Array(pixelStarts.buffer, pixelStarts.byteOffset, pixelStarts.byteLength), labels.byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
