import { SeededGenerator } from "../network/seededGenerator.ts";
import type { Fitting } from "../protocol/fitting.ts";
import { pictureSideOf } from "../protocol/pictureSide.ts";
import { type Dataset, ExamplePacker, type Examples, pictureOf, pictureSide } from "./examples.ts";

/** Examples that fit a network's inputs, with labels where its outputs can be meant for them. */
export function fitDataset(dataset: Dataset, fitting: Fitting): Dataset {
  const fitted = (examples: Examples): Examples => {
    const fits = fitting.kind === "scaled" ? scaleExamples(examples, fitting) : examples;
    return fitting.isLabelled ? fits : { ...fits, labels: new Uint8Array(0) };
  };
  return { training: fitted(dataset.training), heldOut: fitted(dataset.heldOut) };
}

/** Makes a dataset's picture as large as a network's square input; one that fits is given back as it is. */
export function pictureFitter({ inputs, kind }: Fitting): (picture: Uint8Array) => Uint8Array {
  if (kind !== "scaled") return (picture) => picture;
  const weights = overlaps(pictureSideOf(inputs) ?? pictureSide);
  return (picture) => scaledPicture(picture, weights);
}

/**
 * Inputs for a network that takes no picture, between 0 and 1 at random: enough to see what it does with them. Nobody
 * knows what it should say.
 */
export function noiseDataset(inputs: number): Dataset {
  const generator = new SeededGenerator(1);
  const draw = (count: number) => {
    const values = Uint8Array.from({ length: count * inputs }, () => generator.nextBelow(256));
    const packer = new ExamplePacker(count, inputs);
    packer.add(values);
    return packer.finish(new Uint8Array(0));
  };
  return { training: draw(noiseCount), heldOut: draw(noiseCount) };
}

const noiseCount = 100;

function scaleExamples(examples: Examples, fitting: Fitting): Examples {
  const { inputs } = fitting;
  const fitted = pictureFitter(fitting);
  const packer = new ExamplePacker(examples.count, inputs);
  for (let k = 0; k < examples.count; k++) packer.add(fitted(pictureOf(examples, k)));
  return packer.finish(examples.labels);
}

/** For each pixel of a scaled row, the pixels of the original row that lie in it, and what share of it each is. */
type Overlaps = readonly (readonly Overlap[])[];

interface Overlap {
  readonly from: number;
  readonly share: number;
}

function overlaps(side: number): Overlaps {
  const width = pictureSide / side;
  return Array.from({ length: side }, (_, pixel) => {
    const [start, end] = [pixel * width, (pixel + 1) * width];
    const parts: Overlap[] = [];
    for (let from = Math.floor(start); from < Math.min(pictureSide, Math.ceil(end)); from++) {
      const overlap = Math.min(end, from + 1) - Math.max(start, from);
      if (overlap > 0) parts.push({ from, share: overlap / width });
    }
    return parts;
  });
}

/** Each scaled pixel is the mean grey of the area that it covers. */
function scaledPicture(picture: Uint8Array, weights: Overlaps): Uint8Array {
  const scaled = new Uint8Array(weights.length ** 2);
  for (const [row, down] of weights.entries()) {
    for (const [column, across] of weights.entries()) {
      let grey = 0;
      for (const { from: y, share: height } of down) {
        for (const { from: x, share: width } of across) grey += height * width * picture[y * pictureSide + x];
      }
      scaled[row * weights.length + column] = Math.round(grey);
    }
  }
  return scaled;
}
