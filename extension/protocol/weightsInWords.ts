import { activationWords } from "./choiceNames.ts";
import { counted } from "./counted.ts";
import { numberCount } from "./numberCount.ts";
import { percentText } from "./percentText.ts";
import type { FoundNetwork, TensorForm, WeightsFormatName, WeightsSummary } from "./weightsSummary.ts";

/** What a format is called. */
export const formatTitles: Readonly<Record<WeightsFormatName, string>> = {
  safetensors: "safetensors",
  "safetensors-index": "safetensors in several files",
  npy: "NumPy array",
  npz: "NumPy arrays",
  onnx: "ONNX",
  pytorch: "PyTorch",
  hdf5: "HDF5",
  keras: "Keras",
  nielsen: "Nielsen’s JSON",
};

/** What a network is, a part each: `784–16–16–10`, `sigmoid`, `13,002 parameters`. */
export function networkInWords({ sizes, activations, parameters }: FoundNetwork): string[] {
  const { length } = activations;
  const titles = activations.map((name) => (name === null ? null : activationWords[name].title));
  const hidden = [...new Set(titles.slice(0, -1))];
  const output = titles[length - 1];
  const words: string[] = [];
  if (titles.every((title) => title === null)) words.push("activations not recorded");
  else if (new Set(titles).size === 1) words.push(titles[0] ?? "");
  else {
    if (hidden.length === 1 && hidden[0] !== null) words.push(hidden[0]);
    else if (hidden.length > 0)
      words.push(
        titles
          .slice(0, -1)
          .map((title) => title ?? "?")
          .join("–"),
      );
    words.push(output === null ? "output’s activation not recorded" : `${output} output`);
  }
  return [sizes.join("–"), ...words, `${parameters.toLocaleString("en")} parameters`];
}

/** How a network was trained, as far as its file says: `MNIST`, `epoch 30`, `reads 95.27 %`. */
export function trainingInWords({ training }: Pick<WeightsSummary, "training">): string[] {
  if (training === null) return [];
  const words = [`trained on ${training.dataset}`, counted(training.epoch, "epoch")];
  if (training.accuracy !== null) words.push(`reads ${percentText(training.accuracy, 2)} right`);
  if (training.heldOutCost !== null) words.push(`cost ${training.heldOutCost.toFixed(4)}`);
  return words;
}

/** `6 tensors`, `13,002 numbers` */
export function tensorsInWords(tensors: readonly TensorForm[]): string[] {
  const numbers = tensors.reduce((sum, tensor) => sum + numberCount(tensor.shape), 0);
  return [counted(tensors.length, "tensor"), counted(numbers, "number")];
}

/**
 * Why a file has no network, where its name stands already: nothing is wrong with a file of images, and none of it should
 * read as if. "model.pt: expected only weights and biases of dense layers, found a convolution …" → "No network of dense
 * layers: found a convolution …"
 */
export function noNetworkInWords(because: string): string {
  const rest = /: expected (?:only )?(?:the )?weights and biases of dense layers[^,]*, (found .*)$/s.exec(because)?.[1];
  return `No network of dense layers: ${rest ?? because}`;
}

/** `[16, 784]`; of a single number `single number` */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? "single number" : `[${shape.join(", ")}]`;
}

/** In three digits that count: `52.0 kB`, `10.7 GB`; a kilobyte is a thousand bytes. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes}\u202fB`;
  const units = ["kB", "MB", "GB", "TB", "PB"];
  let size = bytes;
  let unit = -1;
  // What would round to 1000 belongs to the next unit.
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toPrecision(3)}\u202f${units[unit]}`;
}

/** Bytes of one number by its dtype's name, where that says how many bits it has: F32 → 4, BF16 → 2, BOOL → 1. */
export function bytesOfDtype(dtype: string): number | null {
  if (dtype === "BOOL") return 1;
  const bits = Number(/^(?:BF|F|I|U|C)(8|16|32|64|128)(?:$|_)/.exec(dtype)?.[1]);
  return Number.isNaN(bits) ? null : bits / 8;
}
