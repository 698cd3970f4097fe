/** `launchTests.ts VSCODE RUNNER WORKSPACE`: has VS Code load this project's extension and call RUNNER in its host. */
import { runTests } from "@vscode/test-electron";
import { projectFolder } from "./project.ts";

const [vscodeExecutablePath, extensionTestsPath, workspace] = process.argv.slice(2);

try {
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: projectFolder,
    extensionTestsPath,
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
