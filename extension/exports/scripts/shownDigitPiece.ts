import { quoted } from "../sourceText.ts";
import type { ArrayLibrary } from "./arrayLibrary.ts";
import { pictureLetters, pictureText } from "./pictureText.ts";
import type { ScriptedNetwork } from "./scriptedNetwork.ts";

/**
 * Python that has a digit as text, and `show_answer`, which prints what the network makes of it.
 *
 * @param outputs lines, indented, that set `outputs` [10] to the network's answer to `pixels_of(picture)`
 */
export function shownDigitPiece(network: ScriptedNetwork, { module }: ArrayLibrary, outputs: string): string {
  const { example, outputNames } = network;
  const truth = example.label === null ? "" : `  # ${quoted(outputNames[example.label])}`;
  return `names = [${outputNames.map(quoted).join(", ")}]

digit = """
${pictureText(example.pixels)}
"""${truth}


def pixels_of(picture):
    """Letters as brightness, from 0 (black) to 1 (white). [1, 784]"""
    letters = ${quoted(pictureLetters)}
    brightness = [letters.index(letter) / 9 for letter in "".join(picture.split())]
    return ${module}.asarray([brightness], dtype=${module}.float32)


def show_answer(picture):
    """Prints a picture, and what the network makes of it."""
    print(picture)
${outputs}
    for name, output in zip(names, outputs.tolist()):
        print(f"{name:>12} {output:7.3f} " + "#" * round(40 * min(max(output, 0), 1)))
    print(f"It is taken for {names[int(outputs.argmax())]}.")`;
}
