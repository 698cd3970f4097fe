/** A public dataset of IDX files that can be downloaded on a person's word. */
export interface DownloadableDataset {
  /** as in a network's settings and in weights files */
  readonly name: string;
  /** for people */
  readonly label: string;
  readonly description: string;
  readonly files: readonly DownloadableFile[];
  /** folders that hold the files, to be tried in this order; what comes is trusted for its checksum, not its address */
  readonly mirrors: readonly string[];
}

export interface DownloadableFile {
  readonly name: string;
  readonly lengthBytes: number;
  /** of the gzipped file as its authors published it, in hexadecimal */
  readonly sha256: string;
}

const mnist: DownloadableDataset = {
  name: "mnist",
  label: "MNIST",
  description: "70,000 handwritten digits (LeCun, Cortes, Burges)",
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      lengthBytes: 9_912_422,
      sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      lengthBytes: 28_881,
      sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      lengthBytes: 1_648_877,
      sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      lengthBytes: 4_542,
      sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
  ],
  mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
};

const fashionMnist: DownloadableDataset = {
  name: "fashion-mnist",
  label: "Fashion-MNIST",
  description: "70,000 pictures of clothes (Zalando Research, MIT licence)",
  files: [
    {
      name: "train-images-idx3-ubyte.gz",
      lengthBytes: 26_421_880,
      sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    },
    {
      name: "train-labels-idx1-ubyte.gz",
      lengthBytes: 29_515,
      sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    },
    {
      name: "t10k-images-idx3-ubyte.gz",
      lengthBytes: 4_422_102,
      sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    },
    {
      name: "t10k-labels-idx1-ubyte.gz",
      lengthBytes: 5_148,
      sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
  ],
  mirrors: [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    // The authors' own host speaks plain HTTP only; the checksums make up for it.
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
};

export const downloadableDatasets: readonly DownloadableDataset[] = [mnist, fashionMnist];
