/** The 64 digits of base64, as ASCII. */
const digits = new TextEncoder().encode("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
const padding = "=".charCodeAt(0);

/**
 * Bytes as text: three bytes in four characters, `=` in place of what the last three lack. By a table, since `btoa` takes
 * its bytes as a string and with making that four times as long.
 *
 * @see RFC 4648, section 4
 */
export function encodeBase64(bytes: Uint8Array): string {
  const text = new Uint8Array(base64Length(bytes.length));
  const whole = bytes.length - (bytes.length % 3);
  let place = 0;
  for (let i = 0; i < whole; i += 3) {
    const bits = (bytes[i] << 16) | (bytes[i + 1] << 8) | bytes[i + 2];
    text[place++] = digits[bits >> 18];
    text[place++] = digits[(bits >> 12) & 63];
    text[place++] = digits[(bits >> 6) & 63];
    text[place++] = digits[bits & 63];
  }
  if (whole < bytes.length) {
    const hasSecond = whole + 1 < bytes.length;
    const bits = (bytes[whole] << 16) | (hasSecond ? bytes[whole + 1] << 8 : 0);
    text[place++] = digits[bits >> 18];
    text[place++] = digits[(bits >> 12) & 63];
    text[place++] = hasSecond ? digits[(bits >> 6) & 63] : padding;
    text[place++] = padding;
  }
  return new TextDecoder().decode(text);
}

/** Characters that so many bytes take. */
export function base64Length(byteCount: number): number {
  return 4 * Math.ceil(byteCount / 3);
}

/**
 * Reads what {@link encodeBase64} wrote.
 *
 * @param byteCount how many bytes there must be
 * @returns undefined when the text is not so many bytes in base64; then nothing was allocated that its length did not allow
 */
export function decodeBase64(text: string, byteCount: number): Uint8Array<ArrayBuffer> | undefined {
  if (text.length !== base64Length(byteCount)) return undefined;
  const characters = decoded(text);
  // Fewer where it passed over blanks.
  if (characters?.length !== byteCount) return undefined;
  const bytes = new Uint8Array(byteCount);
  for (let i = 0; i < byteCount; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

/** One character a byte; undefined when the text is no base64. */
function decoded(text: string): string | undefined {
  try {
    return atob(text);
  } catch {
    return undefined;
  }
}
