import { isReadableDtype, readNumbers } from "../tensors/numbers.ts";
import { kindOf, PickleGlobal, PickleObject, PickleTuple, type PickleValue } from "./pickleValues.ts";

/** `numpy.dtype("f8")`. */
export const numpyDtype = new PickleGlobal("numpy.dtype", ([code], reading) => {
  if (typeof code === "string") return new NumpyDtype(code);
  return reading.refuse(`expected a NumPy dtype such as "f8", found ${kindOf(code)}.`);
});

/** A single number, as which training scripts keep their best accuracy. */
export const numpyScalar = new PickleGlobal("numpy.core.multiarray.scalar", ([type, bytes], reading) => {
  const dtype = type instanceof NumpyDtype ? dtypeOfCode[type.code] : undefined;
  if (!(type instanceof NumpyDtype) || dtype === undefined || !isReadableDtype(dtype)) {
    const found = type instanceof NumpyDtype ? `the dtype "${type.code}"` : kindOf(type);
    return reading.refuse(`expected the dtype of a NumPy number, found ${found}.`);
  }
  if (!(bytes instanceof Uint8Array)) {
    return reading.refuse(`expected the bytes of a NumPy number, found ${kindOf(bytes)}.`);
  }
  const numbers = readNumbers(dtype, bytes.slice(), type.isLittleEndian, "a NumPy number");
  if (numbers.length !== 1) return reading.refuse(`expected one NumPy number, found ${numbers.length}.`);
  return dtype === "BOOL" ? numbers[0] === 1 : numbers[0];
});

/** A kind of number as a pickle makes it: by its name first, then its byte order is set. */
class NumpyDtype extends PickleObject {
  readonly kind = "a NumPy dtype";
  /** as in `f8` */
  readonly code: string;
  isLittleEndian = true;

  constructor(code: string) {
    super();
    this.code = code;
  }

  /** @param state (version, byte order, …) */
  override setState(state: PickleValue): void {
    if (state instanceof PickleTuple) this.isLittleEndian = state.items[1] !== ">";
  }
}

const dtypeOfCode: Readonly<Record<string, string | undefined>> = {
  f8: "F64",
  f4: "F32",
  f2: "F16",
  i8: "I64",
  i4: "I32",
  i2: "I16",
  i1: "I8",
  u8: "U64",
  u4: "U32",
  u2: "U16",
  u1: "U8",
  b1: "BOOL",
};
