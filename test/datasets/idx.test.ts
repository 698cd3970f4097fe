import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { readIdxDataset } from "../../extension/datasets/idx.ts";
import { IdxError, type IdxProblem } from "../../extension/datasets/idxError.ts";
import type { NamedBytes } from "../../extension/protocol/trainerMessages.ts";
import { file, gzipped, idxImages, idxLabels } from "./idxBytes.ts";

const images = "train-images-idx3-ubyte";
const labels = "train-labels-idx1-ubyte";

async function assertRefused(files: readonly NamedBytes[], problem: IdxProblem, message: string): Promise<void> {
  await assert.rejects(readIdxDataset(files, "digits"), (error) => {
    assert(error instanceof IdxError, String(error));
    assert.equal(error.message, message);
    assert.equal(error.problem, problem);
    return true;
  });
}

suite("a folder of IDX files", () => {
  test("gives its pictures and labels, whether gzipped or not", async () => {
    const plain = await readIdxDataset([file(images, idxImages(12)), file(labels, idxLabels(12))], "digits");
    const inflated = await readIdxDataset(
      [file(`${images}.gz`, gzipped(idxImages(12))), file(`${labels}.gz`, gzipped(idxLabels(12)))],
      "digits",
    );
    assert.deepEqual(inflated, plain);
    assert.deepEqual(
      pictureOf(plain.training, 4),
      idxImages(12).slice(16 + 4 * 784, 16 + 5 * 784),
      "picture 4 comes back as it was written",
    );
    assert.equal(plain.training.labels[4], 4);
  });

  test("is told gzipped by its first bytes, not by its name", async () => {
    const dataset = await readIdxDataset(
      [file(images, gzipped(idxImages(12))), file(`${labels}.gz`, idxLabels(12))],
      "digits",
    );
    assert.equal(dataset.training.count, 10);
  });

  test("with a training pair alone holds out the last sixth", async () => {
    const dataset = await readIdxDataset([file(images, idxImages(63)), file(labels, idxLabels(63))], "digits");
    assert.equal(dataset.training.count, 53);
    assert.equal(dataset.heldOut.count, 10);
    assert.deepEqual(pictureOf(dataset.heldOut, 0), idxImages(63).slice(16 + 53 * 784, 16 + 54 * 784));
    assert.equal(dataset.heldOut.labels[0], 3);
  });

  test("of two examples holds out one", async () => {
    const dataset = await readIdxDataset([file(images, idxImages(2)), file(labels, idxLabels(2))], "digits");
    assert.deepEqual([dataset.training.count, dataset.heldOut.count], [1, 1]);
  });

  test("with a test pair holds out that, and trains on all of the training pair", async () => {
    const dataset = await readIdxDataset(
      [
        file("t10k-images-idx3-ubyte", idxImages(5)),
        file("t10k-labels-idx1-ubyte", idxLabels(5)),
        file(images, idxImages(12)),
        file(labels, idxLabels(12)),
      ],
      "digits",
    );
    assert.deepEqual([dataset.training.count, dataset.heldOut.count], [12, 5]);
  });

  test("of 2,000 pictures, more than one piece of inflated bytes, comes back whole", async () => {
    const source = idxImages(2000);
    const { training, heldOut } = await readIdxDataset(
      [file(images, gzipped(source)), file(labels, idxLabels(2000))],
      "digits",
    );
    for (const [set, offset] of [
      [training, 0],
      [heldOut, training.count],
    ] as const) {
      for (let i = 0; i < set.count; i++) {
        const start = 16 + (offset + i) * 784;
        assert.equal(
          Buffer.compare(pictureOf(set, i), source.subarray(start, start + 784)),
          0,
          `picture ${offset + i}`,
        );
      }
    }
  });
});

suite("a folder of IDX files is refused", () => {
  test("when images and labels differ in number", async () => {
    await assertRefused(
      [file(images, idxImages(60)), file(labels, idxLabels(59))],
      "count",
      "train-labels-idx1-ubyte: expected 60 labels, the header declares 59.",
    );
  });

  test("when a magic number is another one", async () => {
    await assertRefused(
      [file(images, idxLabels(6000)), file(labels, idxLabels(6))],
      "magicNumber",
      "train-images-idx3-ubyte: expected the magic number 2051 of IDX images, found 2049.",
    );
    await assertRefused(
      [file(images, idxImages(6)), file(labels, gzipped(idxImages(6)))],
      "magicNumber",
      "train-labels-idx1-ubyte: expected the magic number 2049 of IDX labels, found 2051.",
    );
  });

  test("when the file is shorter than its header promises", async () => {
    await assertRefused(
      [file(images, idxImages(6).slice(0, -1)), file(labels, idxLabels(6))],
      "truncated",
      "train-images-idx3-ubyte: expected 4720 bytes as the header promises, found 4719.",
    );
    await assertRefused(
      [file(images, gzipped(idxImages(6).slice(0, -1))), file(labels, idxLabels(6))],
      "truncated",
      "train-images-idx3-ubyte: expected 4720 inflated bytes as the header promises, found 4719.",
    );
  });

  test("when the file has no whole header", async () => {
    await assertRefused(
      [file(images, idxImages(6).slice(0, 15)), file(labels, idxLabels(6))],
      "truncated",
      "train-images-idx3-ubyte: expected a header of 16 bytes, found 15 bytes.",
    );
    await assertRefused(
      [file(images, idxImages(6)), file(labels, gzipped(new Uint8Array(0)))],
      "truncated",
      "train-labels-idx1-ubyte: expected a header of 8 bytes, found 0 bytes.",
    );
  });

  test("when the file is longer than its header promises", async () => {
    const longer = new Uint8Array([...idxLabels(6), 0]);
    await assertRefused(
      [file(images, idxImages(6)), file(labels, longer)],
      "extraBytes",
      "train-labels-idx1-ubyte: expected 14 bytes as the header promises, found 15.",
    );
    await assertRefused(
      [file(images, idxImages(6)), file(labels, gzipped(longer))],
      "extraBytes",
      "train-labels-idx1-ubyte: expected 14 inflated bytes as the header promises, found more.",
    );
  });

  test("when gzip's bytes are damaged, cut off or followed by others", async () => {
    const whole = gzipped(idxImages(6));
    for (const bytes of [
      whole.slice(0, -4),
      whole.map((byte, i) => (i === whole.length - 8 ? byte ^ 1 : byte)), // the checksum
      new Uint8Array([...whole, 1, 2, 3]),
    ]) {
      await assert.rejects(readIdxDataset([file(images, bytes), file(labels, idxLabels(6))], "digits"), (error) => {
        assert(error instanceof IdxError, String(error));
        assert.equal(error.problem, "gzip");
        assert.match(
          error.message,
          /^train-images-idx3-ubyte: expected a whole gzip file, found it damaged or cut off after \d+ inflated bytes/,
        );
        return true;
      });
    }
  });

  test("when a header promises more than the file can hold, before anything is allocated for it", async () => {
    const header = idxImages(0);
    new DataView(header.buffer).setUint32(4, 1_000_000);
    await assertRefused(
      [file(images, header), file(labels, idxLabels(6))],
      "truncated",
      "train-images-idx3-ubyte: expected 784000016 bytes as the header promises, found 16.",
    );
    const bytes = gzipped(header);
    const found = `${bytes.length} gzipped bytes, which hold at most ${bytes.length * 1032}`;
    await assertRefused(
      [file(images, bytes), file(labels, idxLabels(6))],
      "truncated",
      `train-images-idx3-ubyte: expected 784000016 bytes as the header promises, found ${found}.`,
    );
  });

  test("without inflating the rest when gzip's content goes on beyond what the header promises", async () => {
    // The last megabyte cannot be inflated: whoever tried would report damage.
    const content = new Uint8Array(8_000_000);
    content.set(idxImages(6));
    for (let i = 6_000_000; i < content.length; i++) content[i] = (i * i) >>> 7;
    const bytes = gzipped(content);
    bytes.fill(0xff, bytes.length - 1000);
    await assertRefused(
      [file(images, bytes), file(labels, idxLabels(6))],
      "extraBytes",
      "train-images-idx3-ubyte: expected 4720 inflated bytes as the header promises, found more.",
    );
  });

  test("when pictures are not 28×28", async () => {
    await assertRefused(
      [file(images, idxImages(6, 32, 30)), file(labels, idxLabels(6))],
      "pictureSize",
      "train-images-idx3-ubyte: expected pictures of 28×28 pixels, found 32×30.",
    );
    await assertRefused(
      [file(images, idxImages(6, 28, 30)), file(labels, idxLabels(6))],
      "pictureSize",
      "train-images-idx3-ubyte: expected pictures of 28×28 pixels, found 28×30.",
    );
  });

  test("when a label is over 9", async () => {
    const letters = idxLabels(6);
    letters[8 + 4] = 10;
    await assertRefused(
      [file(images, idxImages(6)), file(labels, letters)],
      "label",
      "train-labels-idx1-ubyte: expected labels from 0 to 9, label 4, counted from 0, is 10.",
    );
  });

  test("when there are no examples, more than fit, or one that cannot be split", async () => {
    await assertRefused(
      [file(images, idxImages(0)), file(labels, idxLabels(0))],
      "count",
      "train-images-idx3-ubyte: expected 1 to 1000000 images, the header declares 0.",
    );
    const header = idxImages(0);
    new DataView(header.buffer).setUint32(4, 0xffffffff);
    await assertRefused(
      [file(images, header), file(labels, idxLabels(0))],
      "count",
      "train-images-idx3-ubyte: expected 1 to 1000000 images, the header declares 4294967295.",
    );
    await assertRefused(
      [file(images, idxImages(1)), file(labels, idxLabels(1))],
      "count",
      "train-images-idx3-ubyte: expected at least 2 images, so that one can be held out, the header declares 1.",
    );
  });
});
