/** What a network can leave Downhill as. */
export const exportFormatNames = ["onnx", "pytorch", "numpy", "notebook", "csv", "tensorboard"] as const;
export type ExportFormatName = (typeof exportFormatNames)[number];

/** A way out, for people. */
export interface ExportFormat {
  readonly title: string;
  /** in a few words, what is written and what it is for */
  readonly meaning: string;
  /** of the file that is named, without its dot; null where a folder is named */
  readonly ending: string | null;
  /** whether the weights go beside it, in a file of the same name */
  readonly hasWeightsBeside: boolean;
  /** whether people read it */
  readonly isText: boolean;
}

export const exportFormats: Readonly<Record<ExportFormatName, ExportFormat>> = {
  onnx: {
    title: "ONNX Model",
    meaning: "the network in one file, to be run by other programs",
    ending: "onnx",
    hasWeightsBeside: false,
    isText: false,
  },
  pytorch: {
    title: "PyTorch Script",
    meaning: "loads the weights, runs, and goes on training with PyTorch",
    ending: "py",
    hasWeightsBeside: true,
    isText: true,
  },
  numpy: {
    title: "NumPy Script",
    meaning: "the whole lesson in Python: forward, cost, backpropagation, descent",
    ending: "py",
    hasWeightsBeside: true,
    isText: true,
  },
  notebook: {
    title: "Jupyter Notebook",
    meaning: "the NumPy script cell by cell, in prose and pictures",
    ending: "ipynb",
    hasWeightsBeside: true,
    isText: true,
  },
  csv: {
    title: "Training Curves as CSV",
    meaning: "cost and accuracy of every run, for a spreadsheet",
    ending: "csv",
    hasWeightsBeside: false,
    isText: true,
  },
  tensorboard: {
    title: "Training Curves for TensorBoard",
    meaning: "event files of every run, in a folder",
    ending: null,
    hasWeightsBeside: false,
    isText: false,
  },
};
