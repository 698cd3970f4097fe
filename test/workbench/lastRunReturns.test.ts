import assert from "node:assert/strict";
import { test } from "node:test";
import { descendantsOf } from "../../scripts/descendantsOf.ts";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

test("a window that is reloaded has its panel back, with the run as it was", async () => {
  await using workbench = await openWorkbench();
  const lesson = new Lesson(workbench);
  try {
    await lesson.isReady();
    await lesson.trainForAWhile();
    const standing = ["summary-network", "summary-progress", "graph-foot"].map((name) => lesson.text(name));
    const before = await Promise.all(standing.map(async (text) => (await text.textContent()) ?? ""));
    await lesson.page.reload();
    await lesson.isReady();
    for (const [k, text] of standing.entries()) await text.filter({ hasText: before[k] }).waitFor();

    // Reloaded while it trains, it is paused where it was, or later: training went on until the window was gone.
    await lesson.button("Train").click();
    const progress = lesson.text("summary-progress");
    await progress.filter({ hasNotText: before[1] }).waitFor();
    const seen = epochIn(await progress.textContent());
    await lesson.page.reload();
    await lesson.isReady();
    const returned = epochIn(await progress.textContent());
    assert.ok(returned >= seen, `epoch ${seen} was seen, ${returned} came back`);
  } finally {
    await lesson.page.screenshot({ path: screenshotPath("window-reloaded") });
  }
});

const skip = process.platform === "win32" ? "finding the extension host's process needs ps" : false;
test("a crash of the extension host gives back the panel, and the run from its checkpoint", { skip }, async () => {
  await using workbench = await openWorkbench();
  const lesson = new Lesson(workbench);
  try {
    await lesson.isReady();
    await lesson.trainForAWhile(); // and a pause takes a checkpoint
    const progress = lesson.text("summary-progress");
    const kept = epochIn(await progress.textContent());
    await lesson.button("Train").click();
    await lesson.button("Pause").waitFor();
    for (const pid of extensionHosts()) process.kill(pid, "SIGKILL");
    // The page that was left standing goes on saying “Pause”: it is replaced by one that hears, which offers to train.
    await lesson.isReady();
    const returned = epochIn(await progress.textContent());
    assert.ok(returned >= kept, `epoch ${kept} was kept, ${returned} came back`);
    await lesson.trainForAWhile();
    assert.equal(await lesson.page.locator(".tabs-container .tab", { hasText: "Downhill" }).count(), 1);
  } finally {
    await lesson.page.screenshot({ path: screenshotPath("extension-host-crashed") });
  }
});

function epochIn(text: string | null): number {
  return Number(/epoch (\d+)/.exec(text ?? "")?.[1]);
}

/** Process ids of the extension hosts among this process's descendants. */
function extensionHosts(): number[] {
  const hosts = descendantsOf(process.pid).filter(({ words }) => words.includes("--type=extensionHost"));
  assert.ok(hosts.length > 0, "there is no extension host to crash");
  return hosts.map(({ pid }) => pid);
}
