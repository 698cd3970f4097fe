import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { Page } from "playwright-core";
import { type TrainedWeights, trainWeights } from "../webview/compare/trainedWeights.ts";
import { openWorkbench, type ThemeName } from "./openWorkbench.ts";
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

  /** Chooses from the menu of a file in the Explorer. */
  const chooseFor = async (page: Page, name: string, title: string) => {
    await explorerFile(page, name).click({ button: "right" });
    await page.locator(".monaco-menu .action-label", { hasText: title }).first().click();
  };

  test("a changed file with HEAD, from the Explorer's menu; the comparison is back after a reload", async () => {
    await using workbench = await openWorkbench({ workspace, settings });
    const { page, panel } = workbench;
    try {
      await explorerFile(page, "digits.safetensors").waitFor({ timeout: 60_000 });
      // The menu has it once the git extension has found the repository.
      await explorerFile(page, "digits.safetensors")
        .locator("xpath=self::*[contains(@aria-label, 'Modified') or .//*[contains(@class, 'monaco-decoration')]]")
        .waitFor();
      await page.locator('.statusbar-item[id*="git"], .statusbar-item[id*="scm"]').first().waitFor({ timeout: 60_000 });
      await chooseFor(page, "digits.safetensors", "Compare Weights with HEAD");
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
      await page.screenshot({ path: screenshotPath("compare-head-dark") });
      await page.reload();
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      await panel.getByRole("button", { name: "digits.safetensors (HEAD)" }).waitFor();
    } finally {
      await page.screenshot({ path: screenshotPath("compare-head-end") });
    }
  });

  test("two files that are selected, and a file with the live network, which is compared again when training pauses", async () => {
    const theme: ThemeName = "light";
    await using workbench = await openWorkbench({ workspace, settings, theme });
    const { page, panel } = workbench;
    try {
      await explorerFile(page, "digits.safetensors").waitFor({ timeout: 60_000 });
      await explorerFile(page, "digits.safetensors").click();
      await explorerFile(page, "other.safetensors").click({ modifiers: ["ControlOrMeta"] });
      await chooseFor(page, "other.safetensors", "Compare the Selected Weights");
      await panel.getByText(/A reads .* disagree on/).waitFor({ timeout: 60_000 });
      assert.match(
        (await panel.getByRole("heading", { level: 1 }).textContent()) ?? "",
        /little in common|weight moved/,
      );
      await page.screenshot({ path: screenshotPath("compare-selected-light") });
    } finally {
      await page.screenshot({ path: screenshotPath("compare-selected-end") });
    }
  });
});
