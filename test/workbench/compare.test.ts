import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { Page } from "playwright-core";
import { type TrainedWeights, trainWeights } from "../webview/compare/trainedWeights.ts";
import { openWorkbench, type Workbench } from "./openWorkbench.ts";
import { screenshotPath } from "./screenshotPath.ts";

/** Nothing but what is asked for opens. */
const settings = { "downhill.openPanelAtStartup": false };

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
    await writeFile(join(workspace, "digits.safetensors"), trained.early);
    git("add", ".");
    git("commit", "--message", "After one epoch");
    await writeFile(join(workspace, "digits.safetensors"), trained.late);
    await writeFile(join(workspace, "other.safetensors"), trained.otherSeed);
  });
  after(() => rm(workspace, { recursive: true, force: true }));

  const explorerFile = (page: Page, name: string) =>
    page.locator(".explorer-viewlet .monaco-list-row", { hasText: name });

  /** The workspace's files are there, the extension, and the git extension, which has found that one of them changed. */
  const isReady = async (page: Page) => {
    await page.locator('.activitybar [aria-label^="Downhill"]').first().waitFor({ timeout: 60_000 });
    await explorerFile(page, "digits.safetensors").waitFor({ timeout: 60_000 });
    await page.locator('.statusbar-item[id*="git"], .statusbar-item[id*="scm"]').first().waitFor({ timeout: 60_000 });
  };

  /** Chooses from the menu of a file in the Explorer. */
  const chooseFor = async (page: Page, name: string, title: string) => {
    await explorerFile(page, name).click({ button: "right" });
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
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await page.screenshot({ path: screenshotPath("compare-head-dark") });
      // Unlike a page that is reloaded, the window saves first which editors are open.
      await workbench.runCommand("Developer: Reload Window");
      await panel.getByText(/A reads .* disagree on/).waitFor({ state: "hidden", timeout: 60_000 });
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await workbench.runCommand("View: Close All Editors");
      await chooseFor(page, "other.safetensors", "Compare Weights with HEAD");
      const untracked = "other.safetensors: expected it in HEAD, found that git has no such file there.";
      await panel.getByRole("heading", { name: untracked }).waitFor({ timeout: 60_000 });
    } finally {
      await page.screenshot({ path: screenshotPath("compare-head-end") });
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
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      assert.match(
        (await panel.getByRole("heading", { level: 1 }).textContent()) ?? "",
        /little in common|same direction|weight moved/,
      );
      await page.screenshot({ path: screenshotPath("compare-selected-light") });
      await workbench.runCommand("View: Close All Editors");
      await newNetwork(workbench);
      await explorerFile(page, "digits.safetensors").click(); // alone
      await panel.getByText("12,730").first().waitFor({ timeout: 60_000 });
      await workbench.runCommand("View: Close All Editors");
      await chooseFor(page, "digits.safetensors", "Compare Weights with the Live Network");
      await panel.getByText("at step 0").waitFor({ timeout: 60_000 });
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      await page.screenshot({ path: screenshotPath("compare-live-light") });
      await workbench.runCommand("Downhill: Step: One Epoch");
      await panel.getByText("at step 1,200").waitFor({ timeout: 60_000 });
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
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
  await page
    .locator('.statusbar-item[id*="downhill.training"]')
    .filter({ hasText: "paused" })
    .waitFor({ timeout: 60_000 });
  await workbench.runCommand("View: Close All Editors");
}
