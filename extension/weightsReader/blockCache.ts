/** What was read last for the sake of small readings, of all files that share it together. */
export class BlockCache {
  /** the one used last first */
  readonly #blocks: Block[] = [];

  /** that are kept */
  get byteLength(): number {
    return this.#blocks.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  /**
   * Bytes of a file, in a buffer that they share with others.
   *
   * @param length at most {@link mostCachedBytes}
   * @param readFromDisk reads as much of the file, or less where it ends before
   */
  read(
    file: object,
    start: number,
    length: number,
    readFromDisk: (start: number, length: number) => Uint8Array<ArrayBuffer>,
  ): Uint8Array<ArrayBuffer> {
    const blocks = this.#blocks;
    const known = blocks.findIndex(
      (block) => block.file === file && block.start <= start && start + length <= block.start + blockBytes,
    );
    const firstOfPage = start - (start % pageBytes);
    const block = blocks[known] ?? { file, start: firstOfPage, bytes: readFromDisk(firstOfPage, blockBytes) };
    if (known !== 0) {
      if (known > 0) blocks.splice(known, 1);
      blocks.unshift(block);
      if (blocks.length > mostBlocks) blocks.pop();
    }
    return block.bytes.subarray(start - block.start, start - block.start + length);
  }

  /** Nothing more is read of a file. */
  forget(file: object): void {
    this.#blocks.splice(0, this.#blocks.length, ...this.#blocks.filter((block) => block.file !== file));
  }
}

interface Block {
  readonly file: object;
  readonly start: number;
  /** fewer than {@link blockBytes} where the file ends before */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A table of contents is read in many small readings. */
const blockBytes = 2 ** 15;
/** A block begins with a page, for what is read next often lies a little before. */
const pageBytes = 2 ** 12;
/** So much is in one block, wherever in its first page it begins. */
export const mostCachedBytes = blockBytes - pageBytes;
/**
 * HDF5 goes to and fro between its groups: of sixteen blocks it reads a quarter of what it would of one. Here is room for
 * two such files that are compared, and the same again; a model may consist of hundreds of files, which are read in turn.
 */
const mostBlocks = 64;
