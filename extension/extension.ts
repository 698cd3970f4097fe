import { type ExtensionContext, Uri, window, workspace } from "vscode";
import { downloadableDatasets } from "./datasets/downloadable.ts";
import { exportInWorker } from "./exports/nodeExport.ts";
import { LiveNetwork } from "./liveNetwork/liveNetwork.ts";
import { startNodeTrainer } from "./trainer/nodeTrainerPort.ts";
import { registerCommands } from "./vscode/commands/commands.ts";
import { watchChangedWeights } from "./vscode/compare/changedWeights.ts";
import { registerCompareCommands } from "./vscode/compare/compareCommands.ts";
import { ComparePanels, comparePanelType } from "./vscode/compare/comparePanels.ts";
import { ContextKeys } from "./vscode/contextKeys.ts";
import { EditorDatasetShelf } from "./vscode/datasets/editorDatasetShelf.ts";
import type { DownhillApi } from "./vscode/downhillApi.ts";
import { editorFiles } from "./vscode/files/editorFiles.ts";
import { CheckpointKeeper } from "./vscode/lastRun/checkpointKeeper.ts";
import { LastRun } from "./vscode/lastRun/lastRun.ts";
import { DocumentFiles } from "./vscode/namedFiles/documentFiles.ts";
import { NetworkTree } from "./vscode/networkTree/networkTree.ts";
import { OpenedWeights } from "./vscode/openedWeights/openedWeights.ts";
import { NetworkPanel, panelType } from "./vscode/panel/networkPanel.ts";
import { panelRequests } from "./vscode/panel/panelRequests.ts";
import { logError, reportError } from "./vscode/reportedErrors.ts";
import { SavedWeightsTree } from "./vscode/savedWeights/savedWeightsTree.ts";
import { startUp } from "./vscode/startup.ts";
import { TrainingStatusBarItem } from "./vscode/statusBar/trainingStatusBarItem.ts";
import { WeightsCodeLens } from "./vscode/weightsCodeLens.ts";
import { WeightsEditor } from "./vscode/weightsEditor/weightsEditor.ts";
import { WeightsHover } from "./vscode/weightsHover.ts";
import { WeightsPreviews } from "./vscode/weightsPreview/weightsPreviews.ts";
import { startNodeWeightsWorker } from "./weightsReader/nodeWeightsPort.ts";
import { WeightsReader } from "./weightsReader/weightsReader.ts";

/** What has to be done when the window closes, which may take longer than to dispose of things. */
const endings: (() => Promise<void>)[] = [];

export function activate(context: ExtensionContext): DownhillApi {
  const startMs = performance.now();
  const log = window.createOutputChannel("Downhill", { log: true });
  const logLine = (line: string) => log.info(line);
  const dist = Uri.joinPath(context.extensionUri, "dist");
  const startTrainer = () =>
    startNodeTrainer(Uri.joinPath(dist, "trainerWorker.cjs").fsPath, Uri.joinPath(dist, "kernels.wasm").fsPath);
  const downloads = Uri.joinPath(context.globalStorageUri, "datasets");
  const shelf = new EditorDatasetShelf(downloadableDatasets, downloads);
  const liveNetwork = new LiveNetwork(startTrainer, shelf, logLine);

  const checkpoints = Uri.joinPath(context.storageUri ?? context.globalStorageUri, "lastRun");
  const lastRun = new LastRun(liveNetwork, new CheckpointKeeper(editorFiles, checkpoints, logLine), logLine);
  const panelFiles = { dist, icon: Uri.joinPath(context.extensionUri, "extension", "media", "panel.svg") };
  const connectionParts = { liveNetwork, requests: panelRequests, log: logLine };
  const panel = new NetworkPanel(panelFiles, connectionParts, () => void lastRun.bringBack());
  const startWeightsWorker = () => startNodeWeightsWorker(Uri.joinPath(dist, "weightsWorker.cjs").fsPath);
  const exportWorker = Uri.joinPath(dist, "exportWorker.cjs").fsPath;
  const weightsReader = new WeightsReader(startWeightsWorker);
  const openedWeights = new OpenedWeights(weightsReader);
  const documentFiles = new DocumentFiles();
  const previews = new WeightsPreviews(openedWeights);
  const savedWeights = new SavedWeightsTree(openedWeights, previews);
  const weightsEditor = new WeightsEditor(dist, openedWeights, log);
  const bringBack = () => lastRun.bringBack();
  const compareParts = { files: panelFiles, reader: weightsReader, openedWeights, liveNetwork, shelf, bringBack };
  const comparePanels = new ComparePanels({ ...compareParts, log: logLine });

  context.subscriptions.push(
    log,
    panel,
    window.registerWebviewPanelSerializer(panelType, panel),
    panel.replaceIfOrphaned(),
    weightsReader,
    openedWeights,
    weightsEditor.register(),
    comparePanels,
    window.registerWebviewPanelSerializer(comparePanelType, comparePanels),
    watchChangedWeights(logLine),
    registerCompareCommands({ panels: comparePanels, liveNetwork, openedWeights, log }),
    savedWeights,
    new WeightsCodeLens(documentFiles, openedWeights),
    new WeightsHover(documentFiles, previews, (problem) => logError(log, problem)),
    new NetworkTree(liveNetwork, logLine),
    new TrainingStatusBarItem(liveNetwork),
    new ContextKeys(liveNetwork, lastRun, logLine),
    registerCommands({
      liveNetwork,
      panel,
      lastRun,
      openedWeights,
      savedWeights,
      weightsEditor,
      exporter: (format, material) => exportInWorker(exportWorker, format, material),
      downloadables: downloadableDatasets,
      log,
    }),
  );
  endings.push(async () => {
    await lastRun.end();
    lastRun.dispose();
    liveNetwork.dispose();
  });
  const settings = workspace.getConfiguration("downhill");
  startUp(settings, panel, lastRun, liveNetwork).catch((error: unknown) => reportError(log, error, false));

  const activationMs = performance.now() - startMs;
  log.debug(`Activated in ${activationMs.toFixed(1)} ms.`);
  return { liveNetwork, panel, activationMs };
}

/** Keeps the run for the next time: VS Code waits for this a few seconds. */
export async function deactivate(): Promise<void> {
  await Promise.all(endings.splice(0).map((end) => end()));
}
