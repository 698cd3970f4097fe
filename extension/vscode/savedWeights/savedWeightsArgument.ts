import * as v from "valibot";
import { Uri } from "vscode";
import type { WeightsPart } from "../../protocol/weightsEditorMessages.ts";
import { parseArgument } from "../commands/commandArguments.ts";
import { fileArgument } from "../commands/weightsFiles.ts";

/** A weights file, and what of it is to be seen; null for all of it. */
export interface SavedPlace {
  readonly uri: Uri;
  readonly part: WeightsPart | null;
}

/** A {@link SavedPlace} as `downhill.openSavedWeights` is told it, by links in Markdown too. */
export interface SavedPlaceWords {
  /** a URI or whole path, or a URI as text */
  readonly uri: Uri | string;
  /** by its name */
  readonly tensor?: string;
  /** `1.5`: layer 1, neuron 5 */
  readonly neuron?: string;
}

/**
 * What `downhill.openSavedWeights` is told: a file, or {@link SavedPlaceWords}.
 *
 * @throws {BadArgument}
 */
export function savedWeightsArgument(argument: unknown, command: string): SavedPlace {
  if (argument instanceof Uri || typeof argument === "string" || argument === undefined) {
    return { uri: fileArgument(argument, command), part: null };
  }
  const { uri, tensor, neuron } = parseArgument(placeSchema, argument, command);
  const part: WeightsPart | null =
    tensor !== undefined ? { kind: "tensor", name: tensor } : neuron ? { kind: "neuron", ...neuron } : null;
  return { uri: fileArgument(uri, command), part };
}

const noAddress = ({ received }: { readonly received: string }) =>
  `neuron: expected an address such as "1.5" (layer 1, neuron 5), found ${received}.`;

const neuronSchema = v.pipe(
  v.string(noAddress),
  v.regex(/^[1-9]\d{0,3}\.\d{1,9}$/, noAddress),
  v.transform((text) => {
    const [layer, neuron] = text.split(".").map(Number);
    return { layer, neuron };
  }),
);

const placeSchema = v.strictObject(
  {
    uri: v.unknown(),
    tensor: v.optional(v.string((issue) => `tensor: expected its name, found ${issue.received}.`)),
    neuron: v.optional(neuronSchema),
  },
  'expected a file, or an object such as { uri: "digits.safetensors", tensor: "0.weight" } or { uri, neuron: "1.5" }.',
);
