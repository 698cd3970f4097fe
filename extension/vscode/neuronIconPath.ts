import { Uri } from "vscode";
import type { NeuronIcon } from "../protocol/weightsPicture.ts";

/** A neuron's icon as a row of a tree has it: the editor takes the one that suits its theme. */
export function neuronIconPath({ light, dark }: NeuronIcon): { readonly light: Uri; readonly dark: Uri } {
  return { light: pngUri(light), dark: pngUri(dark) };
}

function pngUri(png: Uint8Array): Uri {
  return Uri.parse(`data:image/png;base64,${Buffer.from(png).toString("base64")}`);
}
