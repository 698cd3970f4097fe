import { parseJson } from "../json/parseJson.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";

/** A dense layer of a Keras model. */
export interface KerasDense {
  /** as the model calls it, and as files of Keras 1 and 2 do */
  readonly name: string;
  /** as files of Keras 3 call it: by its class, and by how many of that class came before */
  readonly savedName: string;
  /** as Keras calls it */
  readonly activation: string | null;
}

/** The dense layers that a model is a chain of; or why it is none, in one sentence. */
export type KerasChain =
  | { readonly layers: readonly KerasDense[]; readonly remarks: readonly string[] }
  | { readonly because: string };

/**
 * Reads a Keras model's own description of itself: a Sequential model, or a Functional one whose layers follow one another.
 *
 * @param json `config.json` of a `.keras` file, or the attribute `model_config` of an `.h5`
 * @see https://github.com/keras-team/keras/blob/v3.11.0/keras/src/models/functional.py, `get_config`
 */
export function readKerasChain(json: string): KerasChain {
  try {
    return new ChainReader(layersInOrder(parseJson(new TextEncoder().encode(json), "it", what))).chain;
  } catch (error) {
    if (error instanceof NoChain) return { because: `Its model is no chain of dense layers: ${error.message}.` };
    if (error instanceof WeightsFileError) return { because: error.message };
    throw error;
  }
}

const what = "Its model's description cannot be read";

/** The message goes on a sentence. */
class NoChain extends Error {}

/** One layer, or a whole model, as Keras describes it. */
interface Described {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** in a Functional model: its name there */
  readonly name: string;
  /** in a Functional model: how it is called, and with what */
  readonly calls: unknown;
}

/** Layers that hand on their inputs as they are, when the model is used. */
const passedOver: ReadonlySet<string> = new Set([
  "InputLayer",
  "Flatten",
  "Reshape",
  "Dropout",
  "GaussianNoise",
  "GaussianDropout",
  "AlphaDropout",
  "ActivityRegularization",
  "Identity",
]);

/** Layers that are an activation, and what it is called as a layer's setting. */
const activationLayers: ReadonlyMap<string, string> = new Map([
  ["ReLU", "relu"],
  ["Softmax", "softmax"],
  ["LeakyReLU", "leaky_relu"],
  ["ELU", "elu"],
]);

class ChainReader {
  readonly #layers: { name: string; savedName: string; activation: string | null }[] = [];
  readonly #remarks: string[] = [];
  /** layers of each class so far */
  readonly #counts = new Map<string, number>();

  /** @throws {NoChain} */
  constructor(described: readonly Described[]) {
    for (const layer of described) this.#add(layer);
    if (this.#layers.length === 0) throw new NoChain("it has no dense layer");
  }

  get chain(): KerasChain {
    return { layers: this.#layers, remarks: this.#remarks };
  }

  #add({ className, config }: Described): void {
    const savedName = this.#count(className);
    if (className === "Dense") {
      const name = textOf(config.name) ?? savedName;
      this.#layers.push({ name, savedName, activation: activationOf(config.activation) });
    } else if (className === "Rescaling") {
      this.#remark(`takes its inputs times ${inWords(config.scale)} plus ${inWords(config.offset ?? 0)} (Rescaling)`);
    } else if (className === "Normalization") {
      this.#remark("takes its inputs less a mean and divided by a deviation (Normalization)");
    } else if (className === "Activation") {
      this.#activate(activationOf(config.activation));
    } else if (activationLayers.has(className)) {
      this.#activate(activationLayers.get(className) as string);
    } else if (!passedOver.has(className)) {
      throw new NoChain(`it has a layer ${className}`);
    }
  }

  /** As Keras 3 counts when it saves: dense, dense_1, dense_2. */
  #count(className: string): string {
    const count = this.#counts.get(className) ?? 0;
    this.#counts.set(className, count + 1);
    return count === 0 ? inSnakeCase(className) : `${inSnakeCase(className)}_${count}`;
  }

  #activate(activation: string | null): void {
    const layer = this.#layers.at(-1);
    if (layer === undefined) throw new NoChain(`it begins with the activation ${activation}`);
    if (layer.activation !== null && layer.activation !== "linear") {
      throw new NoChain(`it has two activations after ${layer.name}, ${layer.activation} and ${activation}`);
    }
    layer.activation = activation;
  }

  #remark(what: string): void {
    if (this.#layers.length > 0) throw new NoChain(`between dense layers it ${what}`);
    this.#remarks.push(`Before its first dense layer the model ${what}, which is left out here.`);
  }
}

/** As Keras makes the names of files' groups. @see keras/src/utils/naming.py, `to_snake_case` */
function inSnakeCase(className: string): string {
  return className
    .replace(/\W+/g, "")
    .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .toLowerCase();
}

function layersInOrder(model: unknown): Described[] {
  const { className, config } = described(model);
  // Keras 1 lists a Sequential model's layers in place of its settings.
  const layers = isObject(model) && Array.isArray(model.config) ? model.config : config.layers;
  if (className !== "Sequential" && className !== "Functional" && className !== "Model") {
    throw new NoChain(`it is of the class ${inWords(className)}`);
  }
  if (!Array.isArray(layers)) throw new NoChain("its layers are not listed");
  const all = layers.map(described);
  return className === "Sequential" ? all : followed(all);
}

/** The layers of a Functional model, each called on the one before. */
function followed(layers: readonly Described[]): Described[] {
  const next = new Map<string | undefined, Described>();
  for (const layer of layers) {
    const names = new Set(calledOn(layer.calls));
    if (names.size > 1) throw new NoChain(`its layer ${layer.name} takes ${[...names].join(" and ")}`);
    const [source] = names;
    if (next.has(source)) {
      throw new NoChain(source === undefined ? "it has more than one input" : `${source} goes to more than one layer`);
    }
    next.set(source, layer);
  }
  const chain: Described[] = [];
  for (let layer = next.get(undefined); layer !== undefined; layer = next.get(layer.name)) {
    if (chain.push(layer) > layers.length) throw new NoChain("its layers go round in a circle");
  }
  if (chain.length < layers.length) throw new NoChain("not all of its layers follow one another");
  return chain;
}

/** The names of the layers whose outputs a layer is called on: `keras_history` in Keras 3, lists [name, 0, 0, …] before. */
function calledOn(calls: unknown): string[] {
  const names: string[] = [];
  const waiting: unknown[] = [calls];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null) continue;
    const [name, node, output] = Array.isArray(value) ? value : [];
    if (typeof name === "string" && typeof node === "number" && typeof output === "number") names.push(name);
    else for (const inside of Object.values(value)) waiting.push(inside);
  }
  return names;
}

function described(layer: unknown): Described {
  if (!isObject(layer)) throw new NoChain("a layer is not described");
  const config = isObject(layer.config) ? layer.config : {};
  const className = textOf(layer.class_name) ?? "";
  return { className, config, name: textOf(layer.name) ?? textOf(config.name) ?? "", calls: layer.inbound_nodes };
}

/** A name, or an object that has one: what is not Keras's own is registered by its class's name. */
function activationOf(activation: unknown): string | null {
  if (!isObject(activation)) return textOf(activation) ?? null;
  return textOf(activation.config) ?? textOf(activation.registered_name) ?? textOf(activation.class_name) ?? null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
