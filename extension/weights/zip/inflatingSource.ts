import { Inflate } from "fflate";
import { type ByteSource, readBytes } from "../byteSource.ts";
import { WeightsFileError } from "../weightsFileError.ts";
import { crc32 } from "./crc32.ts";

/** What deflated bytes are said to hold. */
export interface InflatedContent {
  /** in bytes; nothing is inflated beyond it */
  readonly length: number;
  readonly crc32: number;
}

/**
 * The content of deflated bytes as a source. To read on costs what is inflated on the way; to read what lies before the
 * piece inflated last begins anew. At any time only one piece is held: what {@link mostPieceBytes} can be inflated to.
 *
 * @param where the file and the place in it, for error messages
 */
export function inflatingSource(deflated: ByteSource, content: InflatedContent, where: string): ByteSource {
  const { length } = content;
  let inflation = new Inflation(deflated, content, where);
  return {
    length,
    read(start, count) {
      const end = Math.min(start + count, length);
      const bytes = new Uint8Array(Math.max(0, end - start));
      if (start < inflation.pieceStart) inflation = new Inflation(deflated, content, where);
      for (let filled = 0; filled < bytes.length; ) {
        const piece = inflation.pieceFrom(start + filled).subarray(0, bytes.length - filled);
        bytes.set(piece, filled);
        filled += piece.length;
      }
      return bytes;
    },
  };
}

/**
 * How many bytes are inflated at once at most: the more the faster, but what they come to cannot be stopped half-way, and
 * may be a thousand times as much.
 */
const mostPieceBytes = 16 * 1024;
/** Of the first piece: a NumPy array's header takes no more, and who wants that only is not given much beside it. */
const firstPieceBytes = 128;
/** The longest that deflate goes without giving a byte is a stored block that is not whole yet, 64 KiB. */
const mostSilentBytes = 2 ** 17;

/** One way from the first byte on. */
class Inflation {
  /** where the piece inflated last begins in the content */
  pieceStart = 0;
  #piece = new Uint8Array(0);
  /** deflated bytes taken so far */
  #taken = 0;
  /** of these, those since the last byte of content */
  #silent = 0;
  /** why it cannot go on; what comes after damage would be made up */
  #failure: WeightsFileError | undefined;
  readonly #inflate = new Inflate((piece) => {
    this.#piece = piece;
  });
  /** of all content before the piece inflated last: of which nobody reads the end, nothing is summed up */
  #crc32 = 0;
  readonly #deflated: ByteSource;
  readonly #content: InflatedContent;
  readonly #where: string;

  constructor(deflated: ByteSource, content: InflatedContent, where: string) {
    this.#deflated = deflated;
    this.#content = content;
    this.#where = where;
  }

  /** @param place not before the piece inflated last, and within the content @returns bytes from there on, at least one */
  pieceFrom(place: number): Uint8Array {
    while (this.pieceStart + this.#piece.length <= place) this.#inflateNext();
    return this.#piece.subarray(place - this.pieceStart);
  }

  #inflateNext(): void {
    if (this.#failure) throw this.#failure;
    this.#crc32 = crc32(this.#piece, this.#crc32);
    this.pieceStart += this.#piece.length;
    this.#piece = new Uint8Array(0);
    const wanted = Math.min(Math.max(this.#taken, firstPieceBytes), mostPieceBytes);
    const count = Math.min(wanted, this.#deflated.length - this.#taken);
    if (count === 0 || this.#silent > mostSilentBytes) {
      this.#refuse(`expected ${this.#content.length} bytes of content, its deflated bytes hold ${this.pieceStart}.`);
    }
    const deflated = readBytes(this.#deflated, this.#taken, count, this.#where);
    this.#taken += count;
    try {
      this.#inflate.push(deflated, this.#taken === this.#deflated.length);
    } catch (cause) {
      this.#refuse(`expected deflated bytes, found damage within the ${count} before byte ${this.#taken}.`, { cause });
    }
    this.#silent = this.#piece.length === 0 ? this.#silent + count : 0;
    this.#checkContent(this.pieceStart + this.#piece.length);
  }

  /** @param end of what has been inflated */
  #checkContent(end: number): void {
    const { length, crc32: expected } = this.#content;
    if (end > length) this.#refuse(`expected ${length} bytes of content, its deflated bytes hold more.`);
    if (end < length) return;
    const whole = crc32(this.#piece, this.#crc32);
    if (whole === expected) return;
    const found = `found ${inHexadecimal(whole)}: its bytes are damaged`;
    this.#refuse(`expected content of the checksum ${inHexadecimal(expected)}, ${found}.`);
  }

  #refuse(expectedAndFound: string, options: { cause?: unknown } = {}): never {
    this.#failure = new WeightsFileError(this.#where, expectedAndFound, options);
    throw this.#failure;
  }
}

function inHexadecimal(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}
