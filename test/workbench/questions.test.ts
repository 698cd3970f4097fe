import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Lesson } from "./lesson.ts";
import { openWorkbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

test("the palette's commands ask what they need, and each answer can be taken back", async (t) => {
  await using workbench = await openWorkbench();
  const lesson = new Lesson(workbench);
  const { page } = lesson;
  try {
    await lesson.isReady();
    await lesson.openSideBar();

    await t.test("whoever wants more chooses it from a list, and each hidden layer by itself", async () => {
      await workbench.runCommand("Downhill: New Network");
      await lesson.answer("Built-in digits").click();
      await lesson.type("New Network (2/4)", "20, 12");
      await page.keyboard.press("Enter");
      await lesson.answer("ReLU").click();
      await page.getByText("New Network (4/4)").waitFor();
      await page.getByRole("button", { name: "More…" }).click();
      await lesson.answer("Layer 2").click();
      await lesson.answer("tanh").click();
      await lesson.answer("Output").click();
      await lesson.answer("softmax").click();
      await lesson.answer("Cost").filter({ hasText: "cross-entropy" }).waitFor(); // has followed
      await lesson.answer("L2").click();
      await lesson.type("New Network: L2", "7");
      await page.getByText("L2: expected a number from 0 to 1, such as 0.0001, found 7.").waitFor();
      await page.getByRole("button", { name: "Back" }).click();
      await lesson.answer("Descent").click();
      await lesson.answer("Adam").click();
      await lesson.answer("Learning rate").filter({ hasText: "0.001" }).waitFor(); // has followed, too
      await page.screenshot({ path: screenshotPath("question-more") });
      await lesson.answer("Make the network").click();
      await lesson
        .text("summary-network")
        .filter({ hasText: "784–20–12–10 · ReLU–tanh · softmax output · cross-entropy · Adam · 16,082 parameters" })
        .waitFor();
      await workbench.runCommand("Downhill: Step: One Mini-Batch");
      await lesson.text("summary-progress").filter({ hasText: "step 1" }).waitFor();
    });

    await t.test("a new network is made by four answers", async () => {
      await workbench.runCommand("Downhill: New Network");
      await lesson.answer("Built-in digits").click();
      await lesson.type("New Network (2/4)", "12, zwölf");
      await page.getByText("Hidden layers: expected sizes such as 16, 16, found “zwölf”.").waitFor();
      await lesson.question.fill("12");
      await page.getByText("784–12–10 · 9,550 parameters").waitFor();
      await page.screenshot({ path: screenshotPath("question-sizes") });
      await page.keyboard.press("Enter");
      await lesson.answer("relu").waitFor();
      await page.getByRole("button", { name: "Back" }).click();
      await page.getByText("784–12–10 · 9,550 parameters").waitFor(); // the answer before is remembered
      await page.keyboard.press("Enter");
      await lesson.answer("relu").click();
      await lesson.type("New Network (4/4)", "0.1");
      await page.keyboard.press("Enter");
      await lesson.text("summary-network").filter({ hasText: "784–12–10 · relu · 9,550 parameters" }).waitFor();
    });

    await t.test("without a person's word MNIST is not downloaded, and the network stays", async () => {
      await workbench.runCommand("Downhill: New Network");
      await lesson.answer("70,000 handwritten digits").click();
      for (const question of [2, 3, 4]) {
        await page.getByText(`New Network (${question}/4)`).waitFor();
        await page.keyboard.press("Enter");
      }
      const dialog = page.locator(".monaco-dialog-box");
      await dialog.getByText("Download MNIST?").waitFor();
      const detail = (await dialog.textContent()) ?? "";
      assert.match(detail, /12 MB will be downloaded from ossci-datasets\.s3\.amazonaws\.com/);
      await page.screenshot({ path: screenshotPath("question-consent") });
      await dialog.getByText("Cancel").click();
      await lesson.statusBarItem.filter({ hasText: "paused" }).waitFor();
      await lesson.text("summary-network").filter({ hasText: "784–12–10" }).waitFor();
      assert.equal(await page.locator(".notification-toast").count(), 0);
    });

    await t.test("a neuron is picked by layer and place", async () => {
      await workbench.runCommand("Downhill: Inspect Neuron");
      await lesson.answer("Layer 2").click();
      await lesson.answer("says “7”").click();
      await lesson.text("neuron-name").filter({ hasText: "“7”" }).waitFor();
    });

    await t.test("weights are saved where they are told to, and opened from their tree", async () => {
      await workbench.runCommand("Downhill: Save Weights");
      await lesson.saveAs("digits.safetensors", join(workbench.workspace, "twelve.safetensors"));
      const row = lesson.treeRow("twelve.safetensors");
      await row.waitFor();
      assert.ok(existsSync(join(workbench.workspace, "twelve.safetensors")));
      await workbench.runCommand("Downhill: Step: One Mini-Batch");
      await lesson.text("summary-progress").filter({ hasText: "step 1" }).waitFor();
      await row.hover();
      await row.getByRole("button", { name: "Load into the Panel" }).click();
      await lesson.text("summary-progress").filter({ hasText: "step 0" }).waitFor();
      await page.screenshot({ path: screenshotPath("saved-weights") });
    });

    await t.test("the keys train, pause and step while the panel has focus", async () => {
      await lesson.text("network-drawing").focus();
      await page.keyboard.press("ControlOrMeta+Enter");
      await lesson.button("Pause").waitFor();
      await page.keyboard.press("ControlOrMeta+Enter");
      await lesson.button("Train").waitFor();
      await workbench.runCommand("Downhill: Reset");
      await lesson.text("summary-progress").filter({ hasText: "step 0" }).waitFor();
      await lesson.text("network-drawing").focus();
      await page.keyboard.press(
        process.platform === "darwin" ? "Control+Alt+Shift+ArrowRight" : "Alt+Shift+ArrowRight",
      );
      await lesson.text("summary-progress").filter({ hasText: "step 1" }).waitFor();
    });

    await t.test("the status bar trains and pauses", async () => {
      await lesson.statusBarItem.click();
      await lesson.statusBarItem.filter({ hasText: "training" }).waitFor();
      await lesson.statusBarItem.click();
      await lesson.statusBarItem.filter({ hasText: "paused" }).waitFor();
    });
  } finally {
    await page.screenshot({ path: screenshotPath("questions") });
  }
});
