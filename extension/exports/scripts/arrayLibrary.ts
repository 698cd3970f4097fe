import type { DescribedTraining } from "../../protocol/savedNetwork.ts";

/** A Python library for arrays of numbers, where what the scripts share is said otherwise in one than in the other. */
export interface ArrayLibrary {
  readonly title: string;
  readonly packageName: string;
  /** how the script calls it */
  readonly module: string;
  readonly imports: string;
  /** the type of a safetensors file's numbers */
  readonly storedNumbers: string;
  /** what is called on bytes before they are divided */
  readonly asNumbers: string;
  /** what is called on labels before they choose from an array */
  readonly asIndices: string;
}

export const numpy: ArrayLibrary = {
  title: "NumPy",
  packageName: "numpy",
  module: "np",
  imports: "import numpy as np",
  storedNumbers: '"<f4"',
  asNumbers: ".astype(np.float32)",
  asIndices: "",
};

export const pytorch: ArrayLibrary = {
  title: "PyTorch",
  packageName: "torch",
  module: "torch",
  imports: `import torch
from torch import nn
from torch.nn import functional`,
  storedNumbers: "torch.float32",
  asNumbers: "",
  asIndices: ".long()",
};

/** All that a script about a network imports, but for `argparse`. */
export function importsPiece({ imports }: ArrayLibrary, { descent, schedule }: DescribedTraining): string {
  return `${descent === "plain" ? "" : "import base64\n"}import gzip
import json
${schedule === "cosine" ? "import math\n" : ""}from pathlib import Path

${imports}`;
}
