import { type Browser, chromium } from "playwright-core";
import { ensureChromium } from "../../scripts/chromium.ts";

/** Starts the machine's Chromium without a window, sound, sandbox or talk to its maker. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: await ensureChromium(),
    args: [
      // Containers run as root, where Chromium's sandbox does not start; only our own server's pages are opened.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
