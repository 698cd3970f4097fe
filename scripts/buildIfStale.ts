import { ensureBuilt } from "./build.ts";
import { printFailure } from "./printFailure.ts";

try {
  await ensureBuilt();
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
