import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { testOutputFolder } from "../../scripts/project.ts";

/** Where a test leaves a picture for people to look at: `test-output/screenshots/NAME.png`. */
export function screenshotPath(name: string): string {
  const folder = join(testOutputFolder, "screenshots");
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.png`);
}
