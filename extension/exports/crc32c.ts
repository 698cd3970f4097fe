/**
 * The checksum CRC-32C of some bytes, from 0 to 2³² − 1.
 *
 * @see RFC 3720, appendix B.4, for values to check it with
 */
export function crc32c(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) remainder = (remainder >>> 8) ^ remainders[(remainder ^ byte) & 0xff];
  return ~remainder >>> 0;
}

/** Castagnoli's polynomial, its bits in reverse. */
const polynomial = 0x82f63b78;

/** What is left of each byte. */
const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ polynomial : remainder >>> 1;
  return remainder;
});
