import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pictureOf } from "../../extension/datasets/examples.ts";
import { easyExamples } from "../trainer/randomExamples.ts";
import { ContestantProcess } from "./contestant.ts";
import { ourCommand } from "./peers.ts";
import { scriptedContestant } from "./scriptedContestant.ts";
import { warmUp } from "./warmUp.ts";

describe("a contestant in a process of its own", () => {
  let imagesFolder = "";
  before(async () => {
    imagesFolder = await mkdtemp(join(tmpdir(), "downhill-bench-test-"));
    const examples = easyExamples(1000, 1);
    const pictures = Array.from(examples.labels, (_, k) => pictureOf(examples, k));
    await writeFile(join(imagesFolder, "pixels.u8"), Buffer.concat(pictures));
    await writeFile(join(imagesFolder, "labels.u8"), examples.labels);
  });
  after(() => rm(imagesFolder, { recursive: true }));

  const task = () => ({ imagesFolder, network: "784-8-10", batch: 10 });
  const start = async (name: string, script: string) => {
    const file = join(imagesFolder, `${name}.mjs`);
    await writeFile(file, script);
    return ContestantProcess.start(name, { command: process.execPath, words: [file, "variant"] }, task());
  };

  test("ours trains, says what it is, and lowers the cost", async () => {
    const ours = await ContestantProcess.start("downhill", ourCommand, task());
    try {
      assert.equal(ours.description, "Downhill, 1 thread");
      await warmUp(ours, 50);
      assert.ok((await ours.train(10)) > 0);
    } finally {
      ours.end();
    }
  });

  test("is given the task before its variant, and its greetings are passed over", async () => {
    const script = `console.log("hello"); console.log(JSON.stringify({ ready: process.argv.slice(3).join(" ") }));`;
    const contestant = await start("echo", `${script} process.stdin.resume();`);
    contestant.end();
    assert.equal(contestant.description, "784-8-10 10 1.5 variant");
  });

  test("has the rate that its own clock gives", async () => {
    const answers = `console.log('{"ready":"x"}'); process.stdin.on("data", () => console.log('{"examples":500,"ms":250}'));`;
    const contestant = await start("clock", answers);
    try {
      assert.equal(await contestant.train(1), 2000);
    } finally {
      contestant.end();
    }
  });

  test("that cannot start says why, in its own words", async () => {
    await assert.rejects(start("broken", `console.error("no such library"); process.exit(3);`), {
      message: /^broken ended with 3\.\nno such library/,
    });
  });

  test("that ends without an answer fails what was asked of it", async () => {
    const contestant = await start(
      "brief",
      `console.log('{"ready":"x"}'); process.stdin.once("data", () => process.exit(4));`,
    );
    await assert.rejects(contestant.train(1), /^Error: brief ended with 4\./);
  });
});

test("a contestant that does not learn is not compared with", async () => {
  await assert.rejects(
    warmUp(scriptedContestant("lazy", [1e9], [0.9, 0.9])),
    /^Error: lazy: expected .* 0\.9, found 0\.9\./,
  );
});
