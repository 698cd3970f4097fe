import { pictureSideOf } from "../../protocol/pictureSide.ts";
import { plainText } from "../sourceText.ts";
import { importsPiece, numpy } from "./arrayLibrary.ts";
import { type NumpyPieces, numpyPieces } from "./numpyPieces.ts";
import { aboutNetwork, readsDigits, type ScriptedNetwork } from "./scriptedNetwork.ts";

/**
 * A Jupyter notebook that goes through the lesson in NumPy with a network that has learnt something: it loads the weights
 * beside it. The same network gives the same text.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html, version 4.5
 */
export function notebook(network: ScriptedNetwork): string {
  const pieces = numpyPieces(network);
  const pictureModules = pictureSideOf(network.shape.sizes[0]) === null ? [] : ["struct", "zlib"];
  const cells = [
    prose("about", aboutText(network)),
    code("imports", `${importsPiece(numpy, network, pictureModules)}\n\nhere = Path()`),
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

function cellsOfLesson(network: ScriptedNetwork, pieces: NumpyPieces): Cell[] {
  const { shape } = network;
  const side = pictureSideOf(shape.sizes[0]);
  const connections = shape.sizes.slice(1).map((size, layer) => `${size} × ${shape.sizes[layer]}`);
  return [
    prose(
      "weights-prose",
      `## All it knows

What the network has learnt is ${connections.length === 1 ? "one table" : `${connections.length} tables`} of weights (${connections.join(", ")}),
and a bias for each neuron. They are in a safetensors file: the length of a header, the header in JSON, the numbers.`,
    ),
    code("weights", pieces.weights),
    prose(
      "forward-prose",
      `## What a neuron does

Each neuron adds up the activations of the layer before, each times a weight, and its bias: that is its weighted sum
*z*. What it makes of it is its activation *a*. All neurons of a layer at once, and all examples at once, are one
product of matrices.`,
    ),
    code("forward", pieces.forward),
    prose("example-prose", exampleProse[pieces.example.name]),
    code("example", `${pieces.example.piece}\n\n\nshow_answer(${pieces.example.name})`),
    ...(side === null ? [] : cellsOfPictures(side)),
    ...(readsDigits(network) ? cellsOfLearning(network, pieces) : []),
  ];
}

function cellsOfPictures(side: number): Cell[] {
  return [
    prose(
      "pictures-prose",
      `## What the first layer looks for

A neuron of layer 1 has a weight for each pixel: laid out as a picture, they show what speaks for it (blue) and what
against it (orange).`,
    ),
    code("pictures", picturesText(side)),
  ];
}

function cellsOfLearning({ shape, training }: ScriptedNetwork, pieces: NumpyPieces): Cell[] {
  return [
    prose(
      "cost-prose",
      `## What it costs to be wrong

Learning makes one number small: the cost, averaged over the examples.
${costProse[shape.cost]}`,
    ),
    code("cost", pieces.cost),
    prose(
      "backpropagation-prose",
      `## Which way is downhill

The gradient says how the cost changes with each weight and bias. Backpropagation finds it from the last layer to the
first: *delta* is how the cost changes with a neuron's weighted sum, and it goes back through the same weights by which
the activations came forward.`,
    ),
    code("backpropagation", pieces.backpropagation),
    prose("descent-prose", `## A step\n\n${descentProse[training.descent]}`),
    code("descent", pieces.descent),
    prose(
      "training-prose",
      `## Going on

An epoch is one pass over all examples in an order drawn anew, ${training.batchSize} at a time: a gradient that is
averaged over a few is nearly as good as one over all, and there are many more steps.`,
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

${aboutNetwork(network)}
The weights are in \`${plainText(network.name)}.safetensors\`, beside this notebook. It needs nothing but NumPy.`;
}

const exampleProse = {
  digit: "## A digit\n\nChange it, and run the cell again: where does the network begin to doubt?",
  inputs: "## Inputs\n\nRandom ones, between 0 and 1: put others in their place, and run the cell again.",
} as const;

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
const picturesText = (side: number) => `class Picture:
    """Numbers that the notebook shows as a picture: blue above zero, orange below it, white at zero. [rows, columns]"""

    def __init__(self, numbers):
        limit = abs(numbers).max() or 1
        share = (abs(numbers) / limit)[:, :, None]
        colour = np.where(numbers[:, :, None] > 0, [33, 102, 172], [217, 95, 2])
        self.pixels = (255 + share * (colour - 255)).round().astype(np.uint8)

    def _repr_png_(self):
        height, width, _ = self.pixels.shape
        rows = b"".join(b"\\0" + row.tobytes() for row in self.pixels)

        def chunk(kind, content):
            return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

        header = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
        return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def side_by_side(rows, columns=8, enlarged=${Math.max(1, Math.round(84 / side))}):
    """The first pictures of ${side} × ${side}, with two empty lines between them."""
    rows = rows[: 4 * columns]
    rows = np.concatenate([rows, np.zeros((-len(rows) % columns, ${side * side}), dtype=rows.dtype)])
    pictures = np.pad(rows.reshape(-1, columns, ${side}, ${side}), ((0, 0), (0, 0), (0, 2), (0, 2)))
    table = pictures.transpose(0, 2, 1, 3).reshape(-1, columns * ${side + 2})
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
