import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ensureBuilt } from "../../scripts/build.ts";
import type { BenchArguments } from "./benchArguments.ts";
import {
  writeLargeMatrix,
  writeLargeNetwork,
  writeManyTensors,
  writeSparseHdf5Model,
  writeSparseLegacyModel,
  writeSparseModel,
} from "./largeWeights.ts";
import { type Measurement, printMeasurement } from "./measurement.ts";
import { median } from "./median.ts";
import type { HowToRead, ReadWeights } from "./readWeights.ts";

const rounds = 5;

/** Prints how long it takes to open weights files of 10 GB and of 100 MB, through the worker and all, and to look at them. */
export async function measureWeightsReading({ isJson }: BenchArguments): Promise<void> {
  const print = (measurement: Measurement) => printMeasurement(measurement, isJson);
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), "downhill-bench-"));
  try {
    const large = await readInTurn(writeSparseModel(folder), "open");
    print({ what: "10 GB: worker started and file opened", ...large("firstOpenMs"), goal: "under 300" });
    print({ what: "10 GB: memory of that, at its peak", ...large("openMegabytes"), goal: "under 100" });
    print({ what: "10 GB: opened while the worker is there", ...large("openAgainMs") });
    print({ what: "10 GB: a picture of 512 × 512 out of the middle of a matrix", ...large("partMs") });
    print({ what: "10 GB: memory of all that, at its peak", ...large("mostMegabytes") });
    const legacy = await readInTurn(writeSparseLegacyModel(folder), "open");
    print({
      what: "10 GB, PyTorch before 1.6: opened, worker started first",
      ...legacy("firstOpenMs"),
      goal: "under 300",
    });
    print({ what: "10 GB, PyTorch before 1.6: memory of that", ...legacy("openMegabytes"), goal: "under 100" });
    const hdf5Path = await writeSparseHdf5Model(folder);
    if (hdf5Path !== undefined) {
      const hdf5 = await readInTurn(hdf5Path, "open");
      print({ what: "10 GB, HDF5: opened, worker started first", ...hdf5("firstOpenMs"), goal: "under 300" });
      print({ what: "10 GB, HDF5: memory of that", ...hdf5("openMegabytes"), goal: "under 100" });
    }
    const small = await readInTurn(writeLargeMatrix(folder), "whole");
    print({ what: "100 MB: worker started and file opened", ...small("firstOpenMs") });
    print({ what: "100 MB: opened while the worker is there", ...small("openAgainMs") });
    print({ what: "100 MB: a picture of 512 × 512 out of its middle", ...small("partMs") });
    print({ what: "100 MB: a picture of all of it, thinned to 512 × 512", ...small("pictureMs") });
    print({ what: "100 MB: statistics and histogram of all of it", ...small("statisticsMs") });
    print({ what: "100 MB: memory of all that, at its peak", ...small("mostMegabytes") });
    const network = await readInTurn(writeLargeNetwork(folder), "preview");
    print({ what: "100 MB: a hover's preview, worker started first", ...network("firstPreviewMs"), goal: "under 100" });
    print({ what: "100 MB: the preview made again, nothing kept", ...network("previewAgainMs") });
    const prepared = await readInTurn(join(folder, "100mb-network.safetensors"), "preparedPreview");
    print({
      what: "100 MB: a hover's preview, the worker started before",
      ...prepared("firstPreviewMs"),
      goal: "under 100",
    });
    const many = await readInTurn(writeManyTensors(folder), "many");
    print({ what: "80,000 tensors: opened, worker started first", ...many("firstOpenMs") });
    print({ what: "80,000 tensors: told to an editor's page", ...many("toldMs") });
    print({
      what: "80,000 tensors: longest piece of that on the host's thread",
      ...many("longestBusyMs"),
      goal: "under 16",
    });
    print({
      what: "80,000 tensors: longest piece there while two files' pairs are told to a page",
      ...many("longestBusyComparingMs"),
      goal: "under 16",
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each round in a process of its own; of each measure the median. */
async function readInTurn(path: string, how: HowToRead) {
  const script = fileURLToPath(new URL("readWeights.ts", import.meta.url));
  const read: ReadWeights[] = [];
  for (let round = 0; round < rounds; round++) {
    const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, path, how]);
    read.push(JSON.parse(stdout) as ReadWeights);
  }
  return (name: keyof ReadWeights) => {
    const value = median(read.map((each) => each[name] ?? Number.NaN));
    return { value, unit: name.endsWith("Ms") ? "ms" : "MB" };
  };
}
