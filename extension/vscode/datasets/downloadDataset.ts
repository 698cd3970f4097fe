import { createHash } from "node:crypto";
import type { DownloadableDataset, DownloadableFile } from "../../datasets/downloadable.ts";
import { atomicWrite } from "../files/atomicWrite.ts";
import type { Files } from "../files/files.ts";

/** A dataset that could not be downloaded. The message is one sentence for people. */
export class DownloadError extends Error {
  override readonly name = "DownloadError";
}

export interface DownloadOptions<Place> {
  readonly files: Files<Place>;
  /** where the files go; it need not be there yet */
  readonly folder: Place;
  readonly signal: AbortSignal;
  /** hears how many of the dataset's bytes have come */
  onProgress(bytesSoFar: number): void;
}

/** All of a dataset's bytes. */
export function downloadLength({ files }: DownloadableDataset): number {
  return files.reduce((length, file) => length + file.lengthBytes, 0);
}

/**
 * Downloads a dataset's files, each from the first mirror that gives it as its checksum says. A file enters the folder
 * whole or not at all.
 *
 * @throws {DownloadError} when no mirror gives a file
 * @throws the signal's reason when it is aborted
 */
export async function downloadDataset<Place>(
  dataset: DownloadableDataset,
  { files, folder, signal, onProgress }: DownloadOptions<Place>,
): Promise<void> {
  let earlierBytes = 0;
  for (const file of dataset.files) {
    const bytes = await downloadFromMirrors(dataset, file, signal, (fileBytes) => onProgress(earlierBytes + fileBytes));
    await atomicWrite(files, files.inside(folder, file.name), bytes);
    earlierBytes += file.lengthBytes;
  }
}

async function downloadFromMirrors(
  { label, mirrors }: DownloadableDataset,
  file: DownloadableFile,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<Uint8Array> {
  const failures: Error[] = [];
  for (const mirror of mirrors) {
    try {
      return await downloadFile(new URL(file.name, mirror), file, signal, onProgress);
    } catch (error) {
      signal.throwIfAborted();
      failures.push(error instanceof Error ? error : new Error(String(error)));
    }
  }
  const isOffline = failures.every((failure) => !(failure instanceof WrongAnswer));
  const because = isOffline ? "no server could be reached" : failures.map((failure) => failure.message).join("; ");
  throw new DownloadError(
    `${label} could not be downloaded: ${because}. Check the connection, use the built-in digits, or open a folder of IDX files.`,
    { cause: new AggregateError(failures, `No mirror gave ${file.name}.`) },
  );
}

/** A server answered, but not with the file. */
class WrongAnswer extends Error {}

async function downloadFile(
  address: URL,
  file: DownloadableFile,
  signal: AbortSignal,
  onProgress: (bytes: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(address, { signal });
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw new WrongAnswer(`${address.host} answered ${response.status} for ${file.name}`);
  }
  const bytes = new Uint8Array(file.lengthBytes);
  const hash = createHash("sha256");
  let length = 0;
  for await (const chunk of response.body) {
    if (length + chunk.length > bytes.length) {
      throw new WrongAnswer(`${file.name} from ${address.host}: expected ${bytes.length} bytes, found more`);
    }
    bytes.set(chunk, length);
    hash.update(chunk);
    length += chunk.length;
    onProgress(length);
  }
  if (length < bytes.length) {
    throw new WrongAnswer(`${file.name} from ${address.host}: expected ${bytes.length} bytes, found ${length}`);
  }
  const sha256 = hash.digest("hex");
  if (sha256 !== file.sha256) {
    throw new WrongAnswer(`${file.name} from ${address.host}: expected the SHA-256 ${file.sha256}, found ${sha256}`);
  }
  return bytes;
}
