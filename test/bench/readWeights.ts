import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { HostToCompare, SideName } from "../../extension/protocol/compareMessages.ts";
import type { SliceRequest, TensorForm } from "../../extension/protocol/weightsSummary.ts";
import { ComparisonSession } from "../../extension/vscode/compare/comparisonSession.ts";
import { FollowedWeights } from "../../extension/vscode/weightsEditor/followedWeights.ts";
import { WeightsEditorConnection } from "../../extension/vscode/weightsEditor/weightsEditorConnection.ts";
import { lookInside } from "../../extension/vscode/weightsPreview/lookInside.ts";
import { previewMarkdown } from "../../extension/vscode/weightsPreview/previewMarkdown.ts";
import { startNodeWeightsWorker } from "../../extension/weightsReader/nodeWeightsPort.ts";
import { type OpenWeights, WeightsReader } from "../../extension/weightsReader/weightsReader.ts";
import { LoopWatch } from "./watching/loopWatch.ts";

/** What a process of its own prints that opens a weights file in the reader's worker and looks at its largest matrix. */
export interface ReadWeights {
  /** the worker started, the file opened and summarised */
  readonly firstOpenMs: number;
  /** the same file again, while the worker is there */
  readonly openAgainMs: number;
  /** that the process has grown at most, from before the worker to the open file */
  readonly openMegabytes: number;
  /** of the whole matrix, thinned to 512 × 512; null where that is not asked for */
  readonly pictureMs: number | null;
  /** of a part of 512 × 512 in its middle */
  readonly partMs: number;
  readonly statisticsMs: number | null;
  /** all that a hover shows, made ready, with the worker started first; null where that is not asked for */
  readonly firstPreviewMs: number | null;
  /** once more, with what the worker and the machine remember */
  readonly previewAgainMs: number | null;
  /** of all tensors, to a page that shows them; null where that is not asked for */
  readonly toldMs: number | null;
  /** without a break in this thread, the host's, while the file is opened and told to a page */
  readonly longestBusyMs: number | null;
  /** the same while the file is opened twice, and all pairs of tensors are told to a page that compares them */
  readonly longestBusyComparingMs: number | null;
  /** after all that */
  readonly mostMegabytes: number;
}

/**
 * - `open`: the file is opened, and a part of its largest matrix is read
 * - `whole`: all of that matrix is read, too
 * - `preview`, `preparedPreview`: a hover's content is made before all else, with a worker that is started for it or before
 * - `many`: a page is told all of the file's tensors, and one that compares it with itself all of its pairs
 */
export type HowToRead = "open" | "whole" | "preview" | "preparedPreview" | "many";

/** What all slices have in common. */
const seen = { rowDimension: 0, columnDimension: 1, at: [0, 0], mostRows: 512, mostColumns: 512 } as const;

/** Between the moment that somebody sees a file's name and the moment that the mouse rests on it. */
const lookedAtMs = 500;

/** After which a {@link LoopWatch} has rung. */
const sightMs = 10;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , path, how] = process.argv;
  process.stdout.write(`${JSON.stringify(await readWeights(path, how as HowToRead))}\n`);
}

async function readWeights(path: string, how: HowToRead): Promise<ReadWeights> {
  // The extension's own bundle, as a user has it.
  const workerPath = fileURLToPath(new URL("../../dist/weightsWorker.cjs", import.meta.url));
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const grownMegabytes = () => (process.resourceUsage().maxRSS * 1024 - before) / 2 ** 20;
  const reader = new WeightsReader(() => startNodeWeightsWorker(workerPath));
  const isWhole = how === "whole";
  const isPreview = how === "preview" || how === "preparedPreview";
  try {
    if (how === "preparedPreview") {
      reader.prepare();
      await setTimeout(lookedAtMs);
    }
    const [, firstPreviewMs] = isPreview ? await timed(() => preview(reader, path)) : [null, null];
    const [, previewAgainMs] = isPreview ? await timed(() => preview(reader, path)) : [null, null];
    const open = () => reader.open({ kind: "path", path });
    const watch = how === "many" ? new LoopWatch() : null;
    const [opened, firstOpenMs] = await timed(open);
    const openMegabytes = grownMegabytes();
    const [, toldMs] = watch ? await timed(() => tellPage(opened)) : [null, null];
    const longestBusyMs = watch?.report().longestBusyMs ?? null;
    if (watch) await tellComparePage(reader, path);
    const longestBusyComparingMs = watch?.report().longestBusyMs ?? null;
    watch?.dispose();
    const [, openAgainMs] = await timed(open);
    const { tensor, form } = largestMatrix(opened);
    const [, partMs] = await timed(() => opened.readSlice(tensor, middleOf(form)));
    const [, pictureMs] = isWhole ? await timed(() => opened.readSlice(tensor, wholeOf(form))) : [null, null];
    const [, statisticsMs] = isWhole ? await timed(() => opened.takeStatistics(tensor)) : [null, null];
    return {
      firstOpenMs,
      openAgainMs,
      openMegabytes,
      partMs,
      pictureMs,
      statisticsMs,
      firstPreviewMs,
      previewAgainMs,
      toldMs,
      longestBusyMs,
      longestBusyComparingMs,
      mostMegabytes: grownMegabytes(),
    };
  } finally {
    reader.dispose();
  }
}

/** What a hover over the file's name shows. */
async function preview(reader: WeightsReader, path: string): Promise<string> {
  const facts = await stat(path);
  const opened = await reader.open({ kind: "path", path });
  const { summary } = opened;
  const seen = await lookInside(opened, "dark", new AbortController().signal);
  opened.dispose();
  const [name, byteLength, modifiedMs] = [basename(path), facts.size, facts.mtimeMs];
  return previewMarkdown({ name, byteLength, modifiedMs, summary, ...seen }, []);
}

/** As VS Code does of each message to a page, on the thread that sends it. */
function makeText(message: object): void {
  JSON.stringify(message, (_key, value: unknown) => value);
}

/** As a weights editor does. */
async function tellPage(opened: OpenWeights): Promise<void> {
  const open = async () => opened;
  const followed = new FollowedWeights({ open, facts: async () => undefined });
  const read = new Promise<void>((resolve) => followed.onDidChange(resolve));
  followed.look(opened);
  await read;
  let isTold = false;
  const fail = (problem: unknown) => {
    throw new Error(String(problem));
  };
  const connection = new WeightsEditorConnection({
    name: "many.safetensors",
    followed,
    actions: { loadIntoPanel: async () => {}, compare: async () => {}, copyLoadingCode: async () => {} },
    post: (message) => {
      makeText(message);
      if (message.type === "fileChanged") isTold = true;
    },
    report: fail,
    log: fail,
  });
  await connection.receive({ type: "ready" });
  if (!isTold) fail("The page was not told of the file.");
}

/** As a comparison does, until the page has all pairs. */
async function tellComparePage(reader: WeightsReader, path: string): Promise<void> {
  const told = Promise.withResolvers<void>();
  const openSide = async (name: SideName) => {
    const weights = await reader.open({ kind: "path", path });
    const { format, byteLength, tensors, network } = weights.summary;
    return { weights, side: { name, title: path, detail: "", format, byteLength, tensors, network } };
  };
  const name: SideName = { kind: "file", uri: path };
  const session = new ComparisonSession(
    { a: name, b: name },
    {
      reader,
      openSide,
      offeredExamples: async () => [],
      findExamples: () => Promise.reject(new Error("Nobody asked for examples.")),
      openEditor: async () => undefined,
      post: (message: HostToCompare) => {
        makeText(message);
        if (message.type === "comparisonOpened") told.resolve();
      },
      log: (line) => told.reject(new Error(line)),
    },
  );
  session.receive({ type: "ready" });
  await told.promise;
  // The watch sees a piece of work when it is over.
  await setTimeout(sightMs);
  session.dispose();
}

async function timed<Result>(act: () => Promise<Result>): Promise<[Result, ms: number]> {
  const start = performance.now();
  const result = await act();
  return [result, performance.now() - start];
}

function largestMatrix({ summary }: OpenWeights): { tensor: number; form: TensorForm } {
  const area = ({ shape }: TensorForm) => (shape.length === 2 ? shape[0] * shape[1] : 0);
  const form = summary.tensors.reduce((most, each) => (area(each) > area(most) ? each : most));
  return { tensor: summary.tensors.indexOf(form), form };
}

function wholeOf({ shape: [rows, columns] }: TensorForm): SliceRequest {
  return { ...seen, firstRow: 0, firstColumn: 0, rows, columns };
}

function middleOf({ shape: [rows, columns] }: TensorForm): SliceRequest {
  const [firstRow, firstColumn] = [rows, columns].map((size) => Math.floor((size - 512) / 2));
  return { ...seen, firstRow, firstColumn, rows: 512, columns: 512 };
}
