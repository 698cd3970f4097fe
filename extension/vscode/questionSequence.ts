import { type InputBox, QuickInputButtons, type QuickPick, type QuickPickItem, window } from "vscode";
import { Cancelled } from "./cancelled.ts";

/** One question of several. */
export interface Position {
  readonly title: string;
  /** 1 for the first */
  readonly step: number;
  readonly totalSteps: number;
}

export interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

/** The answer to a question, or the wish to go back to the one before. */
export type Answer<Value> = { readonly value: Value } | "back";

/** The answer to a first question, which has no way back. */
export function firstAnswer<Value>(answer: Answer<Value>): Value {
  if (answer === "back") throw new Error("Expected an answer to the first question, found the wish to go back.");
  return answer.value;
}

/**
 * Asks to pick one of `choices`.
 *
 * @param current the choice that is offered first
 * @throws {Cancelled}
 */
export function askToPick<Value>(
  position: Position,
  placeholder: string,
  choices: readonly Choice<Value>[],
  current: Value | undefined,
): Promise<Answer<Value>> {
  const pick = window.createQuickPick<Choice<Value>>();
  pick.items = choices;
  const offered = choices.find((choice) => choice.value === current);
  if (offered) pick.activeItems = [offered];
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  return ask(pick, position, () => {
    const [picked] = pick.selectedItems;
    return picked && { value: picked.value };
  });
}

/**
 * Asks for a text, and says while it is typed what is wrong with it.
 *
 * @param read what the text stands for, or its problem in one sentence; `inWords` is shown while there is none
 * @throws {Cancelled}
 */
export function askForText<Value>(
  position: Position,
  prompt: string,
  text: string,
  read: (text: string) => { value: Value; inWords: string } | { problem: string },
): Promise<Answer<Value>> {
  const input = window.createInputBox();
  input.value = text;
  const judge = () => {
    const result = read(input.value);
    input.validationMessage = "problem" in result ? result.problem : undefined;
    input.prompt = "problem" in result ? prompt : `${prompt} — ${result.inWords}`;
    return result;
  };
  judge();
  input.onDidChangeValue(judge);
  return ask(input, position, () => {
    const result = judge();
    return "problem" in result ? undefined : { value: result.value };
  });
}

/** @param accept the answer when Enter is pressed, undefined if there is none yet */
function ask<Value, Item extends QuickPickItem>(
  input: InputBox | QuickPick<Item>,
  { title, step, totalSteps }: Position,
  accept: () => Answer<Value> | undefined,
): Promise<Answer<Value>> {
  input.title = title;
  if (totalSteps > 1) {
    input.step = step;
    input.totalSteps = totalSteps;
  }
  input.ignoreFocusOut = true;
  if (step > 1) input.buttons = [QuickInputButtons.Back];
  return new Promise<Answer<Value>>((resolve, reject) => {
    input.onDidAccept(() => {
      const answer = accept();
      if (answer !== undefined) resolve(answer);
    });
    input.onDidTriggerButton(() => resolve("back"));
    input.onDidHide(() => reject(new Cancelled()));
    input.show();
  }).finally(() => input.dispose());
}
