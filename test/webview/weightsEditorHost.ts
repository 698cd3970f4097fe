import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { TestContext } from "node:test";
import {
  type HostToWeightsPage,
  type WeightsPageToHost,
  weightsPageMessageSchema,
} from "../../extension/protocol/weightsEditorMessages.ts";
import { FollowedWeights } from "../../extension/vscode/weightsEditor/followedWeights.ts";
import { WeightsEditorConnection } from "../../extension/vscode/weightsEditor/weightsEditorConnection.ts";
import type { WeightsReader } from "../../extension/weightsReader/weightsReader.ts";
import type { OpenedPage } from "./openedPage.ts";
import { PageHarness, type PageOptions } from "./pageHarness.ts";

export type WeightsEditorHarness = PageHarness<HostToWeightsPage, WeightsPageToHost>;
export type OpenedWeightsEditor = OpenedPage<HostToWeightsPage, WeightsPageToHost>;

export function startWeightsEditorHarness(): Promise<WeightsEditorHarness> {
  return PageHarness.start({ entry: "webview/weightsEditor.ts", schema: weightsPageMessageSchema });
}

/** A weights editor on a real file, with the extension's own connection and reader behind it. */
export interface ShownWeights {
  readonly editor: OpenedWeightsEditor;
  readonly connection: WeightsEditorConnection;
  readonly followed: FollowedWeights;
  /** what was asked of the editor besides the file */
  readonly actions: readonly string[];
}

export async function showWeights(
  t: TestContext,
  harness: WeightsEditorHarness,
  reader: WeightsReader,
  path: string,
  options?: PageOptions,
): Promise<ShownWeights> {
  const followed = new FollowedWeights({
    open: () => reader.open({ kind: "path", path }),
    facts: async () => {
      const { size, mtimeMs } = await stat(path);
      return { byteLength: size, modifiedMs: mtimeMs };
    },
  });
  const actions: string[] = [];
  const act = (name: string) => async () => void actions.push(name);
  const editor = await harness.open(options);
  const connection = new WeightsEditorConnection({
    name: basename(path),
    followed,
    actions: { loadIntoPanel: act("load"), compare: act("compare"), copyLoadingCode: act("copy") },
    post: (message) => void editor.send(message),
    report: (error) => actions.push(`report: ${error}`),
    log: (line) => actions.push(`log: ${line}`),
  });
  editor.onMessage((message) => connection.receive(message));
  t.after(async () => {
    connection.dispose();
    followed.dispose();
    await editor.close();
  });
  return { editor, connection, followed, actions };
}
