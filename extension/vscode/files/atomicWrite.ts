import type { Files } from "./files.ts";

/**
 * Replaces a file's content in one move: it is written under another name in the same folder, and renamed. Whatever
 * interrupts that leaves the old file whole.
 */
export async function atomicWrite<Place>(files: Files<Place>, place: Place, bytes: Uint8Array): Promise<void> {
  const temporary = files.temporaryFor(place);
  try {
    await files.write(temporary, bytes);
    await files.rename(temporary, place);
  } catch (error) {
    await files.delete(temporary).catch(() => undefined); // it may never have come to be
    throw error;
  }
}
