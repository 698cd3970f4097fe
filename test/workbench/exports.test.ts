import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

test("a script is exported by two answers, shown, and not replaced with its weights unasked", async (t) => {
  await using workbench = await openWorkbench();
  const lesson = new Lesson(workbench);
  const { page } = lesson;
  const script = join(workbench.workspace, "lesson.py");
  const exportScript = async () => {
    await workbench.runCommand("Downhill: Export Network");
    await lesson.answer("NumPy Script").waitFor();
    await page.screenshot({ path: screenshotPath("export-formats") });
    await lesson.answer("NumPy Script").click();
    await lesson.saveAs("digits.py", script);
  };
  try {
    await lesson.isReady();
    await lesson.openSideBar();

    await t.test("what was written is opened", async () => {
      await exportScript();
      await page.getByRole("tab", { name: "lesson.py" }).waitFor();
      // The editor draws spaces as other spaces.
      await page.locator(".view-line", { hasText: /784-16-16-10,\ssigmoid,\squadratic\scost/ }).waitFor();
      assert.ok(existsSync(script));
      assert.ok(existsSync(join(workbench.workspace, "lesson.safetensors")));
      await page.screenshot({ path: screenshotPath("export-script") });
    });

    await t.test("weights that are there already are replaced on a word alone", async () => {
      await exportScript();
      // The editor's own dialog asks about the script, ours about the weights.
      await page.getByText(/lesson\.py already exists/).waitFor();
      await page.keyboard.press("Enter");
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.getByText("lesson.safetensors is there already.").waitFor();
      await page.screenshot({ path: screenshotPath("export-replace") });
      await dialog.getByText("Cancel").click();
      await dialog.waitFor({ state: "detached" });
      assert.equal(await page.locator(".notification-toast").count(), 0);
    });
  } finally {
    await page.screenshot({ path: screenshotPath("exports") });
  }
});
