/** Pixels a picture has on each side. */
export const pictureSide = 28;
/** Pixels of one example, and neurons of the input layer. */
export const pixelCount = pictureSide * pictureSide;
/** Digits, or kinds of clothing: labels run from 0 to 9. */
export const labelCount = 10;

/** Bytes of a packed pixel: two for its place, one for its value. */
export const packedPixelBytes = 3;

/**
 * Pictures of 28×28 pixels, or other inputs of a network, kept as their non-black pixels: three bytes each, where most of a
 * digit is black. The non-black pixels of example i are number `pixelStarts[i]` up to, not including, `pixelStarts[i + 1]`,
 * in reading order.
 */
export interface Examples {
  readonly count: number;
  /** pixels of each, at most 65,536 */
  readonly inputs: number;
  /** 0…9, [count]; [0] where there is no telling what a network should say to them */
  readonly labels: Uint8Array;
  /** [count + 1] */
  readonly pixelStarts: Uint32Array;
  /**
   * As the kernels read them. For each example its pixels' places, row · 28 + column where they are pictures, two bytes each,
   * the lower first; then their values, 1…255, a byte each: 255 is white, an activation of 1.
   */
  readonly packedPixels: Uint8Array;
}

/** Examples to learn from, and examples that training never sees. */
export interface Dataset {
  readonly training: Examples;
  readonly heldOut: Examples;
}

/**
 * Packs pictures as they come, in pieces of any length, so that they need not all be held unpacked: MNIST's 47 MB are
 * packed while the next piece is being inflated.
 */
export class ExamplePacker {
  readonly #count: number;
  readonly #inputs: number;
  readonly #pixelStarts: Uint32Array;
  #packedPixels: Uint8Array<ArrayBuffer>;
  /** bytes of whole pictures packed, and of the places of the one under way */
  #end = 0;
  /** the values of the picture under way: they follow its last place */
  readonly #values: Uint8Array;
  #valueCount = 0;
  /** pixels seen */
  #seen = 0;

  /**
   * @param count pictures that will come
   * @param inputs pixels of each
   */
  constructor(count: number, inputs = pixelCount) {
    this.#count = count;
    this.#inputs = inputs;
    this.#values = new Uint8Array(inputs);
    this.#pixelStarts = new Uint32Array(count + 1);
    // Grows with what comes, not with what a file's header promises.
    this.#packedPixels = new Uint8Array(Math.min(count * inputs, 2 ** 20) * packedPixelBytes);
  }

  /** @param pixels the next pixels, in reading order, 0 black to 255 white */
  add(pixels: Uint8Array): void {
    const inputs = this.#inputs;
    if (pixels.length > this.#count * inputs - this.#seen) this.#refuse(this.#seen + pixels.length);
    this.#makeRoom(pixels.length);
    const packedPixels = this.#packedPixels;
    const values = this.#values;
    let end = this.#end;
    let valueCount = this.#valueCount;
    let example = Math.floor(this.#seen / inputs);
    let place = this.#seen % inputs;
    for (let i = 0; i < pixels.length; ) {
      const pictureEnd = Math.min(pixels.length, i + inputs - place);
      for (; i < pictureEnd; i++, place++) {
        const value = pixels[i];
        if (value === 0) continue;
        packedPixels[end] = place;
        packedPixels[end + 1] = place >> 8;
        end += 2;
        values[valueCount] = value;
        valueCount++;
      }
      if (place === inputs) {
        for (let k = 0; k < valueCount; k++) packedPixels[end + k] = values[k];
        end += valueCount;
        valueCount = 0;
        place = 0;
        example++;
        this.#pixelStarts[example] = end / packedPixelBytes;
      }
    }
    this.#end = end;
    this.#valueCount = valueCount;
    this.#seen += pixels.length;
  }

  /** The packer is of no use afterwards. @param labels 0…9, [count], or [0] for none; kept, not copied */
  finish(labels: Uint8Array): Examples {
    const isWhole = this.#seen === this.#count * this.#inputs;
    if (!isWhole || (labels.length !== this.#count && labels.length !== 0)) this.#refuse(this.#seen, labels.length);
    const packedPixels = new Uint8Array(this.#packedPixels.buffer.transfer(this.#end));
    return { count: this.#count, inputs: this.#inputs, labels, pixelStarts: this.#pixelStarts, packedPixels };
  }

  #makeRoom(pixels: number): void {
    const needed = this.#end + this.#valueCount + pixels * packedPixelBytes;
    const found = this.#packedPixels.length;
    if (needed <= found) return;
    const capacity = Math.min(this.#count * this.#inputs * packedPixelBytes, Math.max(needed, found * 2));
    // Transferred, the smaller room is free at once, not when garbage is next collected.
    this.#packedPixels = new Uint8Array(this.#packedPixels.buffer.transfer(capacity));
  }

  #refuse(pixels: number, labels = this.#count): never {
    throw new RangeError(
      `Examples: expected ${this.#count} labels and ${this.#count * this.#inputs} pixels, found ${labels} and ${pixels}.`,
    );
  }
}

/** One example as a picture: [inputs], 0 black to 255 white. */
export function pictureOf({ inputs, pixelStarts, packedPixels }: Examples, index: number): Uint8Array<ArrayBuffer> {
  const picture = new Uint8Array(inputs);
  const count = pixelStarts[index + 1] - pixelStarts[index];
  const places = pixelStarts[index] * packedPixelBytes;
  const values = places + 2 * count;
  for (let k = 0; k < count; k++) {
    const place = packedPixels[places + 2 * k] | (packedPixels[places + 2 * k + 1] << 8);
    picture[place] = packedPixels[values + k];
  }
  return picture;
}

/** The examples from `start` up to, not including, `end`, as a view: nothing is copied but the starts. */
export function sliceExamples(examples: Examples, start: number, end: number): Examples {
  const first = examples.pixelStarts[start];
  const last = examples.pixelStarts[end];
  return {
    count: end - start,
    inputs: examples.inputs,
    labels: examples.labels.subarray(start, end),
    pixelStarts: examples.pixelStarts.slice(start, end + 1).map((k) => k - first),
    packedPixels: examples.packedPixels.subarray(first * packedPixelBytes, last * packedPixelBytes),
  };
}

/** Gives back at once what a dataset takes, which would else stay until garbage is collected: then it is empty. */
export function releaseDataset({ training, heldOut }: Dataset): void {
  const arrays = [training, heldOut].flatMap(({ labels, pixelStarts, packedPixels }) => [
    labels,
    pixelStarts,
    packedPixels,
  ]);
  for (const buffer of new Set(arrays.map((array) => array.buffer))) {
    if (buffer instanceof ArrayBuffer) buffer.transfer(0);
  }
}
