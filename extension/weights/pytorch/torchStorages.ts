import { kindOf, type PickleReading, PickleTuple, type PickleValue } from "../pickle/pickleValues.ts";
import { mostNameLength } from "../tensors/mostNameLength.ts";
import { torchTypeOf } from "./torchGlobals.ts";
import { TorchStorage } from "./torchValues.ts";

/**
 * The storages that a checkpoint's pickle names, each by ("storage", kind, key, device, numbers in it), and in the format
 * before PyTorch 1.6 a sixth: null, or (key, offset, length) of a view of it.
 */
export class TorchStorages {
  /** as a whole, by key, in the order in which they are first named */
  readonly wholes = new Map<string, TorchStorage>();

  /** @throws {WeightsFileError} when the mark is no storage's, or contradicts an earlier one */
  find(id: PickleValue, reading: PickleReading): TorchStorage {
    if (!(id instanceof PickleTuple)) return reading.refuse(`expected the name of a storage, found ${kindOf(id)}.`);
    const [mark, kind, key, , length, view] = id.items;
    if (mark !== "storage") reading.refuse(`expected the name of a storage, found ${kindOf(mark)}.`);
    if (typeof key !== "string") return reading.refuse(`expected a storage's key as a text, found ${kindOf(key)}.`);
    if (key.length > mostNameLength) {
      reading.refuse(`expected a storage's key of at most ${mostNameLength} characters, found ${key.length}.`);
    }
    const type = torchTypeOf(kind, reading);
    const numbers = wholeNumber(length, `the length of storage ${key}`, reading);
    const known = this.wholes.get(key);
    const whole = known ?? new TorchStorage(key, type, numbers, 0);
    if (whole.type !== type || whole.length !== numbers) {
      const found = `found ${whole.length} of ${whole.type.dtype} and ${numbers} of ${type.dtype}`;
      reading.refuse(`expected storage ${key} to be of one kind and length, ${found}.`);
    }
    this.wholes.set(key, whole);
    if (!(view instanceof PickleTuple)) return whole;
    const start = wholeNumber(view.items[1], "a view's offset", reading);
    const viewLength = wholeNumber(view.items[2], "a view's length", reading);
    if (start + viewLength > numbers) {
      const found = `found ${viewLength} from number ${start} on`;
      reading.refuse(`expected a view within the ${numbers} numbers of storage ${key}, ${found}.`);
    }
    return new TorchStorage(key, type, viewLength, start);
  }
}

function wholeNumber(value: PickleValue | undefined, what: string, reading: PickleReading): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  return reading.refuse(`expected a whole number from 0 on as ${what}, found ${kindOf(value)}.`);
}
