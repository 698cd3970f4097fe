import { ExamplePacker, type Examples, pixelCount } from "../../extension/datasets/examples.ts";

/**
 * Packs pictures.
 *
 * @param pictures [count, inputs], 0 black to 255 white
 * @param labels 0…9, [count]
 */
export function packExamples(pictures: Uint8Array, labels: Uint8Array, inputs = pixelCount): Examples {
  const packer = new ExamplePacker(labels.length, inputs);
  packer.add(pictures);
  return packer.finish(labels);
}
