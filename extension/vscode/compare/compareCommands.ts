import {
  commands,
  Disposable,
  type LogOutputChannel,
  type QuickPickItem,
  type SourceControlResourceState,
  TabInputCustom,
  TabInputText,
  Uri,
  window,
} from "vscode";
import type { LiveNetwork } from "../../liveNetwork/liveNetwork.ts";
import type { SideName } from "../../protocol/compareMessages.ts";
import { Cancelled } from "../cancelled.ts";
import { BadArgument } from "../commands/commandArguments.ts";
import { fileArgument } from "../commands/weightsFiles.ts";
import type { OpenedWeights } from "../openedWeights/openedWeights.ts";
import { reportError } from "../reportedErrors.ts";
import { findWeightsFiles } from "../savedWeights/findWeightsFiles.ts";
import { comparableFiles } from "./comparableFiles.ts";
import type { ComparePanels } from "./comparePanels.ts";
import { askForCommit, revisionOf, workingFileOf } from "./gitRevisions.ts";

/** What the commands that compare work on. */
export interface CompareCommandParts {
  readonly panels: ComparePanels;
  readonly liveNetwork: LiveNetwork;
  readonly openedWeights: OpenedWeights;
  readonly log: LogOutputChannel;
}

type Command = (argument: unknown, others: unknown, id: string) => Promise<void> | void;

/**
 * Registers the commands that compare. Called by a person, from a menu or the palette, they say what went wrong in a
 * message; called with an object or a text they reject.
 */
export function registerCompareCommands(parts: CompareCommandParts): Disposable {
  const registered = Object.entries(commandTable(parts)).map(([name, command]) => {
    const id = `downhill.${name}`;
    return commands.registerCommand(id, async (argument?: unknown, others?: unknown) => {
      try {
        await command(argument ?? undefined, others, id);
      } catch (error) {
        if (error instanceof BadArgument) throw error;
        void reportError(parts.log, error, true);
      }
    });
  });
  return Disposable.from(...registered);
}

function commandTable(parts: CompareCommandParts): Readonly<Record<string, Command>> {
  const { panels } = parts;
  /** chosen to be compared with another */
  let selected: Uri | undefined;

  return {
    compareWeights: async (argument, _, id) => {
      if (argument === undefined) {
        const a = await askForSide("The first: what was", parts, undefined);
        return panels.show({ a, b: await askForSide("The second: what is", parts, a) });
      }
      const file = fileOf(argument);
      if (file) return panels.show({ a: sideOf(file), b: { kind: "live" } });
      const pair = pairArgument(argument, id);
      const a = sideArgument(pair.a, id);
      if (pair.b === null) panels.show({ a, b: await askForSide("The second: what is", parts, a) });
      else panels.show({ a, b: pair.b === undefined ? { kind: "live" } : sideArgument(pair.b, id) });
    },
    compareWithLive: (argument, _, id) => {
      panels.show({ a: sideOf(fileOrActive(argument, id)), b: { kind: "live" } });
    },
    compareSelected: (_, others, id) => {
      const both = filesOf(others);
      if (both.length !== 2)
        throw new BadArgument(`${id}: expected two files that are selected, found ${both.length}.`);
      panels.show({ a: sideOf(both[0]), b: sideOf(both[1]) });
    },
    selectForCompare: async (argument, _, id) => {
      selected = fileOrActive(argument, id);
      await commands.executeCommand("setContext", "downhill.hasSelectedForCompare", true);
    },
    compareWithSelected: (argument, _, id) => {
      if (selected === undefined)
        throw new Error("Nothing is selected to be compared: choose “Select for Compare” first.");
      const file = fileOrActive(argument, id);
      panels.show({ a: sideOf(selected), b: sideOf(file) });
    },
    compareWithHead: async (argument, _, id) => {
      const file = workingFileOf(fileOrActive(argument, id));
      panels.show({ a: sideOf(await revisionOf(file, "HEAD")), b: sideOf(file) });
    },
    compareWithCommit: async (argument, others) => {
      // The timeline keeps which commit it is to VS Code's own extensions, and says the file alone: the commit is asked for.
      const file = workingFileOf(fileOf(argument) ?? fileOf(others) ?? activeFile());
      const commit = await askForCommit(file);
      panels.show({ a: sideOf(await revisionOf(file, commit)), b: sideOf(file) });
    },
  };
}

function sideOf(uri: Uri): SideName {
  return { kind: "file", uri: uri.toString() };
}

/** The file that a menu speaks of: a URI, a row of a tree, a changed file of the source control view. */
function fileOf(argument: unknown): Uri | undefined {
  if (argument instanceof Uri) return argument;
  if (typeof argument !== "object" || argument === null) return undefined;
  const { uri, resourceUri } = argument as Partial<SourceControlResourceState & { readonly uri: unknown }>;
  return [uri, resourceUri].find((place) => place instanceof Uri) as Uri | undefined;
}

/** The file that a command is told of; told of none, that of the editor in front. */
function fileOrActive(argument: unknown, id: string): Uri {
  return fileOf(argument) ?? (argument === undefined ? activeFile() : fileArgument(argument, id));
}

function filesOf(others: unknown): Uri[] {
  return Array.isArray(others) ? others.flatMap((other) => fileOf(other) ?? []) : [];
}

/** The file of the editor that is in front. @throws {Error} with one sentence to show */
function activeFile(): Uri {
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof TabInputCustom || input instanceof TabInputText) return input.uri;
  throw new Error("Compare: expected a weights file in the editor that is in front, found none.");
}

/** Without `b`, A is compared with the live network; where it is null, a person is asked. */
function pairArgument(argument: unknown, id: string): { readonly a: unknown; readonly b?: unknown } {
  if (typeof argument === "object" && argument !== null && "a" in argument) return argument as { a: unknown };
  if (typeof argument === "string") return { a: argument };
  throw new BadArgument(`${id}: expected { a, b }, two files’ URIs or whole paths, found ${JSON.stringify(argument)}.`);
}

/** A file, or "live" for the live network. */
function sideArgument(argument: unknown, id: string): SideName {
  return argument === "live" ? { kind: "live" } : sideOf(fileArgument(argument, id));
}

interface SideItem extends QuickPickItem {
  readonly side: SideName | "browse";
}

/** For what the files hold; then they are offered by their names. */
const mostWaitMs = 1500;

/** @param other the side that is chosen already @throws {Cancelled} */
async function askForSide(
  what: string,
  { liveNetwork, openedWeights }: CompareCommandParts,
  other: SideName | undefined,
): Promise<SideName> {
  const { network } = liveNetwork.state;
  const live: SideItem[] =
    network === null || other?.kind === "live"
      ? []
      : [{ label: "$(pulse) The live network", description: network.shape.sizes.join("–"), side: { kind: "live" } }];
  const offer = async (): Promise<SideItem[]> => {
    const read = (file: Uri, signal: AbortSignal) => openedWeights.summary(file, signal);
    const files = await comparableFiles(await findWeightsFiles(), read, AbortSignal.timeout(mostWaitMs));
    const items = files.map(({ place, name, folder, words }): SideItem => {
      return {
        label: name,
        description: [words, folder].filter((part) => part !== "").join(" · "),
        side: sideOf(place),
      };
    });
    const others = items.filter(({ side }) => JSON.stringify(side) !== JSON.stringify(other));
    return [...live, ...others, { label: "$(folder-opened) Another file…", side: "browse" }];
  };
  const options = { title: "Compare Weights", placeHolder: what, matchOnDescription: true };
  const chosen = await window.showQuickPick(offer(), options);
  if (!chosen) throw new Cancelled();
  if (chosen.side !== "browse") return chosen.side;
  const uris = await window.showOpenDialog({ title: "Compare Weights", openLabel: "Compare" });
  if (!uris?.[0]) throw new Cancelled();
  return sideOf(uris[0]);
}
