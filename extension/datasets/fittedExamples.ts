import { SeededGenerator } from "../network/seededGenerator.ts";
import { type Fitting, sideOf } from "../protocol/fitting.ts";
import { type Dataset, ExamplePacker, type Examples, packExamples, pictureOf, pictureSide } from "./examples.ts";

/** Examples that fit a network's inputs, with labels where its outputs can be meant for them. */
export function fitDataset(dataset: Dataset, { inputs, kind, isLabelled }: Fitting): Dataset {
  const fitted = (examples: Examples): Examples => {
    const fitting = kind === "scaled" ? scaleExamples(examples, sideOf(inputs) ?? pictureSide) : examples;
    return isLabelled ? fitting : { ...fitting, labels: new Uint8Array(0) };
  };
  return { training: fitted(dataset.training), heldOut: fitted(dataset.heldOut) };
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

function scaleExamples(examples: Examples, side: number): Examples {
  const inputs = side * side;
  const pictures = new Uint8Array(examples.count * inputs);
  const weights = overlaps(side);
  for (let k = 0; k < examples.count; k++) scalePicture(pictureOf(examples, k), weights, pictures.subarray(k * inputs));
  return packExamples(pictures, examples.labels, inputs);
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

/** Each scaled pixel is the mean grey of the area that it covers. @param scaled receives [side, side] */
function scalePicture(picture: Uint8Array, weights: Overlaps, scaled: Uint8Array): void {
  for (const [row, down] of weights.entries()) {
    for (const [column, across] of weights.entries()) {
      let grey = 0;
      for (const { from: y, share: height } of down) {
        for (const { from: x, share: width } of across) grey += height * width * picture[y * pictureSide + x];
      }
      scaled[row * weights.length + column] = Math.round(grey);
    }
  }
}
