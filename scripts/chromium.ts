import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { findOnPath } from "./findOnPath.ts";
import { ensureSystemPackages, MissingSystemPackagesError } from "./systemPackages.ts";

/**
 * The browser that tests drive: the machine's Chromium or Chrome, else the one that Playwright has downloaded, else
 * Debian's, installed now.
 *
 * @throws {MissingSystemPackagesError} when there is none
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  await ensureSystemPackages(["chromium"]);
  const installed = findChromium();
  if (installed) return installed;
  throw new MissingSystemPackagesError("Missing on this machine: Chromium. Run: npx playwright-core install chromium");
}

function findChromium(): string | undefined {
  const onPath = findOnPath(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]);
  if (onPath) return onPath;
  const downloaded = chromium.executablePath();
  return existsSync(downloaded) ? downloaded : undefined;
}
