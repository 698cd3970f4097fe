import { statSync } from "node:fs";
import { packageExtension } from "./packageExtension.ts";
import { packagedExtension } from "./project.ts";
import { CommandError } from "./run.ts";

try {
  await packageExtension();
  console.log(`downhill.vsix: ${statSync(packagedExtension).size.toLocaleString("en")} bytes`);
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(`${error.output}\n${error.message}`);
  process.exitCode = 1;
}
