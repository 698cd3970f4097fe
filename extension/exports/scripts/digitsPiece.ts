import type { ArrayLibrary } from "./arrayLibrary.ts";

/** Python that reads digits from a folder of IDX files. */
export function digitsPiece({ module, asNumbers, asIndices }: ArrayLibrary): string {
  return `def read_idx(path):
    """Numbers from an IDX file, gzipped or not: pictures [count, 28, 28] or labels [count]."""
    content = path.read_bytes()
    if content[:2] == b"\\x1f\\x8b":
        content = gzip.decompress(content)
    start = 4 + 4 * content[3]
    shape = [int.from_bytes(content[at : at + 4], "big") for at in range(4, start, 4)]
    return ${module}.frombuffer(bytearray(content[start:]), dtype=${module}.uint8).reshape(shape)


def load_digits(folder):
    """Digits of a folder such as MNIST's, to learn from and held out: pixels [count, 784], and labels [count]."""

    def load(begins):
        paths = sorted(path for path in Path(folder).iterdir() if path.name.startswith(begins))
        pictures = next((read_idx(path) for path in paths if "images" in path.name), None)
        if pictures is None:
            return None
        labels = next(read_idx(path) for path in paths if "labels" in path.name)
        return pictures.reshape(len(pictures), 784)${asNumbers} / 255, labels${asIndices}

    training, held_out = load("train"), load("t10k")
    if training is None:
        raise SystemExit(f"{folder}: expected train-images-idx3-ubyte and train-labels-idx1-ubyte, found no such files.")
    if held_out is None:  # the last sixth
        pixels, labels = training
        kept = len(labels) - max(1, len(labels) // 6)
        training, held_out = (pixels[:kept], labels[:kept]), (pixels[kept:], labels[kept:])
    return training, held_out`;
}
