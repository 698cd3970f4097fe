/** Whether the bytes begin as a gzip file does, whatever its name. */
export function isGzipped(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Inflates the first bytes alone.
 *
 * @returns `length` bytes; fewer where the content is shorter
 * @throws {GzipError} when the bytes are damaged
 */
export async function gunzipStart(gzipped: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const start = new Uint8Array(length);
  let filled = 0;
  await inflate(gzipped, (piece) => {
    const taken = piece.subarray(0, length - filled);
    start.set(taken, filled);
    filled += taken.length;
    return filled < length;
  });
  return start.subarray(0, filled);
}

/**
 * Inflates a whole file whose content has a known length, and stops at the first byte too many: a file that goes on
 * for gigabytes costs no more than an honest one.
 *
 * @param take receives the content piece by piece, at most `length` bytes of it
 * @throws {GzipError} when the bytes are damaged, or the content is shorter or longer than `length`
 */
export async function gunzip(
  gzipped: Uint8Array<ArrayBuffer>,
  length: number,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  let found = 0;
  const ended = await inflate(gzipped, (piece) => {
    found += piece.length;
    if (found > length) return false;
    take(piece);
    return true;
  });
  if (!ended) throw new GzipError("The gzip content is too long.", { problem: "long", found });
  if (found < length) throw new GzipError("The gzip content is too short.", { problem: "short", found });
}

/** Why a gzip file does not hold what it should. */
export class GzipError extends Error {
  /** `damaged`: not gzip's format, cut off, or its checksum disagrees; else the content's length is not the expected one */
  readonly problem: "damaged" | "short" | "long";
  /** bytes of content inflated before it was given up; if `long`, there may be more */
  readonly found: number;

  constructor(message: string, options: { problem: GzipError["problem"]; found: number; cause?: unknown }) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.name = "GzipError";
    this.problem = options.problem;
    this.found = options.found;
  }
}

/**
 * @param take receives the content piece by piece; false ends the inflating
 * @returns whether the content ended by itself
 */
async function inflate(gzipped: Uint8Array<ArrayBuffer>, take: (piece: Uint8Array) => boolean): Promise<boolean> {
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(gzipped);
      controller.close();
    },
  });
  const reader = source.pipeThrough(new DecompressionStream("gzip")).getReader();
  let found = 0;
  for (;;) {
    let piece: Awaited<ReturnType<typeof reader.read>>;
    try {
      piece = await reader.read();
    } catch (cause) {
      throw new GzipError("The gzip bytes are damaged or cut off.", { problem: "damaged", found, cause });
    }
    if (piece.done) return true;
    found += piece.value.length;
    if (!take(piece.value)) {
      // What is left may be damaged as well: nobody wants to know.
      await reader.cancel().catch(() => {});
      return false;
    }
  }
}
