import { commands, type LogOutputChannel, window } from "vscode";
import { messageOf } from "../protocol/messageOf.ts";
import { Cancelled } from "./cancelled.ts";

/** Something a person can do about an error. */
interface NextStep {
  readonly title: string;
  take(): unknown;
}

/** Writes an error and what caused it into the output channel. */
export function logError(log: LogOutputChannel, error: unknown): void {
  if (!(error instanceof Error)) {
    log.error(String(error));
    return;
  }
  log.error(error.stack ?? error.message);
  if (error instanceof AggregateError) for (const part of error.errors) logError(log, part);
  if (error.cause !== undefined) logError(log, error.cause);
}

/** Says an error to a person, with a next step; its stack goes to the output channel. */
export async function reportError(log: LogOutputChannel, error: unknown, hasNetwork: boolean): Promise<void> {
  if (error instanceof Cancelled) return;
  logError(log, error);
  const steps: NextStep[] = [{ title: "Show Log", take: () => log.show() }];
  if (!hasNetwork) steps.unshift({ title: "New Network", take: () => commands.executeCommand("downhill.newNetwork") });
  const chosen = await window.showErrorMessage(`Downhill: ${messageOf(error)}`, ...steps);
  await chosen?.take();
}
