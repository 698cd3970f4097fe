import { fileURLToPath } from "node:url";
import {
  type CompareToHost,
  compareMessageSchema,
  type HostToCompare,
  type SideName,
} from "../../../extension/protocol/compareMessages.ts";
import { ComparisonSession } from "../../../extension/vscode/compare/comparisonSession.ts";
import { startNodeWeightsWorker } from "../../../extension/weightsReader/nodeWeightsPort.ts";
import { WeightsReader } from "../../../extension/weightsReader/weightsReader.ts";
import type { OpenedPage } from "../openedPage.ts";
import { PageHarness, type PageOptions } from "../pageHarness.ts";

const workerPath = fileURLToPath(new URL("../../../extension/weightsReader/weightsWorker.ts", import.meta.url));

/** Sides by the names that the test gives them in place of URIs. */
export type NamedFiles = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** A page that compares two files, with the real session and the real weights reader behind it. */
export interface OpenedComparePage {
  readonly opened: OpenedPage<HostToCompare, CompareToHost>;
  readonly session: ComparisonSession;
  /** what the session wrote to the output channel */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

export type ComparePages = PageHarness<HostToCompare, CompareToHost>;

export function startComparePages(): Promise<ComparePages> {
  return PageHarness.start({ entry: "webview/compare/compare.ts", schema: compareMessageSchema });
}

/** @param a, b names among the files */
export async function openComparePage(
  pages: ComparePages,
  files: NamedFiles,
  [a, b]: readonly [string, string],
  options?: PageOptions,
): Promise<OpenedComparePage> {
  const reader = new WeightsReader(() => startNodeWeightsWorker(workerPath));
  const opened = await pages.open(options);
  const lines: string[] = [];
  const session = new ComparisonSession(
    { a: { kind: "file", uri: a }, b: { kind: "file", uri: b } },
    {
      reader,
      openSide: async (name: SideName) => {
        const title = name.kind === "file" ? name.uri : "the live network";
        const bytes = files[title];
        if (bytes === undefined) throw new Error(`${title}: expected a weights file, found no such file.`);
        const weights = await reader.open({ kind: "bytes", name: title, bytes: bytes.slice() });
        const { format, byteLength, tensors, network } = weights.summary;
        return { weights, side: { name, title, detail: "weights", format, byteLength, tensors, network } };
      },
      offeredExamples: async () => [{ dataset: "built-in", label: "built-in digits" }],
      findExamples: async () => ({ source: { kind: "builtIn" }, outputNames: [..."0123456789"] }),
      openEditor: async () => undefined,
      post: (message) => void opened.send(message),
      log: (line) => lines.push(line),
    },
  );
  opened.onMessage((message) => session.receive(message));
  const close = async () => {
    session.dispose();
    reader.dispose();
    await opened.close();
  };
  return { opened, session, lines, close };
}
