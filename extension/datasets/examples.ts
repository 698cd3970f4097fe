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
  const count = labels.length;
  if (pictures.length !== count * pixelCount) {
    throw new RangeError(
      `Examples: expected ${count * pixelCount} pixels for ${count} labels, found ${pictures.length}.`,
    );
  }
  let nonBlack = 0;
  for (let i = 0; i < pictures.length; i++) if (pictures[i] !== 0) nonBlack++;
  const pixelStarts = new Uint32Array(count + 1);
  const pixelPlaces = new Uint16Array(nonBlack);
  const pixelValues = new Uint8Array(nonBlack);
  let end = 0;
  for (let example = 0; example < count; example++) {
    const start = example * pixelCount;
    for (let place = 0; place < pixelCount; place++) {
      const value = pictures[start + place];
      if (value === 0) continue;
      pixelPlaces[end] = place;
      pixelValues[end] = value;
      end++;
    }
    pixelStarts[example + 1] = end;
  }
  return { count, labels, pixelStarts, pixelPlaces, pixelValues };
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
