import { pictureSideOf } from "../../protocol/pictureSide.ts";
import { quoted } from "../sourceText.ts";
import type { ArrayLibrary } from "./arrayLibrary.ts";
import { pictureLetters, pictureText } from "./pictureText.ts";
import { readsDigits, type ScriptedNetwork } from "./scriptedNetwork.ts";

/** Python that has something to show the network, and `show_answer`, which prints what it makes of it. */
export interface ShownExample {
  readonly piece: string;
  /** what it is called there */
  readonly name: "digit" | "inputs";
}

/** @param outputsOf lines, indented, that set `outputs` to the network's answer to one example: [1, inputs] in Python */
export function shownExample(
  network: ScriptedNetwork,
  library: ArrayLibrary,
  outputsOf: (inputs: string) => string,
): ShownExample {
  const side = pictureSideOf(network.shape.sizes[0]);
  return side === null
    ? { piece: randomInputsPiece(network, library, outputsOf("inputs")), name: "inputs" }
    : { piece: digitPiece(network, library, outputsOf("pixels_of(picture)")), name: "digit" };
}

function digitPiece(network: ScriptedNetwork, { module }: ArrayLibrary, outputs: string): string {
  const { example, outputNames, shape } = network;
  const truth = example.label === null ? "" : `  # ${quoted(outputNames[example.label])}`;
  return `${namesLine(network)}

digit = """
${pictureText(example.pixels)}
"""${truth}


def pixels_of(picture):
    """Letters as brightness, from 0 (black) to 1 (white). [1, ${shape.sizes[0]}]"""
    letters = ${quoted(pictureLetters)}
    brightness = [letters.index(letter) / 9 for letter in "".join(picture.split())]
    return ${module}.asarray([brightness], dtype=${module}.float32)


def show_answer(picture):
    """Prints a picture, and what the network makes of it."""
    print(picture)
${outputs}
${answerLines(network)}`;
}

function randomInputsPiece(network: ScriptedNetwork, { randomRow }: ArrayLibrary, outputs: string): string {
  return `${namesLine(network)}

inputs = ${randomRow(network.shape.sizes[0])}  # what they mean, its file does not say


def show_answer(inputs):
    """Prints inputs, and what the network makes of them."""
    print(inputs)
${outputs}
${answerLines(network)}`;
}

function namesLine(network: ScriptedNetwork): string {
  const { outputNames } = network;
  return readsDigits(network)
    ? `names = [${outputNames.map(quoted).join(", ")}]`
    : `names = range(${outputNames.length})`;
}

function answerLines(network: ScriptedNetwork): string {
  const strongest = "{names[int(outputs.argmax())]}";
  const answer = readsDigits(network) ? `It is taken for ${strongest}.` : `The strongest is output ${strongest}.`;
  return `    for name, output in zip(names, outputs.tolist()):
        print(f"{name:>12} {output:7.3f} " + "#" * round(40 * min(max(output, 0), 1)))
    print(f"${answer}")`;
}
