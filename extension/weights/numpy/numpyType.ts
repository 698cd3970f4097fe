import { numberCount } from "../../protocol/numberCount.ts";
import { plainSentence } from "../weightsFileError.ts";
import type { PythonValue } from "./pythonLiteral.ts";

/** How the numbers of a NumPy array are kept. */
export interface NumpyType {
  /** in safetensors' spelling where that has one; else as NumPy writes it: `<U5`, `|O`, the fields of a record */
  readonly dtype: string;
  /** of one number; undefined where that differs from one to the next, as of Python's objects */
  readonly itemBytes: number | undefined;
  readonly isLittleEndian: boolean;
}

/**
 * What a `descr` of NumPy's stands for.
 *
 * @returns undefined when it is none
 * @see https://numpy.org/doc/stable/reference/arrays.interface.html, "typestr" and "descr"
 */
export function numpyTypeOf(descr: PythonValue): NumpyType | undefined {
  return typeof descr === "string" ? simpleType(descr) : recordType(descr);
}

/** By NumPy's letter and bytes of a number. */
const dtypes: Readonly<Record<string, string>> = {
  f2: "F16",
  f4: "F32",
  f8: "F64",
  i1: "I8",
  i2: "I16",
  i4: "I32",
  i8: "I64",
  u1: "U8",
  u2: "U16",
  u4: "U32",
  u8: "U64",
  b1: "BOOL",
  c8: "C64",
  c16: "C128",
};

function simpleType(descr: string): NumpyType | undefined {
  if (/^\|?O\d*$/.test(descr)) return { dtype: descr, itemBytes: undefined, isLittleEndian: true };
  const groups = /^(?<order>[<>|=]?)(?<kind>[a-zA-Z])(?<size>\d{1,9})(\[[^\]]*\])?$/.exec(descr)?.groups;
  if (groups === undefined) return undefined;
  const { order, kind, size } = groups;
  const itemBytes = Number(size) * (kind === "U" ? 4 : 1); // texts of Unicode have four bytes a character
  const name = kind + Number(size);
  const dtype = Object.hasOwn(dtypes, name) ? dtypes[name] : descr;
  return { dtype, itemBytes, isLittleEndian: order !== ">" };
}

/** @param descr fields: (name, descr) or (name, descr, shape) */
function recordType(descr: PythonValue): NumpyType | undefined {
  if (!Array.isArray(descr) || descr.length === 0) return undefined;
  let itemBytes: number | undefined = 0;
  for (const field of descr as readonly PythonValue[]) {
    if (!Array.isArray(field) || field.length < 2 || field.length > 3) return undefined;
    const [, fieldDescr, shape] = field as readonly PythonValue[];
    const type = numpyTypeOf(fieldDescr);
    const count = shape === undefined ? 1 : countIn(shape);
    if (type === undefined || count === undefined) return undefined;
    const isKnown: boolean = itemBytes !== undefined && type.itemBytes !== undefined;
    itemBytes = isKnown ? Number(itemBytes) + count * Number(type.itemBytes) : undefined;
  }
  return { dtype: recordInWords(descr), itemBytes, isLittleEndian: true };
}

/** @param shape of a field that is an array itself @returns undefined when it is no shape */
function countIn(shape: PythonValue): number | undefined {
  const sizes: readonly PythonValue[] = Array.isArray(shape) ? shape : [shape as PythonValue];
  const isShape = sizes.every((size): size is number => Number.isSafeInteger(size) && Number(size) >= 0);
  return isShape ? numberCount(sizes) : undefined;
}

/** Its fields, as many as fit: `a <f4, b <i4, …` */
function recordInWords(descr: PythonValue): string {
  const fields = (descr as readonly (readonly PythonValue[])[]).map(([name, type]) => {
    const nameInWords = Array.isArray(name) ? name.at(-1) : name; // (title, name)
    return `${String(nameInWords)} ${typeof type === "string" ? type : "record"}`;
  });
  const words = fields.slice(0, 4).map((field) => field.slice(0, 30));
  return plainSentence((fields.length > words.length ? [...words, "…"] : words).join(", "));
}
