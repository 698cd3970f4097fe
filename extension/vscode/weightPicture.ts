import { crc32, deflateSync } from "node:zlib";
import { pictureSide, pixelCount } from "../datasets/examples.ts";

/** As in the panel: what is positive is blue, what is negative is orange. Both stand out on light and on dark. */
const positive = [38, 133, 219] as const;
const negative = [232, 119, 26] as const;

/**
 * A neuron's 784 weights as a 28×28 PNG: hue is sign, opacity is size. An icon is too small for a legend, so that each
 * has a scale of its own: what is twice as large as its weights usually are is fully opaque.
 */
export function weightPicture(weights: Float32Array): Uint8Array {
  const limit = 2 * rootMeanSquare(weights);
  const bytesPerRow = 1 + pictureSide * 4;
  const rows = new Uint8Array(bytesPerRow * pictureSide);
  for (let place = 0; place < pixelCount; place++) {
    const weight = weights[place];
    const opacity = limit > 0 ? Math.min(Math.abs(weight) / limit, 1) : 0;
    // Each row begins with the number of its filter; 0 is none.
    const at = Math.floor(place / pictureSide) * bytesPerRow + 1 + (place % pictureSide) * 4;
    rows.set(weight < 0 ? negative : positive, at);
    rows[at + 3] = Math.round(opacity * 255);
  }
  const header = new Uint8Array(13);
  const fields = new DataView(header.buffer);
  fields.setUint32(0, pictureSide);
  fields.setUint32(4, pictureSide);
  header[8] = 8; // bits a channel
  header[9] = 6; // red, green, blue, opacity
  return concatenate([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 1 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

function rootMeanSquare(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** @see W3C, Portable Network Graphics, "Chunk layout" */
function chunk(type: "IHDR" | "IDAT" | "IEND", content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, content.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(content, 8);
  view.setUint32(8 + content.length, crc32(bytes.subarray(4, 8 + content.length)));
  return bytes;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
