import { commands } from "vscode";
import { askForDatasetFolder } from "../questions/newNetworkQuestions.ts";
import type { PanelRequests } from "./panelConnection.ts";

/** What the panel asks of the editor goes through the commands, as everybody else's wishes. */
export const panelRequests: PanelRequests = {
  newNetwork: async (choices) => {
    if (choices === null) return commands.executeCommand("downhill.newNetwork");
    const dataset = choices.dataset === "folder" ? await askForDatasetFolder() : choices.dataset;
    return commands.executeCommand("downhill.newNetwork", { ...choices, dataset });
  },
  saveWeights: async () => commands.executeCommand("downhill.saveWeights"),
};
