import assert from "node:assert/strict";
import { test } from "node:test";
import { SeededGenerator } from "../../../extension/network/seededGenerator.ts";
import type { TensorStatistics, WeightsSummary } from "../../../extension/protocol/weightsSummary.ts";
import {
  previewMarkdown,
  refusalMarkdown,
  type WeightsPreview,
} from "../../../extension/vscode/weightsPreview/previewMarkdown.ts";
import { tensorMarkdown } from "../../../extension/vscode/weightsPreview/tensorMarkdown.ts";
import { drawNeurons } from "../../../extension/weightsReader/drawNeurons.ts";
import { drawTensor } from "../../../extension/weightsReader/drawTensor.ts";
import { resultOf, someTensor } from "../../weightsReader/someTensor.ts";

const training = {
  accuracy: 0.9531,
  heldOutCost: 0.08123,
  epoch: 12,
  seed: 42,
  dataset: "built-in digits",
  descent: "plain",
} as NonNullable<WeightsSummary["training"]>;

const summary: WeightsSummary = {
  format: "safetensors",
  byteLength: 53_256,
  tensors: [
    { name: "0.weight", dtype: "F32", shape: [16, 784] },
    { name: "0.bias", dtype: "F32", shape: [16] },
  ],
  metadata: [],
  stateDict: null,
  isTorchScript: false,
  network: {
    sizes: [784, 64, 16, 10],
    activations: ["sigmoid", "sigmoid", "sigmoid"],
    layers: [],
    parameters: 13_002,
    remarks: [],
  },
  noNetworkBecause: null,
  training,
  remarks: [],
};

const generator = new SeededGenerator(3);
const noise = resultOf(
  drawNeurons(
    someTensor([32, 784], () => generator.nextNormal()),
    { tensor: 0, isTransposed: false, first: 0, count: 32 },
    "dark",
  ),
);

const preview: WeightsPreview = {
  name: "digits.safetensors",
  byteLength: 53_256,
  modifiedMs: null,
  summary,
  firstLayer: noise,
  onlyTensor: null,
  statistics: [],
  problem: null,
};

const someStatistics: TensorStatistics = {
  count: 12_544,
  min: -0.5,
  max: 0.25,
  mean: 0.0012345,
  deviation: 0.1,
  zeros: 0,
  notANumber: 0,
  infinite: 0,
  histogram: [],
};

/** As a reader sees it: without pictures, links' targets, and the backslashes of Markdown. */
function seen(markdown: string): string {
  return markdown
    .replace(/<img [^>]*>/g, "▦")
    .replace(/\]\([^)]*\)/g, "]")
    .replaceAll("&ensp;", "")
    .replace(/\\([!-/:-@[-`{-~])/g, "$1");
}

test("a preview says what the file is, how it was trained, what can be done and what it looks like, a line each, with no margin between them", () => {
  const link = { title: "Open", command: "vscode.open", arguments: [] };
  const remarks = ["There are no biases: they are taken as 0."];
  const lines = seen(previewMarkdown({ ...preview, summary: { ...summary, remarks } }, [link])).split("\\\n");
  assert.deepEqual(lines.with(5, ""), [
    "**digits.safetensors** · safetensors · 53.3\u202fkB",
    "784–64–16–10 · sigmoid · 13,002 parameters",
    "reads 95.31 % right · cost 0.0812 · epoch 12 · seed 42 · built-in digits",
    "[Open]",
    "▦",
    "",
    "_There are no biases: they are taken as 0._",
  ]);
  assert.match(
    lines[5],
    /^−([\d.]+) ▦ \+\1 · layer 1: 32 of 64 neurons · layer\s2:\s16\s×\s64 · layer\s3:\s10\s×\s16$/,
  );
});

test("a preview of a network that learnt with Adam says so: its moments are in the file", () => {
  const adam = { ...training, descent: "adam" as const };
  const [, , trained] = seen(previewMarkdown({ ...preview, summary: { ...summary, training: adam } }, [])).split(
    "\\\n",
  );
  assert.match(trained, / · built-in digits · Adam$/);
});

test("a preview of another program's checkpoint says how far training had come, by its own words", () => {
  const metadata = [
    ["epoch", "12"],
    ["optimizer.param_groups.0.lr", "0.001"],
    ["val_loss", "0.12345"],
    ["global_step", "12000"],
    ["format", "pt"],
    ["loss", "nan"],
  ] as const;
  const lines = seen(previewMarkdown({ ...preview, summary: { ...summary, training: null, metadata } }, [])).split(
    "\\\n",
  );
  assert.equal(lines[2], "epoch 12 · val_loss 0.1235 · global_step 12,000");
});

test("layers behind the third are counted, so that the picture's line stays one", () => {
  const sizes = [784, ...new Array<number>(300).fill(64)];
  const network = { ...(summary.network as NonNullable<WeightsSummary["network"]>), sizes };
  assert.match(
    seen(previewMarkdown({ ...preview, summary: { ...summary, network } }, [])),
    / · layer\s3:\s64\s×\s64 · and 297 more$/,
  );
});

test("a preview of thirty-two neurons of noise, with everything else as long as it can be, fits into a hover", () => {
  const long = "w".repeat(5000);
  const sizes = [784, ...new Array<number>(300).fill(100_000)];
  const tensors = Array.from({ length: 6 }, () => ({ name: long, dtype: long, shape: [1e9, 1e9, 1e9, 1e9] }));
  const worst = previewMarkdown(
    {
      ...preview,
      name: long,
      modifiedMs: 0,
      summary: {
        ...summary,
        tensors,
        network: {
          ...(summary.network as NonNullable<WeightsSummary["network"]>),
          sizes,
          activations: sizes.slice(1).map(() => null),
        },
        training: { ...training, dataset: long },
        remarks: [long, long, long],
      },
      statistics: tensors.map((_, tensor) => ({ tensor, statistics: someStatistics })),
      problem: long,
    },
    [{ title: "Open", command: "vscode.openWith", arguments: [long] }],
  );
  assert.ok(worst.length < 100_000, `${worst.length} characters`);
});

test("a file without pictures has statistics, and a sample is said to be one", () => {
  const markdown = seen(
    previewMarkdown(
      {
        ...preview,
        firstLayer: null,
        summary: {
          ...summary,
          network: null,
          training: null,
          noNetworkBecause: "model.pt: expected only weights and biases of dense layers, found a convolution.",
          tensors: [
            { name: "conv.weight", dtype: "F16", shape: [64, 3, 7, 7] },
            { name: "big", dtype: "F32", shape: [4096, 4096] },
            { name: "c", dtype: "F32", shape: [1] },
          ],
        },
        statistics: [
          { tensor: 0, statistics: { ...someStatistics, count: 64 * 3 * 7 * 7 } },
          { tensor: 1, statistics: { ...someStatistics, count: 65_536, min: null, max: null, mean: null } },
        ],
      },
      [],
    ),
  );
  const [, table, beneath] = markdown.split("\n\n");
  assert.ok(table.startsWith("| tensor |"), markdown);
  assert.deepEqual(beneath.split("\\\n"), [
    "_and 1 more tensor · * of its first 65,536 numbers_",
    "_No network of dense layers: found a convolution._",
  ]);
  assert.ok(markdown.includes("| conv.weight | F16 [64, 3, 7, 7] | −0.5000 | 0.2500 | 0.001234 |"), markdown);
  assert.ok(markdown.includes("| big | F32 [4096, 4096] | – | – | – * |"));
});

test("a file of one array says its dtype, shape and statistics in lines, and not that it is no network", () => {
  const array: WeightsPreview = {
    ...preview,
    name: "batch.npy",
    firstLayer: null,
    onlyTensor: resultOf(
      drawTensor(
        someTensor([8, 3, 32, 48], () => generator.nextNormal()),
        "dark",
      ),
    ),
    summary: {
      ...summary,
      format: "npy",
      network: null,
      training: null,
      noNetworkBecause: "batch.npy: expected weights and biases of dense layers, found [8,3,32,48].",
      tensors: [{ name: "batch", dtype: "F32", shape: [8, 3, 32, 48] }],
    },
    statistics: [{ tensor: 0, statistics: { ...someStatistics, count: 8 * 3 * 32 * 48 } }],
  };
  const lines = seen(previewMarkdown(array, [])).split("\\\n");
  assert.deepEqual(lines.slice(1, 4), [
    "F32 [8, 3, 32, 48]",
    "min −0.5000 · max 0.2500 · mean 0.001234 · deviation 0.1000",
    "▦",
  ]);
  assert.equal(lines.length, 5, lines.join("\n"));
});

test("a file's own texts show as they are, and run nothing", () => {
  const name = "[x](command:evil) <img src=x> | **b**.pt";
  const remarks = ["a\n\n# b"];
  const markdown = previewMarkdown({ ...preview, name, firstLayer: null, summary: { ...summary, remarks } }, []);
  assert.ok(
    markdown.startsWith(String.raw`**\[x\]\(command\:evil\) \<img src\=x\> \| \*\*b\*\*\.pt** · `),
    markdown.slice(0, 100),
  );
  assert.ok(markdown.includes(String.raw`_a \# b_`));
});

test("a name that would end the picture's element and begin a link stays in it", () => {
  const name = "x\n\n[click](command:evil)\u202e";
  const form = { name, dtype: "F32", shape: [2, 2] };
  const limits = { page: "light" as const, limit: 1, beyond: 0, notANumber: 0, infinite: 0 };
  const picture = {
    rows: 2,
    columns: 2,
    numbersInBar: null,
    picture: { png: new Uint8Array(1), width: 2, height: 2, ...limits },
  };
  const markdown = tensorMarkdown({ file: "x.pt", form, statistics: null, picture }, []);
  assert.match(markdown, /alt="x \[click\]\(command:evil\) : 2 × 2"/);
  assert.doesNotMatch(markdown, /\n\n\[|\u202e/);
  const long = tensorMarkdown(
    { file: "x.pt", form: { ...form, name: "x".repeat(1e5) }, statistics: null, picture },
    [],
  );
  assert.ok(long.length < 5000, `${long.length} characters`);
});

test("links run their commands with their arguments", () => {
  const markdown = previewMarkdown(preview, [
    { title: "Open", command: "vscode.openWith", arguments: [{ path: "/a b)" }, "downhill.weightsEditor"] },
    { title: "Load", command: "downhill.openWeights", arguments: ["file:///a"] },
  ]);
  const links = [...markdown.matchAll(/\[(\w+)\]\(command:([\w.]+)\?([^)]*)\)/g)].map(([, title, command, query]) => {
    return [title, command, JSON.parse(decodeURIComponent(query))];
  });
  assert.deepEqual(links, [
    ["Open", "vscode.openWith", [{ path: "/a b)" }, "downhill.weightsEditor"]],
    ["Load", "downhill.openWeights", ["file:///a"]],
  ]);
});

test("a refusal says what is mostly wrong with such a file and what can be done, then what was found", () => {
  const link = { title: "Open", command: "vscode.open", arguments: [] };
  assert.equal(
    seen(refusalMarkdown("a.pt", { message: "a.pt: expected a zip.", format: "pytorch" }, [link])),
    [
      "**a.pt** · cannot be read\\",
      "It begins as files of the format PyTorch do, but not all of it is as it should be: was it downloaded, copied or written to its end?\\",
      "[Open]",
      "",
      "_a.pt: expected a zip._",
    ].join("\n"),
  );
  assert.equal(
    seen(refusalMarkdown("a.pt", { message: "a.pt: expected weights, found none.", format: null }, [])),
    "**a.pt** · cannot be read\n\na.pt: expected weights, found none.",
  );
});

test("beneath a picture stands what its colours leave out: larger numbers, and those that are none", () => {
  const values = [1000, Number.NaN, Number.POSITIVE_INFINITY];
  const stray = drawNeurons(
    someTensor([32, 784], (place) => values[place] ?? 0.5),
    { tensor: 0, isTransposed: false, first: 0, count: 32 },
    "light",
  );
  assert.match(
    seen(previewMarkdown({ ...preview, firstLayer: resultOf(stray) }, [])),
    /−0.5 ▦ \+0.5 · 1 larger · 1 not a number \(pink\) · 1 infinite \(yellow\) · layer 1/,
  );
});
