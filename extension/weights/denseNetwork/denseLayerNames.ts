import { shapeText } from "../../protocol/weightsInWords.ts";
import type { TensorForm, WeightsFormatName } from "../../protocol/weightsSummary.ts";
import { inWords } from "../weightsFileError.ts";
import type { Habit, LayerTensors } from "./denseChain.ts";
import { isMatrix } from "./denseChain.ts";

/** What tensors' names say of the layers they belong to. */
export interface NamedLayers {
  /** in the file's order of their weights */
  readonly layers: readonly NamedLayer[];
  /** biases whose weights are not there */
  readonly lonelyBiases: readonly TensorForm[];
  /** tensors whose names are neither weights' nor biases' */
  readonly others: readonly TensorForm[];
}

export interface NamedLayer extends LayerTensors {
  /** what the names of its two tensors have in common: "fc1.", or "1" of W1 and b1 */
  readonly name: string;
}

/**
 * Pairs weights and biases by their names: `fc1.weight` and `fc1.bias`, `W1` and `b1`, `w_0` and `b_0`,
 * `dense/kernel:0` and `dense/bias:0`, `weights.0` and `biases.0`, `coefs_0` and `intercepts_0`.
 */
export function pairByName(tensors: readonly TensorForm[], format: WeightsFormatName): NamedLayers {
  const halves = new Map<string, { weight?: TensorForm; bias?: TensorForm; habit?: Habit }>();
  const others: TensorForm[] = [];
  for (const tensor of tensors) {
    const parsed = parseName(tensor.name);
    const half = parsed && (halves.get(parsed.layer) ?? {});
    const isTaken = half !== undefined && half[parsed?.isBias ? "bias" : "weight"] !== undefined;
    if (!parsed || !half || isTaken) {
      others.push(tensor);
      continue;
    }
    halves.set(parsed.layer, half);
    half[parsed.isBias ? "bias" : "weight"] = tensor;
    if (!parsed.isBias) half.habit = habitOf(parsed.role, format);
  }
  const layers: NamedLayer[] = [];
  const lonelyBiases: TensorForm[] = [];
  for (const [name, { weight, bias, habit }] of halves) {
    if (weight && habit) layers.push({ name, weight, bias: bias ?? null, habit });
    else if (bias) lonelyBiases.push(bias);
  }
  return { layers, lonelyBiases, others };
}

/** The way round in which weights that no name tells of are usual. */
export function habitWithoutName(format: WeightsFormatName): Habit {
  return habitOf("", format);
}

/** Whether a tensor's name says that it is an optimiser's: its moments, its count of steps. */
export function isOptimisers({ name }: TensorForm): boolean {
  return /(?:^|[./_])(?:optim|optimi[sz]ers?|adamw?|sgd|rmsprop|adagrad|lion|exp_avg|exp_avg_sq|max_exp_avg_sq|momentum_buffer|square_avg)(?:[./_:\d]|$)/i.test(
    name,
  );
}

/** What keeps a file from being a dense network, by its name: batch normalisation, a convolution; undefined when nothing does. */
export function foreignLayer(tensors: readonly TensorForm[]): string | undefined {
  for (const { kind, isIt } of foreignLayers) {
    const tensor = tensors.find(isIt);
    if (tensor) return `${kind}, ${inWords(tensor.name)} of the shape ${shapeText(tensor.shape)}`;
  }
  return undefined;
}

/** Layers in the order of their names, the numbers inside them counted: fc2 before fc10. */
export function inCountedOrder(layers: readonly NamedLayer[]): NamedLayer[] {
  // Taken apart once, not at each comparison: names may be long, and many.
  const ordered = layers.map((layer) => ({ layer, pieces: layer.name.split(/(\d+)/) }));
  return ordered.sort((a, b) => compareCounted(a.pieces, b.pieces)).map(({ layer }) => layer);
}

/** @param left words and numbers in turn, the words first */
function compareCounted(left: readonly string[], right: readonly string[]): number {
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    if (left[i] === right[i]) continue;
    const isNumber = i % 2 === 1; // what split captured
    const difference = isNumber ? Number(left[i]) - Number(right[i]) : 0;
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
    return left[i] < right[i] ? -1 : 1;
  }
  return left.length - right.length;
}

interface ParsedName {
  readonly layer: string;
  readonly role: string;
  readonly isBias: boolean;
}

const role = "weights?|kernels?|w|coefs?_?|bias(?:es)?|b|intercepts?_?";
/** fc1.weight, dense/kernel, W1, w_0, weights.0 */
const roleLast = new RegExp(`^(?<before>(?:.*[./_: -])?)(?<role>${role})(?:[._-]?(?<count>\\d+))?$`, "is");
/** W_hidden, weights.output */
const roleFirst = new RegExp(`^(?<role>${role})[._-](?<after>.+)$`, "is");

function parseName(name: string): ParsedName | undefined {
  const plain = name.replace(/:\d+$/, ""); // TensorFlow counts a variable's outputs
  const groups = roleLast.exec(plain)?.groups ?? roleFirst.exec(plain)?.groups;
  if (groups === undefined) return undefined;
  const { before = "", after = "", count = "" } = groups;
  return { layer: `${before}${after}${count}`, role: groups.role, isBias: /^[bi]/i.test(groups.role) };
}

function habitOf(roleName: string, format: WeightsFormatName): Habit {
  if (/^kernel/i.test(roleName) || format === "keras" || format === "hdf5") return { isTransposed: true, isSure: true };
  if (format === "nielsen") return { isTransposed: false, isSure: true };
  // NumPy scripts write x @ W as a rule, but W @ x is not seldom; scikit-learn's coefs_ are for x @ W.
  if (format === "npy" || format === "npz") return { isTransposed: true, isSure: /^coef/i.test(roleName) };
  return { isTransposed: false, isSure: /^weight/i.test(roleName) };
}

const isNamed = (pattern: RegExp) => (tensor: TensorForm) => pattern.test(tensor.name);

/** In the order in which they are looked for: what is said most clearly comes first. */
const foreignLayers: readonly { readonly kind: string; readonly isIt: (tensor: TensorForm) => boolean }[] = [
  { kind: "a recurrent layer", isIt: isNamed(/(?:^|[./_])(?:(?:weight|bias)_[ih]h_l\d+|recurrent_kernel)/) },
  {
    kind: "attention",
    isIt: isNamed(/(?:^|[./_])(?:in_proj_weight|(?:self_)?attn|(?:multi_head_)?(?:self_)?attention)(?:[./_]|$)/i),
  },
  {
    kind: "batch normalisation",
    isIt: isNamed(
      /(?:^|[./_])(?:running_(?:mean|var)|moving_(?:mean|variance)|batch_?norm\w*|num_batches_tracked)(?:[./_:]|$)/i,
    ),
  },
  {
    kind: "normalisation",
    // What stands before `.weight` is looked at from there backwards: forwards, each `_ln_` of a name would begin anew.
    isIt: isNamed(
      /layer_?norm|rms_?norm|group_?norm|(?:^|[./_])gamma(?:[./:_]|$)|(?<=(?:^|[./_])ln_\w+)\.weight(?:[./:_]|$)/i,
    ),
  },
  {
    kind: "a convolution",
    isIt: (tensor) => tensor.shape.length >= 3 && tensor.shape.length <= 5 && parseName(tensor.name)?.isBias === false,
  },
  { kind: "an embedding", isIt: isNamed(/embed/i) },
  {
    kind: "normalisation",
    isIt: (tensor) => tensor.shape.length === 1 && /\.weight$/.test(tensor.name) && !isMatrix(tensor),
  },
];
