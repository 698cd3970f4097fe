/** Pixels a picture has on each side. */
export const pictureSide = 28;
/** Pixels of one example, and neurons of the input layer. */
export const pixelCount = pictureSide * pictureSide;
/** Digits, or kinds of clothing: labels run from 0 to 9. */
export const labelCount = 10;

/**
 * Labelled 28×28 pictures, kept as their non-black pixels: three bytes each, where most of a digit is black. The
 * non-black pixels of example i are entries `pixelStarts[i]` up to, not including, `pixelStarts[i + 1]`, in reading order.
 */
export interface Examples {
  readonly count: number;
  /** 0…9, [count] */
  readonly labels: Uint8Array;
  /** [count + 1] */
  readonly pixelStarts: Uint32Array;
  /** row · 28 + column, 0…783 */
  readonly pixelPlaces: Uint16Array;
  /** 1…255; 255 is white, an activation of 1 */
  readonly pixelValues: Uint8Array;
}

/** Examples to learn from, and examples that training never sees. */
export interface Dataset {
  readonly training: Examples;
  readonly heldOut: Examples;
}

/**
 * Packs pictures.
 *
 * @param pictures [count, 784], 0 black to 255 white
 * @param labels 0…9, [count]
 */
export function packExamples(pictures: Uint8Array, labels: Uint8Array): Examples {
  const packer = new ExamplePacker(labels.length);
  packer.add(pictures);
  return packer.finish(labels);
}

/**
 * Packs pictures as they come, in pieces of any length, so that they need not all be held unpacked: MNIST's 47 MB are
 * packed while the next piece is being inflated.
 */
export class ExamplePacker {
  readonly #count: number;
  readonly #pixelStarts: Uint32Array;
  #pixelPlaces: Uint16Array;
  #pixelValues: Uint8Array;
  /** non-black pixels packed */
  #end = 0;
  /** pixels seen */
  #seen = 0;

  /** @param count pictures that will come */
  constructor(count: number) {
    this.#count = count;
    this.#pixelStarts = new Uint32Array(count + 1);
    // Grows with what comes, not with what a file's header promises.
    const capacity = Math.min(count * pixelCount, 2 ** 20);
    this.#pixelPlaces = new Uint16Array(capacity);
    this.#pixelValues = new Uint8Array(capacity);
  }

  /** @param pixels the next pixels, in reading order, 0 black to 255 white */
  add(pixels: Uint8Array): void {
    if (pixels.length > this.#count * pixelCount - this.#seen) this.#refuse(this.#seen + pixels.length);
    this.#makeRoom(pixels.length);
    const pixelPlaces = this.#pixelPlaces;
    const pixelValues = this.#pixelValues;
    let end = this.#end;
    let example = Math.floor(this.#seen / pixelCount);
    let place = this.#seen % pixelCount;
    for (let i = 0; i < pixels.length; ) {
      const pictureEnd = Math.min(pixels.length, i + pixelCount - place);
      for (; i < pictureEnd; i++, place++) {
        const value = pixels[i];
        if (value === 0) continue;
        pixelPlaces[end] = place;
        pixelValues[end] = value;
        end++;
      }
      if (place === pixelCount) {
        place = 0;
        example++;
        this.#pixelStarts[example] = end;
      }
    }
    this.#end = end;
    this.#seen += pixels.length;
  }

  /** @param labels 0…9, [count]; kept, not copied */
  finish(labels: Uint8Array): Examples {
    if (labels.length !== this.#count || this.#seen !== this.#count * pixelCount)
      this.#refuse(this.#seen, labels.length);
    return {
      count: this.#count,
      labels,
      pixelStarts: this.#pixelStarts,
      pixelPlaces: this.#pixelPlaces.slice(0, this.#end),
      pixelValues: this.#pixelValues.slice(0, this.#end),
    };
  }

  #makeRoom(pixels: number): void {
    const needed = this.#end + pixels;
    if (needed <= this.#pixelPlaces.length) return;
    const capacity = Math.min(this.#count * pixelCount, Math.max(needed, this.#pixelPlaces.length * 2));
    const pixelPlaces = new Uint16Array(capacity);
    const pixelValues = new Uint8Array(capacity);
    pixelPlaces.set(this.#pixelPlaces.subarray(0, this.#end));
    pixelValues.set(this.#pixelValues.subarray(0, this.#end));
    this.#pixelPlaces = pixelPlaces;
    this.#pixelValues = pixelValues;
  }

  #refuse(pixels: number, labels = this.#count): never {
    throw new RangeError(
      `Examples: expected ${this.#count} labels and ${this.#count * pixelCount} pixels, found ${labels} and ${pixels}.`,
    );
  }
}

/** One example as a picture: [784], 0 black to 255 white. */
export function pictureOf(examples: Examples, index: number): Uint8Array<ArrayBuffer> {
  const picture = new Uint8Array(pixelCount);
  const end = examples.pixelStarts[index + 1];
  for (let k = examples.pixelStarts[index]; k < end; k++) picture[examples.pixelPlaces[k]] = examples.pixelValues[k];
  return picture;
}

/** The examples from `start` up to, not including, `end`, as a view: nothing is copied but the starts. */
export function sliceExamples(examples: Examples, start: number, end: number): Examples {
  const first = examples.pixelStarts[start];
  const last = examples.pixelStarts[end];
  return {
    count: end - start,
    labels: examples.labels.subarray(start, end),
    pixelStarts: examples.pixelStarts.slice(start, end + 1).map((k) => k - first),
    pixelPlaces: examples.pixelPlaces.subarray(first, last),
    pixelValues: examples.pixelValues.subarray(first, last),
  };
}
