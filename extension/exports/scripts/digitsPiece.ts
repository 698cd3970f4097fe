import { pictureSideOf } from "../../protocol/pictureSide.ts";
import type { ArrayLibrary } from "./arrayLibrary.ts";

/** Python that reads digits from a folder of IDX files. @param inputs of the network, to whose size they are scaled */
export function digitsPiece(library: ArrayLibrary, inputs: number): string {
  const { module, asNumbers, asIndices } = library;
  const side = pictureSideOf(inputs);
  const isScaled = side !== null && side !== 28;
  return `def read_idx(path):
    """Numbers from an IDX file, gzipped or not: pictures [count, 28, 28] or labels [count]."""
    content = path.read_bytes()
    if content[:2] == b"\\x1f\\x8b":
        content = gzip.decompress(content)
    start = 4 + 4 * content[3]
    shape = [int.from_bytes(content[at : at + 4], "big") for at in range(4, start, 4)]
    return ${module}.frombuffer(bytearray(content[start:]), dtype=${module}.uint8).reshape(shape)


${isScaled ? `${scalingPiece(library, side)}\n\n\n` : ""}def load_digits(folder):
    """Digits of a folder such as MNIST's, to learn from and held out: pixels [count, ${inputs}], and labels [count]."""

    def load(begins):
        paths = sorted(path for path in Path(folder).iterdir() if path.name.startswith(begins))
        pictures = next((read_idx(path) for path in paths if "images" in path.name), None)
        labels = next((read_idx(path) for path in paths if "labels" in path.name), None)
        if pictures is None or labels is None:
            return None
        return ${isScaled ? "scaled(pictures)" : `pictures${asNumbers}`}.reshape(len(pictures), ${inputs}) / 255, labels${asIndices}

    training, held_out = load("train"), load("t10k")
    if training is None:
        raise SystemExit(f"{folder}: expected train-images-idx3-ubyte and train-labels-idx1-ubyte, found not both.")
    if held_out is None:  # the last sixth
        pixels, labels = training
        kept = len(labels) - max(1, len(labels) // 6)
        training, held_out = (pixels[:kept], labels[:kept]), (pixels[kept:], labels[kept:])
    return training, held_out`;
}

/** Each scaled pixel is the mean grey of the area that it covers, a whole number: as Downhill scales them. */
function scalingPiece({ module, asNumbers }: ArrayLibrary, side: number): string {
  return `def scaled(pictures):
    """Pictures [count, 28, 28] as the network takes them: each pixel the mean grey of what it covers. [count, ${side}, ${side}]"""
    edges = ${module}.arange(${side + 1}, dtype=${module}.float32) * 28 / ${side}
    pixels = ${module}.arange(28, dtype=${module}.float32)
    # The share that each of a row's 28 pixels has in each of ${side}: how far the two overlap.
    overlaps = ${module}.minimum(edges[1:, None], pixels + 1) - ${module}.maximum(edges[:-1, None], pixels)
    shares = overlaps.clip(0) * ${side} / 28
    return ${module}.floor(shares @ pictures${asNumbers} @ shares.T + 0.5)`;
}
