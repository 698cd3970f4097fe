import { UnsupportedWeightsError, WeightsFileError } from "../weightsFileError.ts";
import { kindOf, PickleDict, PickleObject, type PickleReading, PickleTuple, type PickleValue } from "./pickleValues.ts";

/** The stack and the memo that a pickle's instructions work on. All of what they hold is counted. */
export class PickleMachine implements PickleReading {
  readonly #where: string;
  #stack: PickleValue[] = [];
  /** the stacks below the marks that are set, the outermost first */
  readonly #belowMarks: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();
  #containers = 0;
  #spentBytes = 0;

  constructor(where: string) {
    this.#where = where;
  }

  refuse(expectedAndFound: string): never {
    throw new WeightsFileError(this.#where, expectedAndFound);
  }

  refuseAsUnsupported(expectedAndFound: string): never {
    throw new UnsupportedWeightsError(this.#where, expectedAndFound);
  }

  spend(bytes: number): void {
    this.#spentBytes += bytes;
    if (this.#spentBytes > mostSpentBytes) {
      this.refuseAsUnsupported(
        `expected a pickle of at most ${mostSpentBytes} bytes of texts and entries, found more.`,
      );
    }
  }

  push(value: PickleValue): void {
    if (this.#stack.length === mostOnStack)
      this.refuseAsUnsupported(`expected a pickle that holds at most ${mostOnStack} values at once, found more.`);
    this.#stack.push(value);
  }

  /** Pushes a text or bytes, which were read of the pickle. */
  pushText(value: string | Uint8Array): void {
    this.spend(value.length + textBytes);
    this.push(value);
  }

  /** Pushes a list, a tuple or a dict, or what a call or a name stands for. */
  pushContainer(value: PickleValue): void {
    if (++this.#containers > mostContainers) {
      this.refuseAsUnsupported(`expected a pickle of at most ${mostContainers} lists, tuples and dicts, found more.`);
    }
    this.spend(containerBytes);
    this.push(value);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    return value === undefined ? this.#refuseEmpty() : value;
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    return value === undefined ? this.#refuseEmpty() : value;
  }

  mark(): void {
    if (this.#belowMarks.length === mostMarks)
      this.refuse(`expected a pickle nested at most ${mostMarks} deep, found more.`);
    this.#belowMarks.push(this.#stack);
    this.#stack = [];
  }

  /** @returns what was pushed since the last mark, which is gone */
  popToMark(): PickleValue[] {
    const values = this.#stack;
    this.#stack = this.#belowMarks.pop() ?? this.refuse("expected a mark on the pickle's stack, found none.");
    return values;
  }

  /** Keeps the top of the stack for {@link recall}. */
  remember(place = this.#memo.size): void {
    this.spend(entryBytes);
    this.#memo.set(place, this.top());
  }

  recall(place: number): void {
    const value = this.#memo.get(place);
    if (value === undefined) this.refuse(`expected a value that was kept as ${place}, found none.`);
    this.push(value);
  }

  /** Appends to the list that is on top. */
  append(values: readonly PickleValue[]): void {
    const list = this.top();
    if (!Array.isArray(list)) this.refuse(`expected a list to append to, found ${kindOf(list)}.`);
    for (const value of values) list.push(value);
  }

  /** Sets entries of the dict that is on top. @param values keys and values in turn */
  setItems(values: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof PickleDict)) this.refuse(`expected a dict to set entries of, found ${kindOf(dict)}.`);
    if (values.length % 2 !== 0) this.refuse("expected a value for each key, found a key without one.");
    for (let i = 0; i < values.length; i += 2) dict.set(values[i], values[i + 1], this);
  }

  popTuple(): readonly PickleValue[] {
    const tuple = this.pop();
    return tuple instanceof PickleTuple ? tuple.items : this.refuse(`expected a tuple, found ${kindOf(tuple)}.`);
  }

  /** Takes the attributes that are on top, and sets them on what is below. */
  setState(): void {
    const state = this.pop();
    const object = this.top();
    if (!(object instanceof PickleObject)) this.refuse(`expected something with attributes, found ${kindOf(object)}.`);
    object.setState(state, this);
  }

  #refuseEmpty(): never {
    return this.refuse("expected a value on the pickle's stack, found it empty.");
  }
}

/** Far more than the checkpoint of any network needs; in each, a tensor makes five or six. */
const mostContainers = 1_000_000;
const mostOnStack = 1_000_000;
const mostMarks = 1000;
/** Of what is kept, as far as it is counted: less than the checkpoint of 50,000 tensors comes to. */
const mostSpentBytes = 67_108_864;
/** What V8 takes, about, for an empty one: a text, a container, an entry of the memo. */
const textBytes = 16;
const containerBytes = 40;
const entryBytes = 32;
