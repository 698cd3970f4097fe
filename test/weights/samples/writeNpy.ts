/** What stands in a NumPy array's file; the header is written as it is given, be it true or not. */
export interface NpyContent {
  readonly descr?: string;
  readonly isFortranOrder?: boolean;
  readonly shape?: readonly number[];
  readonly bytes?: Uint8Array;
  /** in place of what the three above make */
  readonly header?: string;
  /** in place of the header's length */
  readonly headerLength?: number;
  readonly version?: 1 | 2 | 3;
}

/** @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
export function writeNpy(content: NpyContent): Uint8Array<ArrayBuffer> {
  const { descr = "<f4", isFortranOrder = false, shape = [], bytes = new Uint8Array(4), version = 1 } = content;
  const order = isFortranOrder ? "True" : "False";
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const header = content.header ?? `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${sizes}), }`;
  const lengthBytes = version === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  const padded = `${header.padEnd(Math.ceil((start + header.length + 1) / 64) * 64 - start - 1)}\n`;
  const length = Buffer.alloc(lengthBytes);
  length.writeUIntLE(content.headerLength ?? Buffer.byteLength(padded), 0, lengthBytes);
  const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0);
  return new Uint8Array(Buffer.concat([magic, length, Buffer.from(padded), bytes]));
}
