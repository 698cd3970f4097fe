import { statSync } from "node:fs";
import { packageExtension } from "./packageExtension.ts";
import { printFailure } from "./printFailure.ts";
import { packagedExtension } from "./project.ts";

try {
  await packageExtension();
  console.log(`downhill.vsix: ${statSync(packagedExtension).size.toLocaleString("en")} bytes`);
} catch (error) {
  printFailure(error);
  process.exitCode = 1;
}
