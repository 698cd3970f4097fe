import { CommandError } from "./run.ts";
import { MissingSystemPackagesError } from "./systemPackages.ts";

/** Says why a script could not go on: without a stack where the cause is a tool's or the machine's, not the script's. */
export function printFailure(error: unknown): void {
  if (error instanceof CommandError) console.error(`${error.output}\n${error.message}`);
  else if (error instanceof MissingSystemPackagesError) console.error(error.message);
  else console.error(error);
}
