import { kindOf, PickleDict, PickleTuple, type PickleValue } from "../pickle/pickleValues.ts";
import { mostNameCharacters, mostNameLength } from "../tensors/mostNameLength.ts";
import { inWords, WeightsFileError } from "../weightsFileError.ts";
import { TorchTensor } from "./torchValues.ts";

/** What a checkpoint holds, by name. */
export interface TorchContents {
  readonly tensors: ReadonlyMap<string, TorchTensor>;
  /** whatever is no tensor: epochs, learning rates, names */
  readonly metadata: ReadonlyMap<string, string>;
  /** see `WeightsSummary` */
  readonly stateDict: readonly string[] | null;
}

/**
 * Names everything in a checkpoint by the way to it: `model.fc1.weight`, `optimizer.state.0.exp_avg`. What holds itself,
 * or the same thing over and over, is refused for its depth or its size.
 *
 * @param where the file and the part of it, for error messages
 * @throws {WeightsFileError}
 */
export function nameTorchContents(root: PickleValue, where: string): TorchContents {
  const tensors = new Map<string, TorchTensor>();
  const metadata = new Map<string, string>();
  /** what is still to be named, the next one last */
  const waiting: NamedValue[] = [{ name: "", depth: 0, value: root, key: null, within: null }];
  const stateDicts: NamedValue[] = [];
  let found = 1;
  let characters = 0;
  for (let named = waiting.pop(); named !== undefined; named = waiting.pop()) {
    const { name, depth, value } = named;
    found += sizeOf(value);
    if (found > mostValues) throw new WeightsFileError(where, `expected at most ${mostValues} values, found more.`);
    const inside = entriesOf(value);
    if (inside === null) {
      const whole = name === "" ? lonelyName : name;
      if (tensors.has(whole) || metadata.has(whole)) {
        throw new WeightsFileError(where, `expected every name once, found ${inWords(whole)} twice.`);
      }
      const text = value instanceof TorchTensor ? "" : textOf(value);
      // One text may stand in many places.
      characters += whole.length + text.length;
      if (characters > mostNameCharacters) {
        throw new WeightsFileError(
          where,
          `expected names and texts of at most ${mostNameCharacters} characters, found more.`,
        );
      }
      if (value instanceof TorchTensor) tensors.set(whole, value);
      else metadata.set(whole, text);
      continue;
    }
    if (depth === mostDepth)
      throw new WeightsFileError(where, `expected dicts at most ${mostDepth} deep, found deeper.`);
    if (isStateDict(value) && keysTo(named) !== null) stateDicts.push(named);
    for (const [key, entry] of inside.reverse()) {
      const entryName = name === "" ? keyText(key) : `${name}.${keyText(key)}`;
      if (entryName.length > mostNameLength) {
        const expected = `expected names of at most ${mostNameLength} characters`;
        throw new WeightsFileError(where, `${expected}, found one of ${entryName.length}.`);
      }
      waiting.push({ name: entryName, depth: depth + 1, value: entry, key, within: named });
    }
  }
  return { tensors, metadata, stateDict: stateDicts.length === 1 ? keysTo(stateDicts[0]) : null };
}

interface NamedValue {
  readonly name: string;
  readonly depth: number;
  readonly value: PickleValue;
  /** under which it stands in a dict or a list */
  readonly key: PickleValue;
  /** that dict or list; null for the root */
  readonly within: NamedValue | null;
}

/** Far more than any checkpoint has. */
const mostValues = 200_000;
const mostDepth = 100;
const mostTextLength = 10_000;
/** of a tensor that was saved by itself */
const lonelyName = "tensor";

function sizeOf(value: PickleValue): number {
  return value instanceof PickleDict ? value.entries.size : (itemsOf(value)?.length ?? 0);
}

/** What is in a dict, or in a list of more than plain values; null for what is a tensor or a text. */
function entriesOf(value: PickleValue): [key: PickleValue, value: PickleValue][] | null {
  if (value instanceof PickleDict) return [...value.entries];
  const items = itemsOf(value);
  return items?.some(isMoreThanPlain) ? items.map((item, index) => [index, item]) : null;
}

/** Whether it holds nothing but tensors, under texts, as what a module's `state_dict()` gives. */
function isStateDict(value: PickleValue): boolean {
  if (!(value instanceof PickleDict) || value.entries.size === 0) return false;
  return [...value.entries].every(([key, entry]) => typeof key === "string" && entry instanceof TorchTensor);
}

/** The keys that lead to it; null where one of them is no text. */
function keysTo(named: NamedValue): readonly string[] | null {
  const keys: string[] = [];
  for (let { key, within } = named; within !== null; { key, within } = within) {
    if (typeof key !== "string") return null;
    keys.unshift(key);
  }
  return keys;
}

function itemsOf(value: PickleValue): readonly PickleValue[] | undefined {
  if (value instanceof PickleTuple) return value.items;
  return Array.isArray(value) ? value : undefined;
}

function isMoreThanPlain(value: PickleValue): boolean {
  return value instanceof TorchTensor || value instanceof PickleDict || itemsOf(value) !== undefined;
}

function keyText(key: PickleValue): string {
  return typeof key === "string" || typeof key === "number" || typeof key === "bigint" ? `${key}` : kindOf(key);
}

/** As Python would print it, more or less, and no longer than anyone reads. */
function textOf(value: PickleValue): string {
  const items = itemsOf(value);
  if (items !== undefined) return listInWords(items);
  if (typeof value === "string") return cut(value);
  if (typeof value === "number" || typeof value === "bigint") return `${value}`;
  return kindOf(value);
}

function listInWords(items: readonly PickleValue[]): string {
  const shown: string[] = [];
  let length = 0;
  for (const item of items) {
    if (length > mostTextLength) break;
    shown.push(textOf(item));
    length += shown[shown.length - 1].length;
  }
  return cut(`[${shown.join(", ")}${shown.length < items.length ? ", …" : ""}]`);
}

function cut(text: string): string {
  return text.length <= mostTextLength ? text : `${text.slice(0, mostTextLength - 1)}…`;
}
