import { readsDigits, type ScriptedNetwork } from "./scriptedNetwork.ts";

/** A Python library for arrays of numbers, where what the scripts share is said otherwise in one than in the other. */
export interface ArrayLibrary {
  readonly title: string;
  readonly packageName: string;
  /** how the script calls it */
  readonly module: string;
  readonly imports: string;
  /** further lines for a script that learns */
  readonly learningImports: string;
  /** the type of a safetensors file's numbers */
  readonly storedNumbers: string;
  /** what is called on bytes before they are reckoned with */
  readonly asNumbers: string;
  /** what is called on labels before they choose from an array */
  readonly asIndices: string;
  /** random numbers between 0 and 1, the same every time, [1, count] */
  readonly randomRow: (count: number) => string;
}

export const numpy: ArrayLibrary = {
  title: "NumPy",
  packageName: "numpy",
  module: "np",
  imports: "import numpy as np",
  learningImports: "",
  storedNumbers: '"<f4"',
  asNumbers: ".astype(np.float32)",
  asIndices: "",
  randomRow: (count) => `np.random.default_rng(1).random((1, ${count}), dtype=np.float32)`,
};

export const pytorch: ArrayLibrary = {
  title: "PyTorch",
  packageName: "torch",
  module: "torch",
  imports: `import torch
from torch import nn`,
  learningImports: "\nfrom torch.nn import functional",
  storedNumbers: "torch.float32",
  asNumbers: ".float()",
  asIndices: ".long()",
  randomRow: (count) => `torch.rand(1, ${count}, generator=torch.Generator().manual_seed(1))`,
};

/** All that a script about a network imports, but for `argparse`. @param others of Python's own modules */
export function importsPiece(
  { imports, learningImports }: ArrayLibrary,
  network: ScriptedNetwork,
  others: readonly string[] = [],
): string {
  const otherLines = others.map((name) => `import ${name}\n`).join("");
  const { descent, schedule } = network.training;
  if (!readsDigits(network)) return `import json\n${otherLines}from pathlib import Path\n\n${imports}`;
  return `${descent === "plain" ? "" : "import base64\n"}import gzip
import json
${schedule === "cosine" ? "import math\n" : ""}${otherLines}from pathlib import Path

${imports}${learningImports}`;
}
