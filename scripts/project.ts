import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const projectFolder = fileURLToPath(new URL("..", import.meta.url));

/** Where VS Code for tests and for `npm start` is kept, and all that it writes; git-ignored. */
export const vscodeFolder = join(projectFolder, ".vscode-test");

/** Where tests leave screenshots and reports; git-ignored. */
export const testOutputFolder = join(projectFolder, "test-output");

/** The workspace of which `npm start` and the tests open copies. */
export const sampleWorkspace = join(projectFolder, "test", "fixtures", "workspace");

/** The packaged extension. */
export const packagedExtension = join(projectFolder, "downhill.vsix");

/** The environment in which the project's tools come first, its Node among them. */
export const projectEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: `${join(projectFolder, "node_modules", ".bin")}${delimiter}${process.env.PATH}`,
};
// What the npm that runs a script says of itself: an npm that the script runs would take it for its own, with another
// Node's version and another folder in it.
delete projectEnvironment.npm_config_user_agent;
delete projectEnvironment.npm_config_local_prefix;
