import { mostNameLength } from "../tensors/mostNameLength.ts";

/** What a pickle can hold here. A list is an array; whole numbers beyond 2⁵³ are bigints. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleTuple
  | PickleGlobal
  | PickleObject;

export class PickleTuple {
  readonly items: readonly PickleValue[];

  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

/** The reading of a pickle, as what it makes sees it. */
export interface PickleReading {
  /** Ends the reading. @throws {WeightsFileError} */
  refuse(expectedAndFound: string): never;
  /** The same where the pickle may be as it should be. @throws {UnsupportedWeightsError} */
  refuseAsUnsupported(expectedAndFound: string): never;
  /**
   * Counts what is kept beside the pickle's instructions: few of them could ask for the same large thing again and again.
   *
   * @throws {WeightsFileError} when it is more than a pickle may take
   */
  spend(bytes: number): void;
}

/** A class or a function that a pickle names. Nothing is imported and nothing run: what it makes is made here. */
export class PickleGlobal {
  /** as Python has it: `torch._utils._rebuild_tensor_v2` */
  readonly name: string;
  readonly #make: MakeValue | undefined;

  /** @param make what calling it gives; not given where it cannot be called */
  constructor(name: string, make?: MakeValue) {
    this.name = name;
    this.#make = make;
  }

  /** @throws {WeightsFileError} when it cannot be called, or not with these arguments */
  call(args: readonly PickleValue[], reading: PickleReading): PickleValue {
    if (this.#make === undefined) reading.refuse(`expected a function that rebuilds a tensor, found ${this.name}.`);
    return this.#make(args, reading);
  }
}

export type MakeValue = (args: readonly PickleValue[], reading: PickleReading) => PickleValue;

/** What a {@link PickleGlobal} made. */
export abstract class PickleObject {
  /** what it is, for error messages: "a tensor" */
  abstract readonly kind: string;

  /** Takes the attributes that the pickle sets on it. */
  setState(_state: PickleValue, reading: PickleReading): void {
    reading.refuse(`expected nothing to be set on ${this.kind} after it was made, found attributes.`);
  }
}

/** A dict of any kind. Attributes set on it, such as an OrderedDict's `_metadata`, are passed over. */
export class PickleDict extends PickleObject {
  readonly kind: string = "a dict";
  entries = new Map<PickleValue, PickleValue>();

  /** @throws {WeightsFileError} when the key is longer than any name, or the pickle comes to more than it may */
  set(key: PickleValue, value: PickleValue, reading: PickleReading): void {
    // V8 tells texts of more than 16,383 characters apart by their length first: some thousand such keys take minutes.
    if (typeof key === "string" && key.length > mostNameLength) {
      reading.refuse(`expected keys of at most ${mostNameLength} characters, found one of ${key.length}.`);
    }
    reading.spend(entryBytes);
    this.entries.set(key, value);
  }

  override setState(_state: PickleValue, _reading: PickleReading): void {}
}

/** What an entry of a dict takes in memory, about. */
const entryBytes = 64;

/** What a value is, for error messages. */
export function kindOf(value: PickleValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number" || typeof value === "bigint") return `the number ${value}`;
  if (typeof value === "string") return value.length <= 40 ? `"${value}"` : `"${value.slice(0, 39)}…"`;
  if (value instanceof Uint8Array) return "bytes";
  if (Array.isArray(value)) return "a list";
  if (value instanceof PickleTuple) return "a tuple";
  if (value instanceof PickleGlobal) return value.name;
  return value.kind;
}
