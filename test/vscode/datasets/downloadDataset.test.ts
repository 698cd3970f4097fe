import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { RequestListener } from "node:http";
import { test } from "node:test";
import type { DownloadableDataset } from "../../../extension/datasets/downloadable.ts";
import { Cancelled } from "../../../extension/vscode/cancelled.ts";
import { DownloadError, downloadDataset } from "../../../extension/vscode/datasets/downloadDataset.ts";
import { MemoryFiles } from "../memoryFiles.ts";
import { withServer } from "../withServer.ts";

const contents: Readonly<Record<string, Buffer>> = {
  "images.gz": Buffer.alloc(300_000, "pixels"),
  "labels.gz": Buffer.from("labels"),
};

function datasetAt(...mirrors: string[]): DownloadableDataset {
  const files = Object.entries(contents).map(([name, bytes]) => ({
    name,
    lengthBytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  }));
  return { name: "little", label: "Little", description: "", files, mirrors };
}

const serveAll: RequestListener = (request, response) => {
  response.end(contents[(request.url ?? "").slice(1)]);
};

/** Nobody listens there: the port was free a moment ago. */
async function deadAddress(): Promise<string> {
  let address = "";
  await withServer(serveAll, async (found) => {
    address = found;
  });
  return address;
}

function optionsFor(files: MemoryFiles, signal = new AbortController().signal, reported: number[] = []) {
  return { files, folder: "cache", signal, onProgress: (bytes: number) => reported.push(bytes) };
}

test("a download leaves every file as it was published, and tells how far it is", async () => {
  await withServer(serveAll, async (address) => {
    const files = new MemoryFiles();
    const reported: number[] = [];
    await downloadDataset(datasetAt(address), optionsFor(files, undefined, reported));
    for (const [name, bytes] of Object.entries(contents)) {
      assert.deepEqual(Buffer.from(await files.read(`cache/${name}`)), bytes);
    }
    assert.equal(files.contents.size, 2);
    assert.equal(reported.at(-1), 300_006);
    assert.deepEqual(
      reported,
      [...reported].sort((a, b) => a - b),
    );
  });
});

const wrongAnswers: Readonly<Record<string, { answer: RequestListener; says: RegExp }>> = {
  "other bytes": {
    answer: (request, response) => {
      const right = contents[(request.url ?? "").slice(1)];
      response.end(Buffer.alloc(right.length, "forged"));
    },
    says: /images\.gz from 127\.0\.0\.1:\d+: expected the SHA-256 \w{64}, found \w{64}/,
  },
  "too few bytes": { answer: (_, response) => response.end("short"), says: /expected 300000 bytes, found 5/ },
  "too many bytes": {
    answer: (_, response) => response.end(Buffer.alloc(400_000)),
    says: /expected 300000 bytes, found more/,
  },
  "an error page": {
    answer: (_, response) => response.writeHead(404).end("gone"),
    says: /answered 404 for images\.gz/,
  },
};
for (const [what, { answer, says }] of Object.entries(wrongAnswers)) {
  test(`${what} for a file: refused with what was expected and found, and nothing kept`, async () => {
    await withServer(answer, async (address) => {
      const files = new MemoryFiles();
      await assert.rejects(downloadDataset(datasetAt(address), optionsFor(files)), (error: unknown) => {
        assert.ok(error instanceof DownloadError);
        assert.match(error.message, says);
        return true;
      });
      assert.equal(files.contents.size, 0);
    });
  });
}

test("the next mirror is asked where one is dead or wrong", async () => {
  const dead = await deadAddress();
  await withServer(
    (_, response) => response.end("wrong"),
    async (wrong) => {
      await withServer(serveAll, async (right) => {
        const files = new MemoryFiles();
        await downloadDataset(datasetAt(dead, wrong, right), optionsFor(files));
        assert.equal(files.contents.size, 2);
      });
    },
  );
});

test("offline a download says so in one plain sentence", async () => {
  const files = new MemoryFiles();
  await assert.rejects(downloadDataset(datasetAt(await deadAddress()), optionsFor(files)), {
    name: "DownloadError",
    message:
      "Little could not be downloaded: no server could be reached. Check the connection, use the built-in digits, or open a folder of IDX files.",
  });
  assert.equal(files.contents.size, 0);
});

test("a download that is cancelled midway ends with the word it was cancelled with, and keeps nothing", async () => {
  const answerHalf: RequestListener = (request, response) => {
    const bytes = contents[(request.url ?? "").slice(1)];
    response.write(bytes.subarray(0, bytes.length / 2)); // and then nothing more
  };
  await withServer(answerHalf, async (address) => {
    const files = new MemoryFiles();
    const aborting = new AbortController();
    const options = { ...optionsFor(files, aborting.signal), onProgress: () => aborting.abort(new Cancelled()) };
    await assert.rejects(downloadDataset(datasetAt(address), options), Cancelled);
    assert.equal(files.contents.size, 0);
  });
});
