import type { NetworkShape } from "../../network/networkShape.ts";
import { activationWords, costWords } from "../../protocol/choiceNames.ts";
import { counted } from "../../protocol/counted.ts";
import { percentText } from "../../protocol/percentText.ts";
import { readingLack } from "../../protocol/readingProblem.ts";
import type { DescribedTraining } from "../../protocol/savedNetwork.ts";
import { plainText } from "../sourceText.ts";

/** A network that a script is written for. */
export interface ScriptedNetwork {
  readonly shape: NetworkShape;
  readonly training: DescribedTraining;
  /** one for each output */
  readonly outputNames: readonly string[];
  /** the file's name without its ending: the weights are beside it under the same name */
  readonly name: string;
  /** what it is shown first; 0 black … 255 white, [inputs] */
  readonly example: { readonly pixels: Uint8Array; readonly label: number | null };
}

/** Whether it takes digits, at its own size, and says which: such a network can go on learning. Any other is only run. */
export function readsDigits({ shape }: ScriptedNetwork): boolean {
  return readingLack(shape.sizes) === null;
}

/** The network in two lines or three, for a text's beginning. */
export function aboutNetwork({ shape, training }: ScriptedNetwork): string {
  const lack = readingLack(shape.sizes);
  const activations = [...new Set(shape.activations)].map((name) => activationWords[name].title).join(" and ");
  return `${shape.sizes.join("-")}, ${activations}, ${costWords[shape.cost].title} cost.
${trainingInWords(training)}${lack === null ? "" : `\nIt ${lack}: it is run here, and not trained.`}`;
}

function trainingInWords({ dataset, step, epoch, accuracy }: DescribedTraining): string {
  if (step === 0) return "Downhill has not trained it yet.";
  const duration = epoch > 0 ? counted(epoch, "epoch") : counted(step, "step");
  const read = accuracy === null ? "" : `; it read ${percentText(accuracy, 2)} of the held-out digits right`;
  return `Downhill trained it on ${plainText(dataset)} for ${duration}${read}.`;
}
