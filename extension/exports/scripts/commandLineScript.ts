import { plainText, quoted } from "../sourceText.ts";
import { type ArrayLibrary, importsPiece } from "./arrayLibrary.ts";
import { digitsPiece } from "./digitsPiece.ts";
import { aboutNetwork, readsDigits, type ScriptedNetwork } from "./scriptedNetwork.ts";
import type { ShownExample } from "./shownExamplePiece.ts";

/** What of a script is the library's own. */
export interface ScriptParts {
  /** pieces of Python that read the weights and run the network */
  readonly network: readonly string[];
  readonly example: ShownExample;
  /** pieces that have `train` and `evaluate` */
  readonly learning: readonly string[];
  /** of the file that keeps what it has learnt */
  readonly ending: string;
  /** Python that writes this file, at `path` */
  readonly save: (path: string) => string;
}

/** A Python script of the lesson: what it says of itself, its pieces in order, and what it does for whoever starts it. */
export function commandLineScript(scripted: ScriptedNetwork, library: ArrayLibrary, parts: ScriptParts): string {
  const canLearn = readsDigits(scripted);
  const sections = [
    "# The network",
    ...parts.network,
    parts.example.piece,
    ...(canLearn
      ? [
          "# What it costs to be wrong, and which way is downhill",
          ...parts.learning,
          "# Digits",
          digitsPiece(library, scripted.shape.sizes[0]),
          mainPiece(scripted, parts),
        ]
      : []),
  ];
  return `"""
${aboutNetwork(scripted)}

${usageLines(scripted, parts).join("\n")}

It needs ${library.title}. The weights are in ${plainText(scripted.name)}.safetensors, beside this file.
"""

${canLearn ? "import argparse\n" : ""}${importsPiece(library, scripted)}

here = Path(__file__).parent


${sections.join("\n\n\n")}


if __name__ == "__main__":
    ${canLearn ? "main()" : `show_answer(${parts.example.name})`}
`;
}

function usageLines(scripted: ScriptedNetwork, { example, ending }: ScriptParts): string[] {
  const name = plainText(scripted.name);
  const shown = example.name === "digit" ? "shows it a digit" : "shows it random inputs";
  if (!readsDigits(scripted)) return [`    python ${name}.py   ${shown}`];
  return [
    `    python ${name}.py                     ${shown}`,
    `    python ${name}.py FOLDER              lets it read the digits of a folder of IDX files, such as MNIST's`,
    `    python ${name}.py FOLDER --epochs 3   goes on training, and writes ${name}-trained.${ending}`,
  ];
}

function mainPiece(scripted: ScriptedNetwork, { example, save, ending }: ScriptParts): string {
  return `def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", help="a folder of IDX files, such as MNIST's")
    parser.add_argument("--epochs", type=int, default=0, help="how many epochs to go on training")
    arguments = parser.parse_args()
    if arguments.folder is None:
        show_answer(${example.name})
        return
    training, held_out = load_digits(arguments.folder)
    held_out_cost, accuracy = evaluate(*held_out)
    print(f"held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    for epoch, training_cost in train(*training, arguments.epochs):
        held_out_cost, accuracy = evaluate(*held_out)
        print(f"epoch {epoch}: cost {training_cost:.4f}, held out: cost {held_out_cost:.4f}, {accuracy:.2%} read right")
    if arguments.epochs > 0:
        ${save(`here / ${quoted(`${scripted.name}-trained.${ending}`)}`)}`;
}
