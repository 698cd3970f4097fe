/**
 * Imported before all else: from then on this process and those that it starts have a temporary folder of their own, which
 * goes with it. VS Code and Chromium leave sockets and profiles behind, a test that is ended at its limit what it wrote.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A socket's path may have 103 characters on macOS, 107 on Linux; `vscode-ipc-UUID.sock` takes half of them. */
const longestSocketPath = 103;
const longestName = "/downhill-123456/vscode-ipc-12345678-1234-1234-1234-123456789012.sock".length;

// macOS's own temporary folder is too deep to have another in it.
if (tmpdir().length + longestName <= longestSocketPath) {
  const folder = mkdtempSync(join(tmpdir(), "downhill-"));
  for (const name of ["TMPDIR", "TEMP", "TMP"]) process.env[name] = folder;
  process.once("exit", () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // Something writes there still: that is no failure of what was run.
    }
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
}
