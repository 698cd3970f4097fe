import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { compareWeights } from "../extension/weights/comparison/comparison.ts";
import { WeightsFileError } from "../extension/weights/weightsFileError.ts";
import { BlockCache } from "../extension/weightsReader/blockCache.ts";
import { FileSource } from "../extension/weightsReader/fileSource.ts";
import { OpenedFile } from "../extension/weightsReader/openedFile.ts";
import { SourcesOnDisk } from "../extension/weightsReader/sourcesOnDisk.ts";
import { comparisonAsJson, comparisonInLines } from "./describedComparison.ts";
import { describedTensors, descriptionAsJson, descriptionInLines } from "./describedFile.ts";
import { Refusal } from "./refusal.ts";

const help = `What is in a weights file: .safetensors, .npy, .npz, .onnx, PyTorch's .pt and .pth, Keras's .h5 and .keras, Nielsen's JSON.

  npm run describe -- FILE [--compare OTHER] [--json]

  --compare OTHER   how OTHER differs from FILE, too
  --json            one JSON object: format, tensors, network, metadata, and with --compare comparison
  --help            this text

Reading executes nothing of the file. Exit code 2 and one sentence for a file that cannot be read.
`;

async function describe(path: string, other: string | undefined, isJson: boolean): Promise<void> {
  const file = await open(path);
  try {
    const compared = other === undefined ? undefined : await open(other);
    try {
      const tensors = describedTensors(file, showProgress);
      const comparison = compared && finish("comparing", compareWeights(sideOf(file), sideOf(compared)));
      if (isJson) {
        const said = comparison &&
          compared && { comparison: comparisonAsJson(comparison, file.summary, compared.summary) };
        process.stdout.write(`${JSON.stringify({ ...descriptionAsJson(file, tensors), ...said })}\n`);
      } else {
        const lines = descriptionInLines(file, tensors);
        if (comparison && compared) lines.push("", ...comparisonInLines(comparison, file, compared));
        process.stdout.write(`${lines.join("\n")}\n`);
      }
    } finally {
      compared?.close();
    }
  } finally {
    file.close();
  }
}

const cache = new BlockCache();

function open(named: string): Promise<OpenedFile> {
  // npm runs scripts in the project's folder, and says where it was called itself.
  const path = resolve(process.env.INIT_CWD ?? ".", named);
  return OpenedFile.open({ kind: "path", path }, new SourcesOnDisk((each) => new FileSource(each, cache)));
}

function sideOf({ file, summary: { network } }: OpenedFile) {
  return { file, network };
}

function finish<Result>(what: string, work: Generator<number, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    showProgress(what, value);
  }
}

/** On a terminal alone, in one line that is written over. */
function showProgress(what: string, share: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(share < 1 ? `\r\u001b[K${what}: ${Math.floor(share * 100)} %` : "\r\u001b[K");
}

try {
  const { values, positionals } = parseArgs({
    options: {
      compare: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  if (values.help) process.stdout.write(help);
  else {
    const [path, ...others] = positionals;
    if (path === undefined) throw new Refusal("describe: expected a weights file, found no argument.");
    if (others.length > 0)
      throw new Refusal(`describe: expected one weights file, found ${positionals.join(" and ")}.`);
    await describe(path, values.compare, values.json);
  }
} catch (error) {
  const isBadArgument =
    error instanceof TypeError && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
  const isRefusal = error instanceof Refusal || error instanceof WeightsFileError || isBadArgument;
  process.exitCode = isRefusal ? 2 : 1;
  // Node's own words on bad arguments go on over several lines.
  const words = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
  process.stderr.write(`${isRefusal || !(error instanceof Error) ? words : error.stack}\n`);
}
