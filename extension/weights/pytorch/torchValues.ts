import { kindOf, PickleDict, PickleObject, type PickleReading, type PickleValue } from "../pickle/pickleValues.ts";
import type { TorchDtype } from "./torchDtypes.ts";

/** A stretch of numbers that one or more tensors are views of. */
export class TorchStorage extends PickleObject {
  readonly kind = "a storage";
  /** its name among the file's storages */
  readonly key: string;
  readonly type: TorchDtype;
  /** numbers in it; bytes where it has no kind */
  readonly length: number;
  /** where it begins in the storage of that name, in numbers */
  readonly start: number;

  constructor(key: string, type: TorchDtype, length: number, start: number) {
    super();
    this.key = key;
    this.type = type;
    this.length = length;
    this.start = start;
  }
}

/** A tensor as a pickle describes it: a view of a storage. */
export class TorchTensor extends PickleObject {
  readonly kind = "a tensor";
  readonly storage: TorchStorage;
  readonly type: TorchDtype;
  /** of its first number in the storage, in numbers */
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];

  constructor(
    storage: TorchStorage,
    type: TorchDtype,
    offset: number,
    shape: readonly number[],
    strides: readonly number[],
  ) {
    super();
    this.storage = storage;
    this.type = type;
    this.offset = offset;
    this.shape = shape;
    this.strides = strides;
  }
}

/** A module of a TorchScript program: only what it holds, not what it does. */
export class ScriptModule extends PickleDict {
  override readonly kind = "a TorchScript module";

  override setState(state: PickleValue, reading: PickleReading): void {
    if (!(state instanceof PickleDict))
      reading.refuse(`expected a module's attributes in a dict, found ${kindOf(state)}.`);
    this.entries = state.entries;
  }
}
