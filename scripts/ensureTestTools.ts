import { ensureChromium } from "./chromium.ts";
import { ensureSystemPackages, MissingSystemPackagesError, pythonPackages } from "./systemPackages.ts";

/**
 * The browser that draws the panel in unit tests, and the libraries by which some of them write weights files: here and
 * not by each test, because apt-get runs once at a time. Where one is missing and cannot be installed, it says how to, and
 * the tests that need it fail.
 */
export async function ensureTestTools(): Promise<void> {
  for (const ensure of [ensureChromium, () => ensureSystemPackages(pythonPackages)]) {
    try {
      await ensure();
    } catch (error) {
      if (!(error instanceof MissingSystemPackagesError)) throw error;
      console.error(error.message);
    }
  }
}
