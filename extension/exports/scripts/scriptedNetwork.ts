import type { NetworkShape } from "../../network/networkShape.ts";
import { activationWords, costWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import { percentText } from "../../protocol/percentText.ts";
import type { DescribedTraining } from "../../protocol/savedNetwork.ts";
import { plainText } from "../sourceText.ts";

/** A network that a script is written for. */
export interface ScriptedNetwork {
  /** from 784 pixels to 10 outputs */
  readonly shape: NetworkShape;
  readonly training: DescribedTraining;
  /** of the ten outputs */
  readonly outputNames: readonly string[];
  /** the file's name without its ending: the weights are beside it under the same name */
  readonly name: string;
  /** what it is shown first; 0 black … 255 white, [784] */
  readonly example: { readonly pixels: Uint8Array; readonly label: number | null };
}

/** Why no script can be written for a network, in one sentence; undefined when one can. */
export function scriptProblem({ sizes }: NetworkShape): string | undefined {
  if (sizes[0] === 784 && sizes.at(-1) === 10) return undefined;
  return `The script reads digits: expected a network from 784 pixels to 10 outputs, found ${sizes.join("–")}.`;
}

/** The network in two lines, for a text's beginning. */
export function aboutNetwork({ shape, training }: ScriptedNetwork): string {
  const activations = [...new Set(shape.activations)].map((name) => activationWords[name].title).join(" and ");
  return `${shape.sizes.join("-")}, ${activations}, ${costWords[shape.cost].title} cost.
${trainingInWords(training)}`;
}

function trainingInWords({ dataset, step, epoch, accuracy }: DescribedTraining): string {
  if (step === 0) return "It has learnt nothing yet: its weights are as they were drawn.";
  const duration = epoch > 0 ? counted(epoch, "epoch") : counted(step, "step");
  const read = accuracy === null ? "" : `; it read ${percentText(accuracy, 2)} of the held-out digits right`;
  return `Downhill trained it on ${plainText(dataset)} for ${duration}${read}.`;
}
