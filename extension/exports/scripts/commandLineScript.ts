import { plainText, quoted } from "../sourceText.ts";
import { type ArrayLibrary, importsPiece } from "./arrayLibrary.ts";
import { digitsPiece } from "./digitsPiece.ts";
import { aboutNetwork, type ScriptedNetwork } from "./scriptedNetwork.ts";

/** What of a script is the library's own. */
export interface ScriptParts {
  /** pieces of Python that have `digit` and `show_answer` */
  readonly network: readonly string[];
  /** pieces that have `train` and `evaluate` */
  readonly learning: readonly string[];
  /** of the file that keeps what it has learnt */
  readonly ending: string;
  /** Python that writes this file, at `path` */
  readonly save: (path: string) => string;
}

/** A Python script of the lesson: what it says of itself, its pieces in order, and what it does for whoever starts it. */
export function commandLineScript(scripted: ScriptedNetwork, library: ArrayLibrary, parts: ScriptParts): string {
  const name = plainText(scripted.name);
  const sections = [
    "# The network",
    ...parts.network,
    "# What it costs to be wrong, and which way is downhill",
    ...parts.learning,
    "# Digits",
    digitsPiece(library),
  ];
  return `"""
${aboutNetwork(scripted)}

    python ${name}.py                     shows it a digit
    python ${name}.py FOLDER              lets it read the digits of a folder of IDX files, such as MNIST's
    python ${name}.py FOLDER --epochs 3   goes on training, and writes ${name}-trained.${parts.ending}

It needs ${library.title}. The weights are in ${name}.safetensors, beside this file.
"""

import argparse
${importsPiece(library, scripted.training)}

here = Path(__file__).parent


${sections.join("\n\n\n")}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="a folder of IDX files, such as MNIST's")
    parser.add_argument("--epochs", type=int, default=0, help="how many epochs to go on training")
    arguments = parser.parse_args()
    if arguments.folder is None:
        show_answer(digit)
        return
    training, held_out = load_digits(arguments.folder)
    held_out_cost, accuracy = evaluate(*held_out)
    print(f"held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    for epoch, training_cost in train(*training, arguments.epochs):
        held_out_cost, accuracy = evaluate(*held_out)
        print(f"epoch {epoch}: cost {training_cost:.4f}, held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    if arguments.epochs > 0:
        ${parts.save(`here / ${quoted(`${scripted.name}-trained.${parts.ending}`)}`)}


if __name__ == "__main__":
    main()
`;
}
