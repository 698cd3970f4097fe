import { plainText } from "../sourceText.ts";
import { type NumpyPieces, numpyPieces } from "./numpyPieces.ts";
import { aboutNetwork, type ScriptedNetwork } from "./scriptedNetwork.ts";

/**
 * A Jupyter notebook that goes through the lesson in NumPy with a network that has learnt something: it loads the weights
 * beside it. The same network gives the same text.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html, version 4.5
 */
export function notebook(network: ScriptedNetwork): string {
  const pieces = numpyPieces(network);
  const cells = [
    prose("about", aboutText(network)),
    code("imports", `${pieces.imports}\nimport struct\nimport zlib\n\nhere = Path()`),
    ...cellsOfLesson(network, pieces),
  ];
  const metadata = {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

interface Cell {
  readonly cell_type: "markdown" | "code";
  readonly id: string;
  readonly metadata: object;
  readonly source: readonly string[];
}

function cellsOfLesson({ shape, training }: ScriptedNetwork, pieces: NumpyPieces): Cell[] {
  const connections = shape.sizes.slice(1).map((size, layer) => `${size} × ${shape.sizes[layer]}`);
  return [
    prose(
      "weights-prose",
      `## All it knows

What the network has learnt is ${connections.length === 1 ? "one table" : `${connections.length} tables`} of weights (${connections.join(", ")}), and a bias for each neuron. They are in a
safetensors file: the length of a header, the header in JSON, the numbers.`,
    ),
    code("weights", pieces.weights),
    prose(
      "forward-prose",
      `## What a neuron does

Each neuron adds up the activations of the layer before, each times a weight, and its bias: that is its weighted sum *z*. What
it makes of it is its activation *a*. All neurons of a layer at once, and all examples at once, are one product of matrices.`,
    ),
    code("forward", pieces.forward),
    prose("example-prose", "## A digit\n\nChange it, and run the cell again: where does the network begin to doubt?"),
    code("example", `${pieces.example}\n\n\nshow_answer(digit)`),
    prose(
      "pictures-prose",
      `## What the first layer looks for

A neuron of layer 1 has a weight for each pixel: laid out as a picture, they show what speaks for it (orange) and what against
it (blue).`,
    ),
    code("pictures", picturesText),
    prose(
      "cost-prose",
      `## What it costs to be wrong

Learning makes one number small: the cost, averaged over the examples. ${costProse[shape.cost]}`,
    ),
    code("cost", pieces.cost),
    prose(
      "backpropagation-prose",
      `## Which way is downhill

The gradient says how the cost changes with each weight and bias. Backpropagation finds it from the last layer to the first:
*delta* is how the cost changes with a neuron's weighted sum, and it goes back through the same weights by which the activations
came forward.`,
    ),
    code("backpropagation", pieces.backpropagation),
    prose("descent-prose", `## A step\n\n${descentProse[training.descent]}`),
    code("descent", pieces.descent),
    prose(
      "training-prose",
      `## Going on

An epoch is one pass over all examples in an order drawn anew, ${training.batchSize} at a time: a gradient that is averaged over a few is nearly as good
as one over all, and there are many more steps.`,
    ),
    code("training", pieces.training),
    prose(
      "digits-prose",
      `Digits to learn from are read from a folder named \`MNIST\` beside this notebook: \`train-images-idx3-ubyte\`,
\`train-labels-idx1-ubyte\`, and perhaps the pair \`t10k\`, gzipped or not. Without it there is nothing to learn from.`,
    ),
    code("digits", `${pieces.digits}\n\n\n${goingOnText}`),
  ];
}

function aboutText(network: ScriptedNetwork): string {
  return `# ${network.shape.sizes.join("–")}

${aboutNetwork(network)} The weights are in \`${plainText(network.name)}.safetensors\`, beside this
notebook. It needs nothing but NumPy.`;
}

const costProse = {
  quadratic:
    "The quadratic cost adds up the squares of the differences between the outputs and what they should have been.",
  crossEntropy: "The cross-entropy is the surprise at the truth: an output that is very wrong learns fast.",
} as const;

const descentProse = {
  plain:
    "A nudge is the gradient times minus the learning rate: a small step in the direction that lowers the cost fastest.",
  momentum: "Each nudge keeps a share of the one before, as a ball that rolls downhill does.",
  adam: "Adam gives each weight a step of its own length, by how large and how steady its gradient has been.",
} as const;

/** PNG by hand, so that nothing need be installed. */
const picturesText = `class Picture:
    """Numbers that the notebook shows as a picture: orange above zero, blue below it, white at zero. [rows, columns]"""

    def __init__(self, numbers):
        limit = abs(numbers).max() or 1
        share = (abs(numbers) / limit)[:, :, None]
        colour = np.where(numbers[:, :, None] > 0, [217, 95, 2], [33, 102, 172])
        self.pixels = (255 + share * (colour - 255)).round().astype(np.uint8)

    def _repr_png_(self):
        height, width, _ = self.pixels.shape
        rows = b"".join(b"\\0" + row.tobytes() for row in self.pixels)

        def chunk(kind, content):
            return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

        header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
        return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def side_by_side(rows, columns=8, enlarged=3):
    """The first pictures of 28 × 28, with an empty line between them."""
    rows = rows[: 4 * columns]
    rows = np.concatenate([rows, np.zeros((-len(rows) % columns, 784), dtype=rows.dtype)])
    pictures = np.pad(rows.reshape(-1, columns, 28, 28), ((0, 0), (0, 0), (0, 2), (0, 2)))
    table = pictures.transpose(0, 2, 1, 3).reshape(-1, columns * 30)
    return table.repeat(enlarged, axis=0).repeat(enlarged, axis=1)


Picture(side_by_side(weights[0]))`;

const goingOnText = `folder = here / "MNIST"
if folder.is_dir():
    training, held_out = load_digits(folder)
    print("held out: cost {:.4f}, {:.2%} read right".format(*evaluate(*held_out)))
    for epoch, training_cost in train(*training, epochs=1):
        print(f"epoch {epoch}: cost {training_cost:.4f}")
        print("held out: cost {:.4f}, {:.2%} read right".format(*evaluate(*held_out)))
else:
    print(f"There is no folder {folder} here.")`;

function prose(id: string, text: string): Cell {
  return { cell_type: "markdown", id, metadata: {}, source: linesOf(text) };
}

function code(id: string, text: string): Cell & { readonly execution_count: null; readonly outputs: readonly [] } {
  return { cell_type: "code", id, metadata: {}, execution_count: null, outputs: [], source: linesOf(text) };
}

/** Each with its end, but for the last. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}
