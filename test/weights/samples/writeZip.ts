import { crc32, deflateRawSync } from "node:zlib";

/** What goes into an archive, and how. What is declared falsely makes a bad archive on purpose. */
export interface ZipContent {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isDeflated?: boolean;
  /** in place of what is true, in the table of contents */
  readonly declared?: Partial<Record<"method" | "flags" | "crc32" | "length" | "storedLength" | "start", number>>;
  /** in the entry's own header, in place of the name */
  readonly nameInHeader?: string;
  /** before the content, in the entry's own header: PyTorch aligns by these */
  readonly paddingBytes?: number;
  /** numbers in 64 bits */
  readonly isWide?: boolean;
}

/** @param isWide whether the archive's end is in 64 bits @param comment after the archive's end */
export function writeZip(
  contents: readonly ZipContent[],
  { isWide = false, comment = "" } = {},
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let start = 0;
  const push = (part: Uint8Array) => {
    parts.push(part);
    start += part.length;
  };
  for (const content of contents) {
    const stored = content.isDeflated ? deflateRawSync(content.bytes) : content.bytes;
    const of = {
      method: content.isDeflated ? 8 : 0,
      flags: 0,
      crc32: crc32(content.bytes),
      length: content.bytes.length,
      storedLength: stored.length,
      start,
      ...content.declared,
    };
    directory.push(directoryEntry(content, of));
    push(localHeader(content, of, stored.length));
    push(stored);
  }
  const directoryStart = start;
  for (const entry of directory) push(entry);
  const end = { count: directory.length, length: start - directoryStart, start: directoryStart };
  if (isWide) push(wideEnd(end, start));
  push(narrowEnd(isWide ? { count: 0xffff, length: 0xffffffff, start: 0xffffffff } : end, comment));
  return new Uint8Array(Buffer.concat(parts));
}

interface Declared {
  readonly method: number;
  readonly flags: number;
  readonly crc32: number;
  readonly length: number;
  readonly storedLength: number;
  readonly start: number;
}

function localHeader(content: ZipContent, of: Declared, storedLength: number): Uint8Array {
  const name = Buffer.from(content.nameInHeader ?? content.name);
  const padding = Buffer.alloc(content.paddingBytes ?? 0);
  if (padding.length >= 4) {
    padding.write("FB");
    padding.writeUInt16LE(padding.length - 4, 2);
  }
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(of.method, 8);
  header.writeUInt32LE(of.crc32, 14);
  header.writeUInt32LE(storedLength, 18);
  header.writeUInt32LE(content.bytes.length, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(padding.length, 28);
  return Buffer.concat([header, name, padding]);
}

function directoryEntry(content: ZipContent, of: Declared): Uint8Array {
  const name = Buffer.from(content.name);
  const header = Buffer.alloc(46);
  const extra = Buffer.alloc(content.isWide ? 4 + 3 * 8 : 0);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(of.flags, 8);
  header.writeUInt16LE(of.method, 10);
  header.writeUInt32LE(of.crc32, 16);
  header.writeUInt32LE(content.isWide ? 0xffffffff : of.storedLength, 20);
  header.writeUInt32LE(content.isWide ? 0xffffffff : of.length, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE(content.isWide ? 0xffffffff : of.start, 42);
  if (content.isWide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(3 * 8, 2);
    for (const [i, number] of [of.length, of.storedLength, of.start].entries()) {
      extra.writeBigUInt64LE(BigInt(number), 4 + 8 * i);
    }
  }
  return Buffer.concat([header, name, extra]);
}

interface End {
  readonly count: number;
  readonly length: number;
  readonly start: number;
}

function wideEnd({ count, length, start }: End, here: number): Uint8Array {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(length), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(here), 56 + 8);
  end.writeUInt32LE(1, 56 + 16);
  return end;
}

function narrowEnd({ count, length, start }: End, comment: string): Uint8Array {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(start, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}
