import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { type TrainedWeights, trainWeights } from "../webview/compare/trainedWeights.ts";
import { openWorkbench, type Workbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

/** Nothing but what is asked for opens, and what opens late does not change what is selected in the Explorer. */
const settings = { "downhill.openPanelAtStartup": false, "explorer.autoReveal": false };

suite("weights are compared in the workbench", () => {
  let trained: TrainedWeights;
  let workspace: string;

  before(async () => {
    trained = await trainWeights();
    workspace = await mkdtemp(join(tmpdir(), "downhill-compared-"));
    const git = (...words: string[]) => execFileSync("git", ["-C", workspace, ...words], { stdio: "ignore" });
    git("init", "--initial-branch=main");
    git("config", "user.name", "Somebody");
    git("config", "user.email", "somebody@example.org");
    const commit = async (weights: Uint8Array, message: string) => {
      await writeFile(join(workspace, "digits.safetensors"), weights);
      git("add", ".");
      git("commit", "--message", message);
    };
    await commit(trained.otherSeed, "Another seed");
    await commit(trained.early, "After one epoch");
    await writeFile(join(workspace, "digits.safetensors"), trained.late);
    await writeFile(join(workspace, "other.safetensors"), trained.otherSeed);
  });
  after(() => rm(workspace, { recursive: true, force: true }));

  const explorerFile = (page: Page, name: string) =>
    page.locator(".explorer-viewlet .monaco-list-row", { hasText: name });

  /** The workspace's files are there, the extension, and the git extension, which has found that one of them changed. */
  const isReady = async (page: Page) => {
    await page.locator('.activitybar [aria-label^="Downhill"]').first().waitFor();
    await explorerFile(page, "digits.safetensors").waitFor();
    await page.locator('.statusbar-item[id*="git"], .statusbar-item[id*="scm"]').first().waitFor();
  };

  /** Chooses from the menu of a file in the Explorer. */
  const chooseFor = (page: Page, name: string, title: string) => chooseFrom(page, explorerFile(page, name), title);

  const chooseFrom = async (page: Page, row: Locator, title: string) => {
    await row.click({ button: "right" });
    // A click that follows the menu's opening at once is taken for a part of the one that opened it.
    await page.locator(".monaco-menu .action-label", { hasText: title }).first().hover();
    await page.keyboard.press("Enter");
    await page.locator(".monaco-menu").waitFor({ state: "hidden" });
  };

  test("a changed file with HEAD, from the Explorer's menu; the comparison is back after a reload", async () => {
    await using workbench = await openWorkbench({ workspace, settings });
    const { page, panel } = workbench;
    try {
      await isReady(page);
      await chooseFor(page, "digits.safetensors", "Compare Weights with HEAD");
      await panel.getByText(/A reads .* disagree on/).waitFor();
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await page.screenshot({ path: screenshotPath("compare-head-dark") });
      // Unlike a page that is reloaded, the window saves first which editors are open.
      await workbench.runCommand("Developer: Reload Window");
      await panel.getByText(/A reads .* disagree on/).waitFor({ state: "hidden" });
      await panel.getByText(/A reads .* disagree on/).waitFor();
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await workbench.runCommand("View: Close All Editors");
      await chooseFor(page, "other.safetensors", "Compare Weights with HEAD");
      const untracked = "other.safetensors: expected it in HEAD, found that git has no such file there.";
      await panel.getByRole("heading", { name: untracked }).waitFor();
    } finally {
      await page.screenshot({ path: screenshotPath("compare-head-end") });
    }
  });

  test("a changed file from the source control view with HEAD, from the timeline with a commit that is asked for", async () => {
    await using workbench = await openWorkbench({ workspace, settings });
    const { page, panel } = workbench;
    try {
      await isReady(page);
      await page.locator('.activitybar [aria-label^="Source Control"]').first().click();
      const changed = page.locator(".scm-view .monaco-list-row", { hasText: "digits.safetensors" });
      await chooseFrom(page, changed.locator(".label-name"), "Compare Weights with HEAD");
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await page.screenshot({ path: screenshotPath("compare-source-control") });
      await workbench.runCommand("View: Close All Editors");

      await page.locator('.activitybar [aria-label^="Explorer"]').first().click();
      await explorerFile(page, "digits.safetensors").click();
      await page.locator(".pane-header.timeline-view").click();
      const commits = page.locator(".timeline-tree-view .monaco-list-row .label-name");
      const question = page.locator(".quick-input-widget", {
        hasText: "Compare digits.safetensors with an Earlier Commit",
      });
      await chooseFrom(page, commits.first(), "Compare Weights with an Earlier Commit");
      await question.locator(".monaco-list-row", { hasText: "Another seed" }).waitFor();
      await page.screenshot({ path: screenshotPath("compare-commit-question") });
      assert.deepEqual(await question.locator(".monaco-list-row .label-name").allTextContents(), [
        "After one epoch",
        "Another seed",
      ]);
      await page.keyboard.press("Escape");
      await question.waitFor({ state: "hidden" });
      assert.equal(await page.locator(".tabs-container .tab").count(), 1, "no answer, no comparison");
      assert.equal(await page.locator(".notification-toast").count(), 0);

      await chooseFrom(page, commits.first(), "Compare Weights with an Earlier Commit");
      await question.locator(".monaco-list-row", { hasText: "Another seed" }).click();
      const commit = execFileSync("git", ["-C", workspace, "rev-parse", "HEAD~1"], { encoding: "utf8" }).slice(0, 8);
      await panel.getByRole("button", { name: `digits.safetensors (${commit})` }).waitFor();
      await panel.getByText(/A reads .* disagree on/).waitFor();
    } finally {
      await page.screenshot({ path: screenshotPath("compare-source-control-end") });
    }
  });

  test("two files that are selected, and a file with the live network, which is compared again when training pauses", async () => {
    await using workbench = await openWorkbench({ workspace, settings, theme: "light" });
    const { page, panel } = workbench;
    try {
      await isReady(page);
      await explorerFile(page, "digits.safetensors").click();
      await explorerFile(page, "other.safetensors").click({ modifiers: ["ControlOrMeta"] });
      await chooseFor(page, "other.safetensors", "Compare the Selected Weights");
      await panel.getByText(/A reads .* disagree on/).waitFor();
      assert.match(
        (await panel.getByRole("heading", { level: 1 }).textContent()) ?? "",
        /little in common|same direction|weight moved/,
      );
      await page.screenshot({ path: screenshotPath("compare-selected-light") });
      await workbench.runCommand("View: Close All Editors");
      await newNetwork(workbench);
      await explorerFile(page, "digits.safetensors").click(); // alone
      await panel.getByText("12,730").first().waitFor();
      await workbench.runCommand("View: Close All Editors");
      await chooseFor(page, "digits.safetensors", "Compare Weights with the Live Network");
      await panel.getByText("at step 0").waitFor();
      await panel.getByText(/A reads .* disagree on/).waitFor();
      await page.screenshot({ path: screenshotPath("compare-live-light") });
      await workbench.runCommand("Downhill: Step: One Epoch");
      await panel.getByText("at step 1,200").waitFor();
      await panel.getByText(/A reads .* disagree on/).waitFor();
    } finally {
      await page.screenshot({ path: screenshotPath("compare-selected-end") });
    }
  });
});

/** Makes a network with the built-in digits, by four answers, each the one that is offered. */
async function newNetwork(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  await workbench.runCommand("Downhill: New Network");
  for (const question of [1, 2, 3, 4]) {
    await page.getByText(`New Network (${question}/4)`).waitFor();
    await page.keyboard.press("Enter");
  }
  await page.locator('.statusbar-item[id*="downhill.training"]').filter({ hasText: "paused" }).waitFor();
  await workbench.runCommand("View: Close All Editors");
}
