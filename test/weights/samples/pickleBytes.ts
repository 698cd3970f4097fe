import { joined } from "./protobufBytes.ts";

/** Instructions of a pickle that leave one value on its stack. */
export type Pickled = Uint8Array<ArrayBuffer>;

/** A whole pickle of protocol 2. */
export function pickle(value: Pickled): Pickled {
  return joined([opcodes("\x80\x02"), value, opcodes(".")]);
}

export const none: Pickled = opcodes("N");

export function truth(value: boolean): Pickled {
  return opcodes(value ? "\x88" : "\x89");
}

/** BINUNICODE. */
export function text(value: string): Pickled {
  const bytes = new TextEncoder().encode(value);
  return joined([opcodes("X"), littleEndian(4, bytes.length), bytes]);
}

/** BININT, or LONG1 of eight bytes where that is too small. */
export function whole(value: number): Pickled {
  const fits = Math.abs(value) < 2 ** 31;
  return fits ? joined([opcodes("J"), littleEndian(4, value)]) : joined([opcodes("\x8a\x08"), littleEndian(8, value)]);
}

/** BINFLOAT. */
export function float(value: number): Pickled {
  const bytes = new Uint8Array(9);
  bytes[0] = "G".charCodeAt(0);
  new DataView(bytes.buffer).setFloat64(1, value);
  return bytes;
}

export function list(...values: readonly Pickled[]): Pickled {
  return joined([opcodes("]("), ...values, opcodes("e")]);
}

export function tuple(...values: readonly Pickled[]): Pickled {
  return joined([opcodes("("), ...values, opcodes("t")]);
}

export function dict(entries: Readonly<Record<string, Pickled>>): Pickled {
  return joined([opcodes("}"), items(entries)]);
}

/** Sets entries of the dict that stands before. */
export function items(entries: Readonly<Record<string, Pickled>>): Pickled {
  const pairs = Object.entries(entries).flatMap(([key, value]) => [text(key), value]);
  return joined([opcodes("("), ...pairs, opcodes("u")]);
}

/** GLOBAL. */
export function global(module: string, name: string): Pickled {
  return opcodes(`c${module}\n${name}\n`);
}

/** REDUCE: in Python, a call. */
export function called(function_: Pickled, ...args: readonly Pickled[]): Pickled {
  return joined([function_, tuple(...args), opcodes("R")]);
}

/** BINPERSID. */
export function persistent(id: Pickled): Pickled {
  return joined([id, opcodes("Q")]);
}

/** Each character a byte. */
export function opcodes(characters: string): Pickled {
  return Uint8Array.from(characters, (character) => character.charCodeAt(0));
}

function littleEndian(length: 4 | 8, value: number): Pickled {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigInt64(0, BigInt(value), true);
  return bytes.subarray(0, length);
}
