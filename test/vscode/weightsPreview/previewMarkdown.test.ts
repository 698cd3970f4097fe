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
} as NonNullable<WeightsSummary["training"]>;

const summary: WeightsSummary = {
  format: "safetensors",
  byteLength: 53_256,
  tensors: [
    { name: "0.weight", dtype: "F32", shape: [16, 784] },
    { name: "0.bias", dtype: "F32", shape: [16] },
  ],
  metadata: [],
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

test("a preview says name, format, size, network, accuracy, cost, epoch, seed and dataset, in lines, then what can be done", () => {
  const link = { title: "Open", command: "vscode.open", arguments: [] };
  assert.equal(
    seen(previewMarkdown(preview, [link])).split("\n\n")[0],
    [
      "**digits.safetensors** · safetensors · 53.3\u202fkB",
      "784–64–16–10 · sigmoid · 13,002 parameters",
      "reads 95.31 % right · cost 0.0812 · epoch 12 · seed 42 · built-in digits",
      "[Open]",
    ].join("\\\n"),
  );
});

test("a preview's picture has its limit beneath, and the other layers' sizes", () => {
  const [, block] = seen(previewMarkdown(preview, [])).split("\n\n");
  const [picture, scale, layers] = block.split("\\\n");
  assert.equal(picture, "▦");
  assert.match(scale, /^−([\d.]+) ▦ \+\1 · \d+ are larger · 32 of 64 neurons of layer 1$/);
  assert.equal(layers, "layer 2: 16 × 64 sigmoid · layer 3: 10 × 16 sigmoid");
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
  assert.ok(markdown.includes("_No network of dense layers: found a convolution._"));
  assert.ok(markdown.includes("| conv.weight | F16 [64, 3, 7, 7] | −0.5000 | 0.2500 | 0.001234 |"), markdown);
  assert.ok(markdown.includes("| big | F32 [4096, 4096] | – | – | – * |"));
  assert.ok(markdown.includes("_and 1 more tensor · * of its first 65,536 numbers_"), markdown);
});

test("a file of one array says its dtype, shape and statistics in lines, and not that it is no network", () => {
  const array: WeightsPreview = {
    ...preview,
    name: "batch.npy",
    firstLayer: null,
    onlyTensor: resultOf(drawTensor(someTensor([8, 3, 32, 48], () => generator.nextNormal()))),
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
  const [head, picture, ...rest] = seen(previewMarkdown(array, [])).split("\n\n");
  assert.deepEqual(head.split("\\\n").slice(1), [
    "F32 [8, 3, 32, 48]",
    "min −0.5000 · max 0.2500 · mean 0.001234 · deviation 0.1000",
  ]);
  assert.match(picture, /^▦/);
  assert.deepEqual(rest, []);
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
  const limits = { limit: 1, beyond: 0, notANumber: 0 };
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
