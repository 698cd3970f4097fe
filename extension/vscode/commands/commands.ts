import { posix } from "node:path";
import { commands, Disposable, type LogOutputChannel, type Uri, window, workspace } from "vscode";
import type { DownloadableDataset } from "../../datasets/downloadable.ts";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import { NotNow } from "../../liveNetwork/notNow.ts";
import type { NetworkSummary } from "../../protocol/liveState.ts";
import type { StepUnit } from "../../protocol/settings.ts";
import { Cancelled } from "../cancelled.ts";
import type { LastRun } from "../lastRun/lastRun.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { openWeights } from "../openedWeights/openWeights.ts";
import type { NetworkPanel } from "../panel/networkPanel.ts";
import { askForActivations } from "../questions/activationsQuestion.ts";
import { askForNeuron } from "../questions/neuronQuestion.ts";
import { askForNewNetwork } from "../questions/newNetworkQuestions.ts";
import { completeNewNetwork, type NewNetwork } from "../questions/newNetworkSettings.ts";
import { askForStep, askForStepUnit } from "../questions/stepQuestion.ts";
import { reportError } from "../reportedErrors.ts";
import { savedWeightsArgument } from "../savedWeights/savedWeightsArgument.ts";
import type { SavedWeightsTree } from "../savedWeights/savedWeightsTree.ts";
import type { WeightsEditor } from "../weightsEditor/weightsEditor.ts";
import {
  type NewNetworkChoices,
  neuronTextSchema,
  newNetworkSchema,
  nextWrongSchema,
  parseArgument,
  shownStepSchema,
  stepSchema,
  trainSchema,
} from "./commandArguments.ts";
import { type CommandState, commandState } from "./commandState.ts";
import { copyLoadingCode, loadingArgument } from "./copyLoadingCode.ts";
import { askForExport, type Exporter, exportArgument, exportNetwork, showExported } from "./exportNetwork.ts";
import { askWhatToOpen, askWhereToSave, fileArgument, saveWeights } from "./weightsFiles.ts";

/** What the commands work on. */
export interface CommandParts {
  readonly liveNetwork: LiveNetwork;
  readonly panel: NetworkPanel;
  readonly lastRun: LastRun<Uri>;
  readonly openedWeights: OpenedWeights;
  readonly savedWeights: SavedWeightsTree;
  readonly weightsEditor: WeightsEditor;
  readonly exporter: Exporter;
  readonly downloadables: readonly DownloadableDataset[];
  readonly log: LogOutputChannel;
}

type Command = (argument: unknown, id: string) => unknown;

/**
 * Registers every command. Called without an argument a command asks a person for what it needs, and says what went
 * wrong in a message; called with one it asks nothing, and rejects. Either way it resolves to the state it left, as
 * plain values; to undefined when a person cancelled it, or was told of an error.
 */
export function registerCommands(parts: CommandParts): Disposable {
  const table = commandTable(parts);
  const registered = Object.entries(table).map(([name, command]) => {
    const id = `downhill.${name}`;
    return commands.registerCommand(id, async (argument?: unknown): Promise<CommandState | undefined> => {
      const { liveNetwork, log } = parts;
      // A key or a menu without arguments may say null.
      const isAsking = argument === undefined || argument === null;
      try {
        await command(isAsking ? undefined : argument, id);
        return commandState(liveNetwork.state);
      } catch (error) {
        // A menu names the file, and may ask the rest.
        if (error instanceof Cancelled) return undefined;
        if (!isAsking) throw error;
        // The message waits for a person: whoever called the command need not.
        void reportError(log, error, liveNetwork.state.network !== null);
        return undefined;
      }
    });
  });
  return Disposable.from(...registered);
}

function commandTable(parts: CommandParts): Readonly<Record<string, Command>> {
  const { liveNetwork, panel, lastRun, openedWeights, savedWeights, weightsEditor, exporter, downloadables } = parts;

  /** The network there is, or that the last session left. */
  const needNetwork = async (): Promise<NetworkSummary> => {
    await lastRun.bringBack();
    const { network } = liveNetwork.state;
    if (!network) throw new NotNow("There is no network yet: run “Downhill: New Network” first.");
    return network;
  };

  const train = async ({ epochs, wait }: { epochs?: number | null | undefined; wait: boolean }) => {
    await needNetwork();
    await liveNetwork.train(epochs ?? null);
    if (wait) await liveNetwork.whenTrainingEnds();
  };

  const step = async (unit: StepUnit) => {
    await needNetwork();
    await liveNetwork.step(unit);
  };

  const open = async (uri: Uri, choose?: typeof askForActivations) => {
    await lastRun.whenSettled();
    const dataset = liveNetwork.state.network?.dataset ?? "built-in";
    const hadLearnt = (liveNetwork.state.progress?.step ?? 0) > 0;
    const { settings } = completedFromSettings({ dataset });
    await openWeights(liveNetwork, openedWeights, { uri, settings, dataset }, choose);
    panel.show(true);
    if (hadLearnt) offerToBringBack(posix.basename(uri.path));
  };

  return {
    state: () => undefined,
    newNetwork: async (argument, id) => {
      const isAsking = argument === undefined;
      const { show, ...choices } = isAsking ? { show: true } : parseArgument(newNetworkSchema, argument, id);
      const offered = completedFromSettings(choices);
      const { settings, dataset } = isAsking ? await askForNewNetwork(offered, downloadables) : offered;
      if (show) panel.show(false);
      await lastRun.whenSettled();
      await liveNetwork.create(settings, dataset);
    },
    train: (argument, id) => train(parseArgument(trainSchema, argument ?? {}, id)),
    pause: () => liveNetwork.pause(),
    trainOrPause: () => (liveNetwork.state.status === "training" ? liveNetwork.pause() : train({ wait: false })),
    step: async (argument, id) =>
      step(argument === undefined ? await askForStepUnit() : parseArgument(stepSchema, argument, id).unit),
    stepExample: () => step("example"),
    stepMiniBatch: () => step("miniBatch"),
    stepEpoch: () => step("epoch"),
    stepBack: async () => {
      await needNetwork();
      await liveNetwork.stepBack();
    },
    showStep: async (argument, id) => {
      await needNetwork();
      const { state } = liveNetwork;
      const step = argument === undefined ? await askForStep(state) : parseArgument(shownStepSchema, argument, id).step;
      await liveNetwork.showStep(step);
      panel.show(true);
    },
    trainOnFromHere: async () => {
      await liveNetwork.trainOnFromHere();
      await liveNetwork.train();
    },
    backToPresent: () => liveNetwork.showStep(null),
    reset: async () => {
      await needNetwork();
      await liveNetwork.reset();
    },
    reseed: async () => {
      await needNetwork();
      await liveNetwork.reseed();
    },
    showNextWrong: async (argument, id) => {
      const { set } = parseArgument(nextWrongSchema, argument ?? {}, id);
      await needNetwork();
      if ((await liveNetwork.showNextWrong(set)) === null) throw new NotNow("Every example of this set is read right.");
    },
    inspectNeuron: async (argument, id) => {
      const network = await needNetwork();
      const text = argument ?? (await askForNeuron(network));
      liveNetwork.inspectNeuron(parseArgument(neuronTextSchema, text, id));
      panel.show(true);
    },
    openPanel: async () => {
      panel.show(false);
      await lastRun.bringBack();
    },
    saveWeights: async (argument, id) => {
      const { dataset } = await needNetwork();
      const uri = argument === undefined ? await askWhereToSave(dataset) : fileArgument(argument, id);
      await saveWeights(liveNetwork, uri);
    },
    openWeights: async (argument, id) =>
      open(argument === undefined ? await askWhatToOpen() : fileArgument(argument, id)),
    openWeightsAs: async (argument, id) =>
      open(argument === undefined ? await askWhatToOpen() : fileArgument(argument, id), askForActivations),
    exportNetwork: async (argument, id) => {
      const isAsking = argument === undefined;
      await needNetwork();
      const wish = isAsking ? await askForExport(liveNetwork) : exportArgument(argument, id);
      const written = await exportNetwork(liveNetwork, exporter, wish);
      if (isAsking) showExported(wish.format, written);
    },
    copyLoadingCode: async (argument, id) => {
      const wish =
        argument === undefined ? { uri: await askWhatToOpen(), library: null } : loadingArgument(argument, id);
      await copyLoadingCode(openedWeights, wish);
    },
    bringBackReplaced: async () => {
      await liveNetwork.bringBackReplaced();
      panel.show(true);
    },
    refreshSavedWeights: () => savedWeights.refresh(),
    openSavedWeights: (argument, id) => {
      const { uri, part } = savedWeightsArgument(argument, id);
      return weightsEditor.open(uri, part);
    },
    loadSavedWeights: (argument, id) => commands.executeCommand("downhill.openWeights", fileArgument(argument, id)),
    revealSavedWeights: (argument, id) => commands.executeCommand("revealInExplorer", fileArgument(argument, id)),
  };
}

function completedFromSettings(choices: Omit<NewNetworkChoices, "show">): NewNetwork {
  const configuration = workspace.getConfiguration("downhill.newNetwork");
  const drawSeed = () => crypto.getRandomValues(new Uint32Array(1))[0];
  return completeNewNetwork(choices, (name) => configuration.get(name), drawSeed);
}

/** A click on a file takes the place of hours of training: the way back is offered, and nobody waits for the answer. */
function offerToBringBack(opened: string): void {
  const bringBack = "Bring Back the Network Before";
  void window.showInformationMessage(`${opened} is open.`, bringBack).then((answer) => {
    if (answer === bringBack) void commands.executeCommand("downhill.bringBackReplaced");
  });
}
