import { plainText, quoted } from "../sourceText.ts";
import { numpyPieces } from "./numpyPieces.ts";
import { aboutNetwork, type ScriptedNetwork } from "./scriptedNetwork.ts";

/** A Python script that has the whole lesson in NumPy: it loads the weights beside it, runs, and goes on training. */
export function numpyScript(network: ScriptedNetwork): string {
  const name = plainText(network.name);
  const pieces = numpyPieces(network);
  return `"""
${aboutNetwork(network)}

    python ${name}.py                     shows it a digit
    python ${name}.py FOLDER              lets it read the digits of a folder of IDX files, such as MNIST's
    python ${name}.py FOLDER --epochs 3   goes on training, and writes ${name}-trained.npz

It needs NumPy. The weights are in ${name}.safetensors, beside this file.
"""

import argparse
${pieces.imports}

here = Path(__file__).parent


# The network


${pieces.weights}


${pieces.forward}


${pieces.example}


# What it costs to be wrong, and which way is downhill


${pieces.cost}


${pieces.backpropagation}


${pieces.descent}


${pieces.training}


# Digits


${pieces.digits}


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
        np.savez(here / ${quoted(`${network.name}-trained.npz`)}, **tensors)


if __name__ == "__main__":
    main()
`;
}
