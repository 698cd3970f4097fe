import { type InputBox, QuickInputButtons, type QuickPick, type QuickPickItem, ThemeIcon, window } from "vscode";
import { Cancelled } from "../cancelled.ts";

/** One question of several, or one by itself. */
export interface Position {
  readonly title: string;
  /** 1 for the first */
  readonly step: number;
  /** 1 where questions are not counted */
  readonly totalSteps: number;
}

export interface Choice<Value> extends QuickPickItem {
  readonly value: Value;
}

/** The answer to a question, or the wish to go back to the one before. */
export type Answer<Value> = { readonly value: Value; readonly wantsMore: boolean } | "back";

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
 * @param more what a button in the title offers beside this answer; no button if not given
 * @throws {Cancelled}
 */
export function askForText<Value>(
  position: Position,
  prompt: string,
  text: string,
  read: (text: string) => { value: Value; inWords: string } | { problem: string },
  more?: string,
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
  const accept = () => {
    const result = judge();
    return "problem" in result ? undefined : { value: result.value };
  };
  return ask(input, position, accept, more);
}

/**
 * @param accept the answer when Enter is pressed, undefined if there is none yet
 * @param more see {@link askForText}
 */
function ask<Value, Item extends QuickPickItem>(
  input: InputBox | QuickPick<Item>,
  { title, step, totalSteps }: Position,
  accept: () => { readonly value: Value } | undefined,
  more?: string,
): Promise<Answer<Value>> {
  input.title = title;
  if (totalSteps > 1) {
    input.step = step;
    input.totalSteps = totalSteps;
  }
  input.ignoreFocusOut = true;
  const moreButton = more === undefined ? [] : [{ iconPath: new ThemeIcon("settings"), tooltip: more }];
  input.buttons = [...(step > 1 ? [QuickInputButtons.Back] : []), ...moreButton];
  return new Promise<Answer<Value>>((resolve, reject) => {
    const answer = (wantsMore: boolean) => {
      const accepted = accept();
      if (accepted !== undefined) resolve({ ...accepted, wantsMore });
    };
    input.onDidAccept(() => answer(false));
    input.onDidTriggerButton((button) => {
      if (button === QuickInputButtons.Back) resolve("back");
      else answer(true);
    });
    input.onDidHide(() => reject(new Cancelled()));
    input.show();
  }).finally(() => input.dispose());
}
