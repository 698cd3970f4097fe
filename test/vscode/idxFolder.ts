import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/**
 * Writes a folder of IDX files: digits that are bars at places of their own, one for each label, with a little noise.
 * A network learns them at once.
 *
 * @param count examples in all; without a test pair the last sixth is held out
 */
export async function writeIdxFolder(folder: string, count: number): Promise<void> {
  const images = Buffer.alloc(16 + count * 784);
  images.writeUInt32BE(0x0803, 0);
  for (const [index, size] of [count, 28, 28].entries()) images.writeUInt32BE(size, 4 + 4 * index);
  const labels = Buffer.alloc(8 + count);
  labels.writeUInt32BE(0x0801, 0);
  labels.writeUInt32BE(count, 4);
  for (let example = 0; example < count; example++) {
    const label = example % 10;
    labels[8 + example] = label;
    const start = 16 + example * 784;
    images.fill(200 + (example % 50), start + label * 56 + 28, start + label * 56 + 84);
    images[start + ((example * 37) % 784)] = 120;
  }
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "train-images-idx3-ubyte.gz"), gzipSync(images));
  await writeFile(join(folder, "train-labels-idx1-ubyte"), labels);
}
