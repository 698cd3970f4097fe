/** One field of a Protocol Buffers message, byte by byte. A list is a message or packed numbers. */
export function field(
  number: number,
  value: bigint | number | string | Uint8Array | readonly Uint8Array[],
): Uint8Array {
  if (typeof value === "bigint" || typeof value === "number") return joined([varint(number * 8), varint(value)]);
  const bytes = typeof value === "string" ? new TextEncoder().encode(value) : joined([value].flat());
  return joined([varint(number * 8 + 2), varint(bytes.length), bytes]);
}

/** A field of four bytes. */
export function floatField(number: number, value: number): Uint8Array {
  return joined([varint(number * 8 + 5), new Uint8Array(Float32Array.of(value).buffer)]);
}

/** Seven bits a byte, the lowest first; a negative number takes ten. */
export function varint(value: bigint | number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    const bits = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left > 0n ? bits | 0x80 : bits);
  } while (left > 0n);
  return Uint8Array.from(bytes);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.concat(parts));
}
