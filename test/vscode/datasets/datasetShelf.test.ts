import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Uri, workspace } from "vscode";
import type { DownloadableDataset } from "../../../extension/datasets/downloadable.ts";
import { Cancelled } from "../../../extension/vscode/cancelled.ts";
import { EditorDatasetShelf } from "../../../extension/vscode/datasets/editorDatasetShelf.ts";
import { writeIdxFolder } from "../idxFolder.ts";
import { withServer } from "../withServer.ts";

let scratch: string;
let published: string;

before(async () => {
  scratch = await mkdtemp(join(tmpdir(), "downhill-shelf-"));
  published = join(scratch, "published");
  await writeIdxFolder(published, 60);
});
after(() => rm(scratch, { recursive: true }));

async function publishedAt(mirror: string): Promise<DownloadableDataset> {
  const names = await readdir(published);
  const files = await Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(published, name));
      return { name, lengthBytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
    }),
  );
  return { name: "bars", label: "Bars", description: "Bars for tests", files, mirrors: [mirror] };
}

const servePublished: RequestListener = async (request, response) => {
  response.end(await readFile(join(published, (request.url ?? "").slice(1))));
};

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

test("a dataset is downloaded once on a person's word, and found without a server from then on", async () => {
  const cache = join(scratch, "once");
  let asked = 0;
  const consent = async () => {
    asked++;
    return true;
  };
  const dataset = await withAddress(async (address) => {
    const shelf = new EditorDatasetShelf([await publishedAt(address)], Uri.file(cache), consent);
    const found = await shelf.find("bars");
    assert.equal(found.label, "Bars");
    assert.equal(found.source.kind === "idx" && found.source.files.length, 2);
    return publishedAt(address);
  });
  const offline = new EditorDatasetShelf([dataset], Uri.file(cache), consent);
  assert.equal((await offline.find("bars")).label, "Bars");
  assert.equal(asked, 1);
});

/** Serves what is published while `body` runs. */
async function withAddress<Result>(body: (address: string) => Promise<Result>): Promise<Result> {
  let result: Result | undefined;
  await withServer(servePublished, async (address) => {
    result = await body(address);
  });
  return result as Result;
}

test("without a person's word nothing is fetched", async () => {
  let requests = 0;
  const count: RequestListener = (_, response) => {
    requests++;
    response.end();
  };
  await withServer(count, async (address) => {
    const shelf = new EditorDatasetShelf(
      [await publishedAt(address)],
      Uri.file(join(scratch, "unasked")),
      async () => false,
    );
    await assert.rejects(shelf.find("bars"), Cancelled);
  });
  assert.equal(requests, 0);
  assert.deepEqual(await namesIn(join(scratch, "unasked")), []);
});

test("what does not have its checksum is refused and not kept", async () => {
  const forge: RequestListener = async (request, response) => {
    const bytes = await readFile(join(published, (request.url ?? "").slice(1)));
    bytes[20] ^= 1;
    response.end(bytes);
  };
  await withServer(forge, async (address) => {
    const shelf = new EditorDatasetShelf(
      [await publishedAt(address)],
      Uri.file(join(scratch, "forged")),
      async () => true,
    );
    await assert.rejects(shelf.find("bars"), /expected the SHA-256 \w{64}, found \w{64}/);
  });
  assert.deepEqual(await namesIn(join(scratch, "forged", "bars")), []);
});

test("offline the shelf says so", async () => {
  const dataset = await withAddress(publishedAt); // its server is gone afterwards
  const shelf = new EditorDatasetShelf([dataset], Uri.file(join(scratch, "offline")), async () => true);
  await assert.rejects(
    shelf.find("bars"),
    /^DownloadError: Bars could not be downloaded: no server could be reached\./,
  );
});

test("a folder is found by its path, by its URI, and from the workspace's folder", async () => {
  const workspaceFolder = workspace.workspaceFolders?.[0]?.uri as Uri;
  const inWorkspace = Uri.joinPath(workspaceFolder, "shelf", "bars");
  await writeIdxFolder(inWorkspace.fsPath, 60);
  const shelf = new EditorDatasetShelf([], Uri.file(join(scratch, "none")));
  for (const name of [inWorkspace.fsPath, inWorkspace.toString(), "shelf/bars", "./shelf/bars"]) {
    const { source, label } = await shelf.find(name);
    assert.equal(label, "bars");
    assert.ok(source.kind === "idx" && source.files.every(({ bytes }) => bytes.byteLength === bytes.buffer.byteLength));
  }
  await rm(join(workspaceFolder.fsPath, "shelf"), { recursive: true });
});

test("of a folder only the files of the dataset are read", async () => {
  const folder = join(scratch, "mixed");
  await writeIdxFolder(folder, 60);
  await writeFile(join(folder, "holiday.jpg"), "not for Downhill");
  const { source } = await new EditorDatasetShelf([], Uri.file(scratch)).find(folder);
  assert.deepEqual(source.kind === "idx" && source.files.map(({ name }) => name).sort(), [
    "train-images-idx3-ubyte.gz",
    "train-labels-idx1-ubyte",
  ]);
});

test("a name that is no dataset and no folder is refused in one sentence", async () => {
  const shelf = new EditorDatasetShelf([], Uri.file(scratch));
  await assert.rejects(shelf.find("nowhere"), {
    message: "dataset nowhere: expected built-in, mnist, fashion-mnist or a folder, found no such folder.",
  });
  await assert.rejects(
    shelf.find(join(published, "train-labels-idx1-ubyte")),
    /expected built-in, .* or a folder, found /,
  );
});
